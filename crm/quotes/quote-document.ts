/** All that stands on a quote that goes out, from the eyes of whoever asks: what he may not read is not on it. */
import { type Letterhead, readLetterhead } from '../company/letterhead.ts';
import type { Queryable } from '../database/transaction.ts';
import type { LocalizedText, RecordView } from '../entities/entity-types.ts';
import { readRow, type RowContext, viewsOfRows } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import { recordNotFound } from '../entities/write-record.ts';
import { type LineItems, readLines } from '../products/line-item-service.ts';

export interface QuoteDocument {
  readonly quote: RecordView;
  readonly lines: Pick<LineItems, 'items' | 'net' | 'tax' | 'total'>;
  /** The customer and the person there; null for who is not named or may not be read. */
  readonly account: RecordView | null;
  readonly contact: RecordView | null;
  readonly letterhead: Letterhead;
  /** What the units of lines are called, by their code. */
  readonly units: ReadonlyMap<string, LocalizedText>;
}

const SELECT_UNITS = `
  select o.code, json_build_object('en', o.label_en, 'ru', o.label_ru) as label
  from crm.select_option o where o.list = 'product.unit'`;

/** @throws CrmRejection CRM_RECORD_NOT_FOUND */
export async function readQuoteDocument(
  reader: Queryable,
  id: string,
  context: RowContext,
): Promise<QuoteDocument> {
  const view = async (entity: string, wanted: unknown): Promise<RecordView | null> => {
    if (typeof wanted !== 'string') return null;
    const definition = entityOf(entity);
    const row = await readRow(reader, { definition, id: wanted, lock: false }, context);
    const [found] = row ? await viewsOfRows(reader, { definition, rows: [row] }, context) : [];
    return found ?? null;
  };
  const quote = await view('quote', id);
  if (!quote) throw recordNotFound('quote', id);
  const units = await reader.query<{ code: string; label: LocalizedText }>(SELECT_UNITS);
  return {
    quote,
    lines: await readLines(reader, 'quote', id),
    account: await view('account', quote.fields.account),
    contact: await view('contact', quote.fields.contact),
    letterhead: await readLetterhead(reader),
    units: new Map(units.rows.map(({ code, label }) => [code, label])),
  };
}
