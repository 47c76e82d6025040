import type { Unit } from '../database/transaction.ts';
import {
  aboutFields,
  currencyField,
  defineField,
  label,
  ownerField,
  systemFields,
} from '../entities/define-field.ts';
import type {
  DoneWrite,
  EntityDefinition,
  FieldDefinition,
  FieldValues,
  PlannedWrite,
} from '../entities/entity-types.ts';
import { assertApproved, discountMaxSql, needsApprovalSql } from './quote-approval.ts';
import { QuoteModel } from './quote.model.ts';
import { assertHasLines, assertMove, copyLines, type Moves, takenOver } from './sales-documents.ts';

const system = { section: 'system', readOnly: true } as const;

/**
 * What was accepted stays; a sent quote may be taken back to be changed. While it waits for approval its lines stay as
 * they are; that it is approved only a process says, which made sure of the second pair of eyes.
 */
const MOVES: Moves = {
  draft: ['in_approval', 'sent', 'rejected'],
  in_approval: ['draft'],
  approved: ['sent', 'draft', 'rejected'],
  sent: ['accepted', 'rejected', 'expired', 'draft'],
  expired: ['draft', 'rejected'],
  rejected: ['draft'],
  accepted: [],
};
const MOVES_OF_PROCESS: Moves = { ...MOVES, in_approval: ['approved', 'draft'] };
const WITH_LINES: readonly unknown[] = ['in_approval', 'sent', 'accepted'];

const fields: readonly FieldDefinition[] = [
  defineField('number', 'text', label('Number', 'Номер'), system),
  defineField('name', 'text', label('Name', 'Название'), { required: true, filledIn: true }),
  defineField('status', 'select', label('Status', 'Статус'), {
    list: 'quote.status',
    required: true,
    defaultValue: 'draft',
  }),
  aboutFields.deal,
  aboutFields.account,
  aboutFields.contact,
  defineField('total', 'money', label('Total', 'Итого'), { readOnly: true }),
  currencyField,
  defineField('validUntil', 'date', label('Valid until', 'Действует до')),
  ownerField(label('Salesperson', 'Менеджер')),
  defineField('priceList', 'reference', label('Price list', 'Прайс-лист'), {
    section: 'details',
    references: 'price_list',
    column: 'price_list_id',
    attribute: 'priceListId',
  }),
  defineField('note', 'longText', label('Note to the customer', 'Примечание для клиента'), {
    section: 'details',
  }),
  defineField('approvalRemark', 'longText', label('Remark on the approval', 'Замечание к согласованию'), {
    section: 'details',
  }),
  defineField('netTotal', 'money', label('Without tax', 'Без налога'), system),
  defineField('taxTotal', 'money', label('Tax', 'Налог'), system),
  defineField('discountMax', 'number', label('Highest discount, %', 'Наибольшая скидка, %'), {
    ...system,
    sql: discountMaxSql,
  }),
  defineField('needsApproval', 'boolean', label('Needs approval', 'Требует согласования'), {
    ...system,
    sql: needsApprovalSql,
  }),
  defineField('sentAt', 'dateTime', label('Sent', 'Отправлено'), system),
  defineField('decidedAt', 'dateTime', label('Decided', 'Решено'), system),
  ...systemFields,
];

export const quoteEntity: EntityDefinition = {
  entity: 'quote',
  label: { en: 'Quote', ru: 'Предложение' },
  pluralLabel: { en: 'Quotes', ru: 'Предложения' },
  table: 'crm.quote',
  titleField: 'name',
  titleSql: (alias) => `${alias}.name`,
  subtitleSql: (alias) =>
    `concat_ws(', ', ${alias}.number, (select a.name from crm.account a where a.id = ${alias}.account_id))`,
  numberColumn: 'number',
  statusField: 'status',
  listColumns: ['number', 'name', 'status', 'account', 'total', 'validUntil', 'owner'],
  defaultSort: 'createdAt:desc',
  fields,
  model: QuoteModel,
  partyType: null,
  historyFields: ['status'],
  accountSql: (alias) => `${alias}.account_id`,
  timelineKind: 'record',
  beforeWrite: beforeQuoteWrite,
  afterWrite: afterQuoteWrite,
};

async function beforeQuoteWrite(unit: Unit, write: PlannedWrite): Promise<FieldValues> {
  const { before, wanted, now, id } = write;
  if (before === null) {
    await assertApproved(unit, write);
    const from = wanted.deal ? { entity: 'deal' as const, id: wanted.deal } : null;
    const given = await takenOver(unit, from, write);
    return wanted.name || given.name ? given : { ...given, name: 'Quote' };
  }
  assertMove(write.actor.kind === 'process' ? MOVES_OF_PROCESS : MOVES, write);
  if (WITH_LINES.includes(wanted.status)) await assertHasLines(unit, 'quote', id);
  await assertApproved(unit, write);
  // What was said the last time is not about what is asked now.
  if (wanted.status === 'in_approval') return { approvalRemark: null };
  if (wanted.status === 'sent') return { sentAt: now.toISOString() };
  if (wanted.status === 'accepted' || wanted.status === 'rejected') return { decidedAt: now.toISOString() };
  return wanted.status === 'draft' ? { decidedAt: null } : {};
}

async function afterQuoteWrite(unit: Unit, { id, before, after, ids }: DoneWrite): Promise<void> {
  if (before !== null || typeof after.deal !== 'string') return;
  await copyLines(unit, ids, { from: { type: 'deal', id: after.deal }, to: { type: 'quote', id } });
}
