/** From quote to order in one transaction: accepted by the customer, and the order with its lines is there. */
import { type Caller, rowContext, writeContext } from '../caller.ts';
import type { Transactions } from '../database/transaction.ts';
import { LATEST_VERSION } from '../entities/assert-no-collision.ts';
import type { RecordView } from '../entities/entity-types.ts';
import { readRow, viewsOfRows } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import { type RecordWriter, recordNotFound } from '../entities/write-record.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { type QuoteDocument, readQuoteDocument } from './quote-document.ts';

export interface QuoteService {
  /**
   * The customer accepts: the quote is accepted, if it is not yet, and becomes an order, if it did not yet.
   * @throws CrmRejection CRM_DOCUMENT_FIXED, CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND
   */
  accept(caller: Caller, request: { id: string }): Promise<RecordView>;
  /** All that stands on a quote, as far as the caller may read it. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  document(caller: Caller, request: { id: string }): Promise<QuoteDocument>;
}

const SELECT_ORDER = `
  select id from crm.order_doc where quote_id = $1 and deleted_at is null and status <> 'cancelled'
  order by created_at limit 1`;

export function createQuoteService(ports: {
  readonly transactions: Transactions;
  readonly writer: RecordWriter;
  readonly participants: ParticipantSource | null;
}): QuoteService {
  const { transactions, writer, participants } = ports;
  return {
    document: (caller, { id }) =>
      readQuoteDocument(transactions.reader(caller.transaction), id, rowContext(caller, participants)),
    accept: (caller, { id }) =>
      transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        const quote = entityOf('quote');
        const order = entityOf('order');
        const view = async (orderId: string): Promise<RecordView> => {
          const row = await readRow(unit.client, { definition: order, id: orderId, lock: false }, context);
          const [found] = row
            ? await viewsOfRows(unit.client, { definition: order, rows: [row] }, context)
            : [];
          if (!found) throw recordNotFound('order', orderId);
          return found;
        };
        const accepted = await writer.update(
          unit,
          { definition: quote, id, version: LATEST_VERSION, fields: { status: 'accepted' } },
          context,
        );
        const { rows } = await unit.client.query<{ id: string }>(SELECT_ORDER, [id]);
        if (rows[0]) return view(rows[0].id);
        const fields = { quote: id, owner: accepted.f_owner };
        const { id: orderId } = await writer.create(unit, { definition: order, fields }, context);
        // Read again: the lines came after the row.
        return view(orderId);
      }),
  };
}
