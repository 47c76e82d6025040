import { handOnLeads } from '../distribution/distribute-leads.ts';
import {
  contactTimeFields,
  defineField,
  label,
  ownerField,
  systemFields,
  teamFields,
} from '../entities/define-field.ts';
import type { EntityDefinition, FieldDefinition } from '../entities/entity-types.ts';
import { attentionSql } from '../pipelines/attention.ts';
import { afterLeadWrite, beforeLeadWrite } from './lead-writes.ts';
import { LeadModel } from './lead.model.ts';

const system = { section: 'system', readOnly: true } as const;

const fields: readonly FieldDefinition[] = [
  defineField('number', 'text', label('Number', 'Номер'), system),
  defineField('title', 'text', label('Topic', 'Тема'), { required: true }),
  defineField('status', 'select', label('Status', 'Статус'), {
    list: 'lead.status',
    required: true,
    filledIn: true,
  }),
  defineField('companyName', 'text', label('Company', 'Компания')),
  defineField('givenName', 'text', label('Given name', 'Имя')),
  defineField('familyName', 'text', label('Family name', 'Фамилия')),
  defineField('source', 'select', label('Source', 'Источник'), { list: 'sales.source' }),
  defineField('score', 'number', label('Score', 'Оценка'), { readOnly: true, integer: true }),
  defineField('attention', 'select', label('Attention', 'Внимание'), {
    readOnly: true,
    list: 'deal.attention',
    sql: (alias) => attentionSql('lead', alias),
  }),
  ownerField(label('Salesperson', 'Менеджер')),
  defineField('phone', 'phone', label('Phone', 'Телефон'), { section: 'contact', lengthMax: 60 }),
  defineField('email', 'email', label('E-mail', 'Электронная почта'), { section: 'contact' }),
  defineField('doNotCall', 'boolean', label('Do not call', 'Не звонить'), {
    section: 'contact',
    defaultValue: false,
  }),
  defineField('website', 'url', label('Website', 'Сайт'), { section: 'contact' }),
  defineField('positionText', 'text', label('Position', 'Должность'), { section: 'contact' }),
  defineField('country', 'text', label('Country code', 'Код страны'), { section: 'contact', lengthMax: 2 }),
  defineField('city', 'text', label('City', 'Город'), { section: 'contact' }),
  defineField('message', 'longText', label('Message', 'Сообщение'), { section: 'details' }),
  defineField('expectedAmount', 'money', label('Expected amount', 'Ожидаемая сумма'), { section: 'details' }),
  defineField('currency', 'select', label('Currency', 'Валюта'), {
    section: 'details',
    list: 'money.currency',
    required: true,
    filledIn: true,
  }),
  defineField('account', 'reference', label('Known account', 'Известный клиент'), {
    section: 'details',
    references: 'account',
    column: 'account_id',
    attribute: 'accountId',
  }),
  defineField('contact', 'reference', label('Known contact', 'Известный контакт'), {
    section: 'details',
    references: 'contact',
    column: 'contact_id',
    attribute: 'contactId',
  }),
  defineField('product', 'reference', label('Asks for', 'Интересует'), {
    section: 'details',
    references: 'product',
    column: 'product_id',
    attribute: 'productId',
  }),
  defineField('language', 'select', label('Language', 'Язык'), {
    section: 'details',
    list: 'lead.language',
  }),
  defineField('campaign', 'text', label('Campaign', 'Кампания'), { section: 'details' }),
  defineField('disqualifyReason', 'select', label('Reason of refusal', 'Причина отказа'), {
    section: 'details',
    list: 'lead.disqualifyReason',
  }),
  ...teamFields,
  defineField('utmSource', 'text', label('UTM source', 'UTM source'), {
    ...system,
    sql: (alias) => `${alias}.utm->>'source'`,
  }),
  defineField('utmMedium', 'text', label('UTM medium', 'UTM medium'), {
    ...system,
    sql: (alias) => `${alias}.utm->>'medium'`,
  }),
  defineField('utmCampaign', 'text', label('UTM campaign', 'UTM campaign'), {
    ...system,
    sql: (alias) => `${alias}.utm->>'campaign'`,
  }),
  defineField('pipeline', 'select', label('Pipeline', 'Воронка'), { ...system, list: 'lead.pipeline' }),
  defineField('phoneE164', 'text', label('Phone, international', 'Телефон, международный'), {
    ...system,
    column: 'phone_e164',
  }),
  defineField('convertedAt', 'dateTime', label('Converted', 'Конвертирован'), system),
  defineField('convertedDeal', 'reference', label('Deal', 'Сделка'), {
    ...system,
    references: 'deal',
    column: 'converted_deal_id',
    attribute: 'convertedDealId',
  }),
  defineField('stageEnteredAt', 'dateTime', label('In status since', 'В статусе с'), system),
  ...contactTimeFields,
  ...systemFields,
];

export const leadEntity: EntityDefinition = {
  entity: 'lead',
  label: { en: 'Lead', ru: 'Лид' },
  pluralLabel: { en: 'Leads', ru: 'Лиды' },
  table: 'crm.lead',
  titleField: 'title',
  titleSql: (alias) => `${alias}.title`,
  subtitleSql: (alias) =>
    `concat_ws(', ', ${alias}.number, ${alias}.company_name, nullif(trim(concat_ws(' ', ${alias}.given_name, ${alias}.family_name)), ''))`,
  numberColumn: 'number',
  statusField: 'status',
  listColumns: ['title', 'status', 'companyName', 'familyName', 'score', 'attention', 'owner'],
  defaultSort: 'createdAt:desc',
  fields,
  model: LeadModel,
  partyType: null,
  historyFields: [],
  accountSql: (alias) => `${alias}.account_id`,
  timelineKind: 'record',
  beforeWrite: (unit, write) => beforeLeadWrite(unit, write, fields),
  handOn: handOnLeads,
  afterWrite: afterLeadWrite,
};
