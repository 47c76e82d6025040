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
import { CrmRejection } from '../errors.ts';
import { assertHasLines, assertMove, copyLines, type Moves, takenOver } from '../quotes/sales-documents.ts';
import { OrderModel } from './order.model.ts';

const system = { section: 'system', readOnly: true } as const;

const MOVES: Moves = {
  draft: ['confirmed', 'cancelled'],
  confirmed: ['shipped', 'delivered', 'cancelled'],
  shipped: ['delivered', 'cancelled'],
  delivered: [],
  cancelled: [],
};

const fields: readonly FieldDefinition[] = [
  defineField('number', 'text', label('Number', 'Номер'), system),
  defineField('name', 'text', label('Name', 'Название'), { required: true, filledIn: true }),
  defineField('status', 'select', label('Status', 'Статус'), {
    list: 'order.status',
    required: true,
    defaultValue: 'draft',
  }),
  aboutFields.account,
  aboutFields.contact,
  defineField('total', 'money', label('Total', 'Итого'), { readOnly: true }),
  defineField('paidTotal', 'money', label('Paid', 'Оплачено'), { readOnly: true }),
  currencyField,
  defineField('paymentState', 'select', label('Payment', 'Оплата'), {
    readOnly: true,
    list: 'order.paymentState',
    sql: (alias) =>
      `(case when ${alias}.paid_total <= 0 then 'unpaid' when ${alias}.paid_total < ${alias}.total then 'partly' else 'paid' end)`,
  }),
  defineField('dueOn', 'date', label('Payment due', 'Срок оплаты')),
  ownerField(label('Salesperson', 'Менеджер')),
  defineField('quote', 'reference', label('Quote', 'Предложение'), {
    section: 'details',
    references: 'quote',
    column: 'quote_id',
    attribute: 'quoteId',
  }),
  defineField('deal', 'reference', label('Deal', 'Сделка'), {
    section: 'details',
    references: 'deal',
    column: 'deal_id',
    attribute: 'dealId',
  }),
  defineField('shipTo', 'longText', label('Ship to', 'Адрес доставки'), { section: 'details' }),
  defineField('priceList', 'reference', label('Price list', 'Прайс-лист'), {
    section: 'details',
    references: 'price_list',
    column: 'price_list_id',
    attribute: 'priceListId',
  }),
  defineField('note', 'longText', label('Note', 'Примечание'), { section: 'details' }),
  defineField('netTotal', 'money', label('Without tax', 'Без налога'), system),
  defineField('taxTotal', 'money', label('Tax', 'Налог'), system),
  defineField('shippedAt', 'dateTime', label('Shipped', 'Отгружен'), system),
  defineField('closedAt', 'dateTime', label('Closed', 'Закрыт'), system),
  ...systemFields,
];

export const orderEntity: EntityDefinition = {
  entity: 'order',
  label: { en: 'Order', ru: 'Заказ' },
  pluralLabel: { en: 'Orders', ru: 'Заказы' },
  table: 'crm.order_doc',
  titleField: 'name',
  titleSql: (alias) => `${alias}.name`,
  subtitleSql: (alias) =>
    `concat_ws(', ', ${alias}.number, (select a.name from crm.account a where a.id = ${alias}.account_id))`,
  numberColumn: 'number',
  statusField: 'status',
  listColumns: ['number', 'name', 'status', 'paymentState', 'account', 'total', 'dueOn'],
  defaultSort: 'createdAt:desc',
  fields,
  model: OrderModel,
  partyType: null,
  historyFields: ['status'],
  accountSql: (alias) => `${alias}.account_id`,
  timelineKind: 'record',
  beforeWrite: beforeOrderWrite,
  afterWrite: afterOrderWrite,
};

async function beforeOrderWrite(unit: Unit, write: PlannedWrite): Promise<FieldValues> {
  const { before, wanted, now, id } = write;
  if (before === null) {
    if (typeof wanted.quote === 'string') await assertOrderable(unit, wanted.quote);
    const given = await takenOver(unit, sourceOf(wanted), write);
    return wanted.name || given.name ? given : { ...given, name: 'Order' };
  }
  assertMove(MOVES, write);
  if (wanted.status === 'confirmed') await assertHasLines(unit, 'order', id);
  const set: FieldValues = {};
  if (wanted.status === 'shipped' || (wanted.status === 'delivered' && !before.shippedAt))
    set.shippedAt = now.toISOString();
  if (wanted.status === 'delivered' || wanted.status === 'cancelled') set.closedAt = now.toISOString();
  return set;
}

function sourceOf({ quote, deal }: FieldValues): { entity: 'deal' | 'quote'; id: string } | null {
  if (typeof quote === 'string') return { entity: 'quote', id: quote };
  return typeof deal === 'string' ? { entity: 'deal', id: deal } : null;
}

const SELECT_QUOTE = `
  select q.number, q.status,
    (select o.number from crm.order_doc o where o.quote_id = q.id and o.deleted_at is null) as order_number
  from crm.quote q where q.id = $1 for update of q`;

/** A quote becomes one order, and only when the customer accepted it. */
async function assertOrderable(unit: Unit, quoteId: string): Promise<void> {
  const { rows } = await unit.client.query<{ number: string; status: string; order_number: string | null }>(
    SELECT_QUOTE,
    [quoteId],
  );
  const [quote] = rows;
  // A quote that the writer may not see is refused with the other references.
  if (!quote || (quote.status === 'accepted' && quote.order_number === null)) return;
  throw new CrmRejection(
    'CRM_DOCUMENT_FIXED',
    quote.order_number === null
      ? `Expected an accepted quote, but ${quote.number} is '${quote.status}'.`
      : `Expected a quote without an order, but ${quote.number} became ${quote.order_number}.`,
    { order: quote.order_number },
  );
}

/** What leaves the house leaves the stock, and comes back when the order is cancelled. */
const MOVE_STOCK = `
  update crm.product p set stock_qty = p.stock_qty + $2::int * s.qty
  from (select product_id, sum(qty) as qty from crm.line_item
        where parent_type = 'order' and parent_id = $1 and product_id is not null group by product_id) s
  where p.id = s.product_id and p.stock_qty is not null`;

async function afterOrderWrite(unit: Unit, { id, before, after, ids }: DoneWrite): Promise<void> {
  if (before === null) {
    const source = sourceOf(after);
    if (source)
      await copyLines(unit, ids, { from: { type: source.entity, id: source.id }, to: { type: 'order', id } });
    return;
  }
  if (before.shippedAt === null && after.shippedAt !== null) await unit.client.query(MOVE_STOCK, [id, -1]);
  if (before.status !== 'cancelled' && after.status === 'cancelled' && before.shippedAt !== null)
    await unit.client.query(MOVE_STOCK, [id, 1]);
}
