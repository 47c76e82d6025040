/**
 * What quotes and orders have in common: they are made from what they come from (a deal, a quote) with its customer,
 * currency and lines, and they move along fixed ways from state to state.
 */
import type { Unit } from '../database/transaction.ts';
import type { FieldValues, PlannedWrite } from '../entities/entity-types.ts';
import { CrmRejection } from '../errors.ts';
import { currencyOfAccount } from '../money/base-amount.ts';
import type { CrmIds } from '../ports.ts';

export type LineParent = 'deal' | 'quote' | 'order';

interface SourceRow {
  readonly name: string;
  readonly account_id: string | null;
  readonly contact_id: string | null;
  readonly deal_id: string | null;
  readonly price_list_id: string | null;
  readonly currency: string;
}

const SELECT_DEAL_SOURCE = `
  select d.name, d.account_id, d.id as deal_id, null::uuid as price_list_id, d.currency,
    (select c.contact_id from crm.deal_contact c where c.deal_id = d.id order by c.created_at, c.id limit 1) as contact_id
  from crm.deal d where d.id = $1`;
const SELECT_QUOTE_SOURCE =
  'select name, account_id, contact_id, deal_id, price_list_id, currency from crm.quote where id = $1';

/** What a new document takes over where nothing else is wanted. */
export async function takenOver(
  unit: Unit,
  from: { readonly entity: 'deal' | 'quote'; readonly id: unknown } | null,
  { wanted }: PlannedWrite,
): Promise<FieldValues> {
  const sql = from?.entity === 'quote' ? SELECT_QUOTE_SOURCE : SELECT_DEAL_SOURCE;
  const row =
    typeof from?.id === 'string' ? (await unit.client.query<SourceRow>(sql, [from.id])).rows[0] : undefined;
  const given: FieldValues = row
    ? {
        name: row.name,
        account: row.account_id,
        contact: row.contact_id,
        deal: row.deal_id,
        priceList: row.price_list_id,
        currency: row.currency,
      }
    : {};
  given.currency ??= await currencyOfAccount(unit.client, wanted.account);
  return Object.fromEntries(Object.entries(given).filter(([key, value]) => value !== null && !wanted[key]));
}

const SELECT_LINE_IDS =
  'select id from crm.line_item where parent_type = $1 and parent_id = $2 order by sort_order';
const COPY_LINES = `
  insert into crm.line_item (id, parent_type, parent_id, product_id, name, unit, qty, price, discount_pct, tax_rate, sort_order)
  select n.id, $3, $4, l.product_id, l.name, l.unit, l.qty, l.price, l.discount_pct, l.tax_rate, l.sort_order
  from unnest($1::uuid[], $2::uuid[]) as n (id, from_id) join crm.line_item l on l.id = n.from_id`;

/** Copies the lines of one document to another and sums them there. */
export async function copyLines(
  unit: Unit,
  ids: CrmIds,
  copy: { from: { type: LineParent; id: string }; to: { type: 'quote' | 'order'; id: string } },
): Promise<void> {
  const { from, to } = copy;
  const { rows } = await unit.client.query<{ id: string }>(SELECT_LINE_IDS, [from.type, from.id]);
  if (rows.length === 0) return;
  const sources = rows.map((row) => row.id);
  await unit.client.query(COPY_LINES, [sources.map(() => ids.next()), sources, to.type, to.id]);
  await unit.client.query(totalsSql(to.type), [to.id]);
}

/** Sums what the lines show. */
export function totalsSql(type: 'quote' | 'order'): string {
  return `
  update crm.${type === 'quote' ? 'quote' : 'order_doc'} p
  set net_total = s.net, tax_total = s.tax, total = s.total
  from (select coalesce(sum(net), 0) as net, coalesce(sum(tax), 0) as tax, coalesce(sum(total), 0) as total
        from crm.line_item where parent_type = '${type}' and parent_id = $1) s
  where p.id = $1`;
}

export type Moves = Readonly<Record<string, readonly string[]>>;

/** @throws CrmRejection CRM_DOCUMENT_FIXED */
export function assertMove(moves: Moves, { before, wanted }: PlannedWrite): void {
  const from = before?.status;
  const to = wanted.status;
  if (typeof to !== 'string' || typeof from !== 'string' || from === to) return;
  if (moves[from]?.includes(to)) return;
  throw new CrmRejection(
    'CRM_DOCUMENT_FIXED',
    `Expected a move that is possible from '${from}' (${moves[from]?.join(', ') || 'none'}), but got '${to}'.`,
    { from, to, possible: moves[from] ?? [] },
  );
}

/** Refuses a state that needs lines when there are none. */
export async function assertHasLines(unit: Unit, type: LineParent, id: string): Promise<void> {
  const { rowCount } = await unit.client.query(
    'select from crm.line_item where parent_type = $1 and parent_id = $2 limit 1',
    [type, id],
  );
  if (rowCount !== 0) return;
  throw new CrmRejection('CRM_DOCUMENT_FIXED', 'Expected at least one line: add what is sold first.', {
    possible: [],
  });
}
