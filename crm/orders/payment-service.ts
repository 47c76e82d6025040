/** What was paid for an order. A payment is never changed: what was wrong is taken back by a payment below zero. */
import { actorOf, type Caller, rowContext, writeContext } from '../caller.ts';
import type { Transactions } from '../database/transaction.ts';
import { LATEST_VERSION } from '../entities/assert-no-collision.ts';
import { readRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { lockForChange, recordNotFound, type RecordWriter } from '../entities/write-record.ts';
import { fieldsInvalid } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { appendEvents } from '../timeline/append-events.ts';

export interface Payment {
  readonly id: string;
  readonly amount: number;
  readonly paidOn: string;
  readonly method: string;
  readonly reference: string | null;
}

export interface PaymentService {
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND */
  list(caller: Caller, request: { orderId: string }): Promise<Payment[]>;
  /** @throws CrmRejection CRM_FIELDS_INVALID, CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  add(
    caller: Caller,
    request: { orderId: string; amount: number; paidOn: string; method: string; reference: string | null },
  ): Promise<Payment[]>;
}

const SELECT_PAYMENTS = `
  select id, amount::float8 as amount, paid_on::text as "paidOn", method, reference
  from crm.payment where order_id = $1 order by paid_on, created_at, id`;
const INSERT_PAYMENT = `
  insert into crm.payment (id, order_id, amount, paid_on, method, reference, created_at, created_by_kind, created_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
const SELECT_PAID = 'select sum(amount)::text as paid from crm.payment where order_id = $1';

export function createPaymentService(ports: {
  readonly transactions: Transactions;
  readonly writer: RecordWriter;
  readonly options: OptionCatalogue;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}): PaymentService {
  const { transactions, writer, options, clock, ids, participants } = ports;
  const list: PaymentService['list'] = async (caller, { orderId }) => {
    const reader = transactions.reader(caller.transaction);
    const request = { definition: entityOf('order'), id: orderId, lock: false };
    if (!(await readRow(reader, request, rowContext(caller, participants))))
      throw recordNotFound('order', orderId);
    return (await reader.query<Payment>(SELECT_PAYMENTS, [orderId])).rows;
  };
  return {
    list,
    add: (caller, { orderId, amount, paidOn, method, reference }) =>
      transactions.run(caller.transaction, async (unit) => {
        const lists = await options.load(unit.client);
        if (!lists.isActive('payment.method', method))
          throw fieldsInvalid([
            { path: 'method', code: 'notChoice', message: `There is no way to pay '${method}'.` },
          ]);
        if (amount === 0 || !Number.isFinite(amount))
          throw fieldsInvalid([
            { path: 'amount', code: 'required', message: 'A payment has an amount: give one.' },
          ]);
        const context = writeContext(caller, participants);
        const definition = entityOf('order');
        const row = await lockForChange(unit, { definition, id: orderId, action: 'edit' }, context);
        const actor = actorOf(caller);
        const now = clock.now();
        await unit.client.query(INSERT_PAYMENT, [
          ids.next(),
          orderId,
          amount,
          paidOn,
          method,
          reference,
          now,
          actor.kind,
          actor.id,
        ]);
        const { rows } = await unit.client.query<{ paid: string }>(SELECT_PAID, [orderId]);
        await writer.update(
          unit,
          {
            definition,
            id: orderId,
            version: LATEST_VERSION,
            fields: {},
            attributes: { paidTotal: rows[0]?.paid ?? '0' },
          },
          context,
        );
        await appendEvents(unit.client, [
          {
            id: ids.next(),
            occurredAt: now,
            actor,
            kind: 'record',
            verb: 'paid',
            entity: 'order',
            recordId: orderId,
            accountId: row.account_id,
            text: `${amount} ${String(row.f_currency)}`,
          },
        ]);
        return list({ ...caller, transaction: { client: unit.client } }, { orderId });
      }),
  };
}
