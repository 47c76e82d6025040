import {
  contactTimeFields,
  defineField,
  label,
  ownerField,
  pointFields,
  systemFields,
  teamFields,
} from '../entities/define-field.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import { ContactModel } from './contact.model.ts';
import { currentLinkSql } from './current-link.ts';

/** The account that a contact mainly belongs to; of several without a primary one, the oldest link. */
const mainAccount = (alias: string) =>
  `(select l.account_id from crm.account_contact l where l.contact_id = ${alias}.id and ${currentLinkSql('l')} order by l.is_primary_account desc, l.created_at, l.id limit 1)`;

export const contactEntity: EntityDefinition = {
  entity: 'contact',
  label: { en: 'Contact', ru: 'Контакт' },
  pluralLabel: { en: 'Contacts', ru: 'Контакты' },
  table: 'crm.contact',
  titleField: 'fullName',
  titleSql: (alias) => `${alias}.full_name`,
  subtitleSql: (alias) => `(select a.name from crm.account a where a.id = ${mainAccount(alias)})`,
  numberColumn: null,
  statusField: null,
  listColumns: ['fullName', 'account', 'phone', 'email', 'owner', 'lastContactAt'],
  defaultSort: 'fullName:asc',
  model: ContactModel,
  partyType: 'contact',
  historyFields: [],
  accountSql: mainAccount,
  parents: [
    {
      entity: 'account',
      joinSql: (alias, parent) =>
        `exists (select from crm.account_contact pl where pl.contact_id = ${alias}.id and pl.account_id = ${parent}.id and ${currentLinkSql('pl')})`,
    },
  ],
  timelineKind: 'record',
  afterWrite: null,
  fields: [
    defineField('fullName', 'text', { en: 'Name', ru: 'Имя' }, { readOnly: true, section: 'system' }),
    defineField('givenName', 'text', { en: 'Given name', ru: 'Имя' }),
    defineField('middleName', 'text', { en: 'Middle name', ru: 'Отчество' }),
    defineField('familyName', 'text', { en: 'Family name', ru: 'Фамилия' }),
    defineField(
      'account',
      'reference',
      { en: 'Main account', ru: 'Основной клиент' },
      { readOnly: true, references: 'account', sql: mainAccount },
    ),
    ownerField(label('Owner', 'Ответственный')),
    ...teamFields,
    ...pointFields('contact'),
    defineField('timeZone', 'text', { en: 'Time zone', ru: 'Часовой пояс' }, { section: 'contact' }),
    defineField(
      'preferredChannel',
      'select',
      { en: 'Preferred channel', ru: 'Удобный канал' },
      { section: 'contact', list: 'contact.preferredChannel' },
    ),
    defineField(
      'doNotCall',
      'boolean',
      { en: 'Do not call', ru: 'Не звонить' },
      { section: 'contact', defaultValue: false },
    ),
    defineField(
      'language',
      'select',
      { en: 'Language', ru: 'Язык' },
      { section: 'details', list: 'contact.language', required: true, defaultValue: 'en' },
    ),
    defineField(
      'salutation',
      'text',
      { en: 'Salutation', ru: 'Обращение' },
      { section: 'details', lengthMax: 60 },
    ),
    defineField('birthday', 'date', { en: 'Birthday', ru: 'День рождения' }, { section: 'details' }),
    defineField('description', 'longText', { en: 'Description', ru: 'Описание' }, { section: 'details' }),
    ...contactTimeFields,
    ...systemFields,
  ],
};
