import { defineField, systemFields, teamFields } from '../entities/define-field.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
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
  listColumns: ['number', 'subject', 'status', 'priority', 'type', 'account', 'owner', 'createdAt'],
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
  afterWrite: null,
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
    defineField(
      'account',
      'reference',
      { en: 'Account', ru: 'Клиент' },
      { references: 'account', column: 'account_id', attribute: 'accountId' },
    ),
    defineField(
      'contact',
      'reference',
      { en: 'Contact', ru: 'Контакт' },
      { references: 'contact', column: 'contact_id', attribute: 'contactId' },
    ),
    defineField(
      'owner',
      'user',
      { en: 'Executor', ru: 'Исполнитель' },
      { column: 'owner_id', attribute: 'ownerId' },
    ),
    defineField(
      'channel',
      'select',
      { en: 'Channel', ru: 'Канал' },
      { section: 'details', list: 'ticket.channel', required: true, defaultValue: 'portal' },
    ),
    defineField('description', 'longText', { en: 'Description', ru: 'Описание' }, { section: 'details' }),
    defineField('resolution', 'longText', { en: 'Resolution', ru: 'Решение' }, { section: 'details' }),
    defineField(
      'satisfaction',
      'number',
      { en: 'Satisfaction (1–5)', ru: 'Оценка (1–5)' },
      { section: 'details', integer: true },
    ),
    defineField(
      'parentTicket',
      'reference',
      { en: 'Parent ticket', ru: 'Родительское обращение' },
      { section: 'details', references: 'ticket', column: 'parent_ticket_id', attribute: 'parentTicketId' },
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
