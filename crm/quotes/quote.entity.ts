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
import { QuoteModel } from './quote.model.ts';
import { assertHasLines, assertMove, copyLines, type Moves, takenOver } from './sales-documents.ts';

const system = { section: 'system', readOnly: true } as const;

/** What was accepted stays; a sent quote may be taken back to be changed. */
const MOVES: Moves = {
  draft: ['sent', 'rejected'],
  sent: ['accepted', 'rejected', 'expired', 'draft'],
  expired: ['draft', 'rejected'],
  rejected: ['draft'],
  accepted: [],
};

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
  defineField('netTotal', 'money', label('Without tax', 'Без налога'), system),
  defineField('taxTotal', 'money', label('Tax', 'Налог'), system),
  defineField('discountMax', 'number', label('Highest discount, %', 'Наибольшая скидка, %'), {
    ...system,
    sql: (alias) =>
      `(select coalesce(max(l.discount_pct), 0)::float8 from crm.line_item l where l.parent_type = 'quote' and l.parent_id = ${alias}.id)`,
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
  listColumns: ['number', 'name', 'status', 'account', 'total', 'currency', 'validUntil', 'owner'],
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
    const from = wanted.deal ? { entity: 'deal' as const, id: wanted.deal } : null;
    const given = await takenOver(unit, from, write);
    return wanted.name || given.name ? given : { ...given, name: 'Quote' };
  }
  assertMove(MOVES, write);
  if (wanted.status === 'sent' || wanted.status === 'accepted') await assertHasLines(unit, 'quote', id);
  if (wanted.status === 'sent') return { sentAt: now.toISOString() };
  if (wanted.status === 'accepted' || wanted.status === 'rejected') return { decidedAt: now.toISOString() };
  return wanted.status === 'draft' ? { decidedAt: null } : {};
}

async function afterQuoteWrite(unit: Unit, { id, before, after, ids }: DoneWrite): Promise<void> {
  if (before !== null || typeof after.deal !== 'string') return;
  await copyLines(unit, ids, { from: { type: 'deal', id: after.deal }, to: { type: 'quote', id } });
}
