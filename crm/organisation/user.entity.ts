import { defineField } from '../entities/define-field.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';

/** Colleagues as lists, lookups and expressions see them; changed through the organisation, never as a record. */
export const userEntity: EntityDefinition = {
  entity: 'user',
  label: { en: 'User', ru: 'Сотрудник' },
  pluralLabel: { en: 'Users', ru: 'Сотрудники' },
  table: 'crm."user"',
  titleField: 'name',
  titleSql: (alias) => `${alias}.name`,
  subtitleSql: (alias, locale) =>
    `(select ${locale === 'ru' ? 'coalesce(p.title_ru, p.title)' : 'p.title'}
      from crm.position p where p.id = ${alias}.position_id)`,
  numberColumn: null,
  statusField: null,
  listColumns: ['name', 'email', 'position', 'department', 'phone', 'timeZone'],
  defaultSort: 'name:asc',
  model: null,
  partyType: null,
  historyFields: [],
  accountSql: null,
  // A user's record belongs to himself.
  ownerColumn: 'id',
  teamColumn: null,
  parents: [],
  searchTextSql: (alias) => `lower(${alias}.name || ' ' || ${alias}.email)`,
  timelineKind: 'record',
  afterWrite: null,
  fields: [
    defineField('name', 'text', { en: 'Name', ru: 'Имя' }, { readOnly: true }),
    defineField(
      'email',
      'email',
      { en: 'E-mail', ru: 'Электронная почта' },
      { readOnly: true, section: 'contact' },
    ),
    defineField('phone', 'phone', { en: 'Phone', ru: 'Телефон' }, { readOnly: true, section: 'contact' }),
    defineField(
      'position',
      'text',
      { en: 'Position', ru: 'Должность' },
      {
        readOnly: true,
        sql: (alias) => `(select p.title from crm.position p where p.id = ${alias}.position_id)`,
      },
    ),
    defineField(
      'department',
      'text',
      { en: 'Department', ru: 'Отдел' },
      {
        readOnly: true,
        sql: (alias) =>
          `(select d.name from crm.position p join crm.department d on d.id = p.department_id where p.id = ${alias}.position_id)`,
      },
    ),
    defineField(
      'timeZone',
      'text',
      { en: 'Time zone', ru: 'Часовой пояс' },
      { readOnly: true, section: 'details' },
    ),
    defineField('locale', 'text', { en: 'Language', ru: 'Язык' }, { readOnly: true, section: 'details' }),
    defineField('status', 'text', { en: 'Status', ru: 'Статус' }, { readOnly: true, section: 'details' }),
  ],
};
