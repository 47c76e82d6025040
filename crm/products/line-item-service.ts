/**
 * The lines of deals, quotes and orders. They are saved as a whole, as the editor shows them; each is calculated by the
 * database, the totals are sums of what is shown, and a deal is worth what its lines are worth. Lines are changed while
 * the document is a draft, by whoever may change the document.
 */
import { type Caller, rowContext, writeContext } from '../caller.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import { fieldsOfRow, readRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import { LATEST_VERSION } from '../entities/assert-no-collision.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import { lockForChange, recordNotFound, type RecordWriter } from '../entities/write-record.ts';
import { CrmRejection, type FieldProblemCode, type FieldRefusal, fieldsInvalid } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import type { LineParent } from '../quotes/sales-documents.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { priceOf } from './price-of.ts';

export interface LineItem {
  readonly id: string;
  readonly productId: string | null;
  readonly name: string;
  readonly unit: string;
  readonly qty: number;
  readonly price: number;
  readonly discountPct: number;
  readonly taxRate: number;
  readonly net: number;
  readonly tax: number;
  readonly total: number;
}

/** A line as it is wanted; what is left out comes from the product and the price list. */
export interface LineDraft {
  readonly productId?: string | null;
  readonly name?: string | null;
  readonly unit?: string | null;
  readonly qty: number;
  readonly price?: number | null;
  readonly discountPct?: number;
  readonly taxRate?: number | null;
}

export interface LineItems {
  readonly items: readonly LineItem[];
  readonly currency: string;
  readonly net: number;
  readonly tax: number;
  readonly total: number;
  /** Whether the asking person may change them now. */
  readonly canEdit: boolean;
}

export interface LineItemService {
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND */
  list(caller: Caller, request: { entity: LineParent; id: string }): Promise<LineItems>;
  /** All lines at once. @throws CrmRejection CRM_DOCUMENT_FIXED, CRM_FIELDS_INVALID, CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  save(
    caller: Caller,
    request: { entity: LineParent; id: string; lines: readonly LineDraft[] },
  ): Promise<LineItems>;
}

export interface LinePorts {
  readonly transactions: Transactions;
  readonly writer: RecordWriter;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}

const LINES_MAX = 500;

const SELECT_LINES = `
  select id, product_id as "productId", name, unit, qty::float8 as qty, price::float8 as price,
         discount_pct::float8 as "discountPct", tax_rate::float8 as "taxRate", net::float8 as net, tax::float8 as tax,
         total::float8 as total
  from crm.line_item where parent_type = $1 and parent_id = $2 order by sort_order, id`;
/** Summed by the database: floats would lose cents. */
const SELECT_SUMS = `
  select coalesce(sum(net), 0)::float8 as net, coalesce(sum(tax), 0)::float8 as tax,
         coalesce(sum(total), 0)::float8 as total
  from crm.line_item where parent_type = $1 and parent_id = $2`;
const DELETE_LINES = 'delete from crm.line_item where parent_type = $1 and parent_id = $2';
const INSERT_LINES = `
  insert into crm.line_item (id, parent_type, parent_id, product_id, name, unit, qty, price, discount_pct, tax_rate, sort_order)
  select l.id, $1, $2, l.product_id, l.name, l.unit, l.qty, l.price, l.discount_pct, l.tax_rate, l.place
  from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[])
    with ordinality as l (id, product_id, name, unit, qty, price, discount_pct, tax_rate, place)`;

export function createLineItemService(ports: LinePorts): LineItemService {
  const { transactions, participants } = ports;
  const list: LineItemService['list'] = async (caller, { entity, id }) => {
    const reader = transactions.reader(caller.transaction);
    const definition = entityOf(entity);
    const row = await readRow(reader, { definition, id, lock: false }, rowContext(caller, participants));
    if (!row) throw recordNotFound(entity, id);
    const fields = fieldsOfRow(definition, row);
    return {
      ...(await readLines(reader, entity, id)),
      currency: String(fields.currency),
      canEdit: row.may_edit && isOpen(entity, fields.status),
    };
  };
  return {
    list,
    save: (caller, { entity, id, lines }) =>
      transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        const definition = entityOf(entity);
        const row = await lockForChange(unit, { definition, id, action: 'edit' }, context);
        const fields = fieldsOfRow(definition, row);
        if (!isOpen(entity, fields.status)) {
          throw new CrmRejection(
            'CRM_DOCUMENT_FIXED',
            `Expected a draft, but ${row.number} is '${String(fields.status)}': its lines stay as they are.`,
            { status: fields.status },
          );
        }
        if (lines.length > LINES_MAX)
          throw fieldsInvalid([
            {
              path: 'lines',
              message: `A document has at most ${LINES_MAX} lines.`,
              code: 'tooMany',
              values: { max: LINES_MAX },
            },
          ]);
        const whole = await completed(unit.client, lines, {
          currency: String(fields.currency),
          priceListId: typeof fields.priceList === 'string' ? fields.priceList : null,
          on: ports.clock.now(),
        });
        await unit.client.query(DELETE_LINES, [entity, id]);
        const column = <T>(value: (line: WholeLine) => T): T[] => whole.map(value);
        await unit.client.query(INSERT_LINES, [
          entity,
          id,
          column(() => ports.ids.next()),
          column((line) => line.productId),
          column((line) => line.name),
          column((line) => line.unit),
          column((line) => line.qty),
          column((line) => line.price),
          column((line) => line.discountPct),
          column((line) => line.taxRate),
        ]);
        await writeTotals(ports, unit, { entity, id }, context);
        return list({ ...caller, transaction: { client: unit.client } }, { entity, id });
      }),
  };
}

/** The lines of a document that the caller may read, and what they sum up to. */
export async function readLines(
  reader: Queryable,
  entity: LineParent,
  id: string,
): Promise<Pick<LineItems, 'items' | 'net' | 'tax' | 'total'>> {
  const { rows: items } = await reader.query<LineItem>(SELECT_LINES, [entity, id]);
  return { items, ...(await readSums(reader, entity, id)) };
}

async function readSums(
  reader: Queryable,
  entity: LineParent,
  id: string,
): Promise<Pick<LineItems, 'net' | 'tax' | 'total'>> {
  const { rows } = await reader.query<Pick<LineItems, 'net' | 'tax' | 'total'>>(SELECT_SUMS, [entity, id]);
  return rows[0] ?? { net: 0, tax: 0, total: 0 };
}

/** A deal is a plan as long as it lives; documents are fixed once they left the house. */
function isOpen(entity: LineParent, status: unknown): boolean {
  return entity === 'deal' || status === 'draft';
}

type WholeLine =
  Required<{ [Key in keyof LineDraft]: NonNullable<LineDraft[Key]> }> extends infer Whole
    ? Omit<Whole, 'productId'> & { readonly productId: string | null }
    : never;

async function completed(
  reader: Queryable,
  lines: readonly LineDraft[],
  document: { readonly currency: string; readonly priceListId: string | null; readonly on: Date },
): Promise<readonly WholeLine[]> {
  const problems: FieldRefusal[] = [];
  const whole: WholeLine[] = [];
  for (const [index, line] of lines.entries()) {
    const problem = (key: string, code: FieldProblemCode, message: string) =>
      problems.push({ path: `lines.${index}.${key}`, code, message });
    const product = line.productId
      ? await priceOf(reader, { ...document, productId: line.productId, qty: line.qty })
      : null;
    if (line.productId && !product)
      problem('productId', 'notChoice', 'There is no such product: choose another.');
    const name = line.name?.trim() || product?.name;
    if (!name) problem('name', 'noLineName', 'A line names what is sold: choose a product or write a name.');
    const price = line.price ?? product?.price;
    if (price === undefined || price === null)
      problem('price', 'noPrice', `No price in ${document.currency} is known: give one.`);
    if (!(line.qty > 0)) problem('qty', 'notAbove', 'A quantity is above zero.');
    if (typeof price === 'number' && price < 0) problem('price', 'negative', 'A price is not below zero.');
    const discountPct = line.discountPct ?? product?.discountPct ?? 0;
    if (discountPct < 0 || discountPct > 100)
      problem('discountPct', 'notPercent', 'A discount goes from 0 to 100 %.');
    const taxRate = line.taxRate ?? product?.taxRate ?? 0;
    if (taxRate < 0 || taxRate > 100) problem('taxRate', 'notPercent', 'A tax goes from 0 to 100 %.');
    whole.push({
      productId: line.productId ?? null,
      name: name ?? '',
      unit: line.unit ?? product?.unit ?? 'pcs',
      qty: line.qty,
      price: price ?? 0,
      discountPct,
      taxRate,
    });
  }
  if (problems.length > 0) throw fieldsInvalid(problems);
  return whole;
}

/** The document learns its totals, and a deal its amount, as a change that everybody is told of. */
async function writeTotals(
  ports: LinePorts,
  unit: Unit,
  parent: { readonly entity: LineParent; readonly id: string },
  context: WriteContext,
): Promise<void> {
  const { entity, id } = parent;
  const definition = entityOf(entity);
  const sums = await readSums(unit.client, entity, id);
  const write = { definition, id, version: LATEST_VERSION };
  if (entity !== 'deal') {
    const attributes = { netTotal: sums.net, taxTotal: sums.tax, total: sums.total };
    await ports.writer.update(unit, { ...write, fields: {}, attributes }, context);
    return;
  }
  // The amount is free for the moment of this write, and the lines' again after it.
  const hasLines = await unit.client.query(
    `with counted as (
       select exists (select from crm.line_item where parent_type = 'deal' and parent_id = $1) as has_lines)
     update crm.deal set amount_from_lines = false where id = $1
     returning (select has_lines from counted) as has_lines`,
    [id],
  );
  const { has_lines } = (hasLines.rows as { has_lines: boolean }[])[0] ?? { has_lines: false };
  if (!has_lines) return;
  await ports.writer.update(unit, { ...write, fields: { amount: sums.net } }, context);
  await unit.client.query('update crm.deal set amount_from_lines = true where id = $1', [id]);
}
