import {
  aboutFields,
  defineField,
  label,
  ownerField,
  statusReasonFields,
  systemFields,
  teamFields,
} from '../entities/define-field.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import {
  holdsLikelyLateSql,
  latePercentSql,
  likelyLateSql,
  slaDueSql,
  slaStateCandidatesSql,
  slaStateSql,
} from '../sla/sla-fields.ts';
import { afterTicketWrite, beforeTicketWrite } from './ticket-writes.ts';
import { TicketModel } from './ticket.model.ts';

export const ticketEntity: EntityDefinition = {
  entity: 'ticket',
  label: { en: 'Ticket', ru: 'Обращение' },
  pluralLabel: { en: 'Tickets', ru: 'Обращения' },
  table: 'crm.ticket',
  titleField: 'subject',
  titleSql: (alias) => `${alias}.subject`,
  subtitleSql: (alias) =>
    `concat_ws(', ', ${alias}.number, (select a.name from crm.account a where a.id = ${alias}.account_id))`,
  numberColumn: 'number',
  statusField: 'status',
  statusReason: { choice: 'statusReason', note: 'statusNote' },
  listColumns: ['number', 'subject', 'status', 'slaDueAt', 'priority', 'account', 'owner'],
  defaultSort: 'createdAt:desc',
  model: TicketModel,
  partyType: null,
  historyFields: ['status', 'priority'],
  accountSql: (alias) => `${alias}.account_id`,
  timelineKind: 'record',
  parents: [
    { entity: 'account', joinSql: (alias, parent) => `${parent}.id = ${alias}.account_id` },
    { entity: 'contact', joinSql: (alias, parent) => `${parent}.id = ${alias}.contact_id` },
  ],
  beforeWrite: beforeTicketWrite,
  afterWrite: afterTicketWrite,
  fields: [
    defineField('number', 'text', { en: 'Number', ru: 'Номер' }, { readOnly: true, section: 'system' }),
    defineField('subject', 'text', { en: 'Subject', ru: 'Тема' }, { required: true, lengthMax: 500 }),
    defineField(
      'status',
      'select',
      { en: 'Status', ru: 'Статус' },
      { list: 'ticket.status', required: true, defaultValue: 'new' },
    ),
    defineField(
      'type',
      'select',
      { en: 'Type', ru: 'Тип' },
      { list: 'ticket.type', required: true, defaultValue: 'question' },
    ),
    defineField(
      'priority',
      'select',
      { en: 'Priority', ru: 'Приоритет' },
      { list: 'ticket.priority', required: true, defaultValue: 'normal' },
    ),
    aboutFields.account,
    aboutFields.contact,
    ownerField(label('Executor', 'Исполнитель')),
    defineField(
      'channel',
      'select',
      { en: 'Channel', ru: 'Канал' },
      { section: 'details', list: 'ticket.channel', required: true, defaultValue: 'portal' },
    ),
    defineField('description', 'longText', { en: 'Description', ru: 'Описание' }, { section: 'details' }),
    ...statusReasonFields('ticket', 'status'),
    defineField('resolution', 'longText', { en: 'Resolution', ru: 'Решение' }, { section: 'details' }),
    defineField(
      'satisfaction',
      'number',
      { en: 'Satisfaction (1–5)', ru: 'Оценка (1–5)' },
      { section: 'details', integer: true, range: [1, 5] },
    ),
    defineField(
      'parentTicket',
      'reference',
      { en: 'Parent ticket', ru: 'Родительское обращение' },
      { section: 'details', references: 'ticket', column: 'parent_ticket_id', attribute: 'parentTicketId' },
    ),
    defineField(
      'product',
      'reference',
      { en: 'Product', ru: 'Товар' },
      { section: 'details', references: 'product', column: 'product_id', attribute: 'productId' },
    ),
    {
      ...defineField('slaState', 'select', label('Promise', 'Обещание'), {
        ...{ section: 'details', readOnly: true, list: 'ticket.slaState', sql: slaStateSql },
      }),
      candidatesSql: slaStateCandidatesSql,
    },
    defineField(
      'slaDueAt',
      'dateTime',
      { en: 'Due', ru: 'Срок' },
      { section: 'details', readOnly: true, sql: slaDueSql },
    ),
    {
      ...defineField('slaLikelyLate', 'multiSelect', label('Likely late', 'Вероятно опоздает'), {
        ...{ section: 'system', readOnly: true, list: 'ticket.slaLikelyLate', sql: likelyLateSql },
      }),
      holdsSql: holdsLikelyLateSql,
    },
    defineField('slaLatePercent', 'number', label('Of such, late, %', 'Из таких опоздало, %'), {
      ...{ section: 'system', readOnly: true, integer: true, sql: latePercentSql },
    }),
    defineField(
      'slaPolicy',
      'select',
      { en: 'Service level', ru: 'Уровень сервиса' },
      { section: 'system', readOnly: true, list: 'ticket.slaPolicy' },
    ),
    defineField(
      'firstAnsweredAt',
      'dateTime',
      { en: 'First answer', ru: 'Первый ответ' },
      { section: 'system', readOnly: true },
    ),
    defineField(
      'reopenedCount',
      'number',
      { en: 'Opened again', ru: 'Открыто повторно' },
      { section: 'system', readOnly: true, integer: true },
    ),
    defineField(
      'closedAt',
      'dateTime',
      { en: 'Closed', ru: 'Закрыто' },
      { section: 'system', readOnly: true },
    ),
    ...teamFields,
    ...systemFields,
  ],
};
