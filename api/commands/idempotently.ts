/**
 * Runs a CRM write once per Idempotency-Key. Key, fingerprint and answer are stored in the transaction of the write,
 * so a repetition, also after a crash, either finds the answer or does the work. Two requests with one key wait for
 * each other on a lock of that key.
 */
import { createHash } from 'node:crypto';
import type { CrmTransaction } from '#crm';
import { EngineRejection } from '#engine';
import type { ApiContext } from '../context.ts';
import { inCrmTransaction } from './in-crm-transaction.ts';

export interface IdempotentRequest {
  readonly userId: string;
  /** Undefined: the client does not repeat; the work runs in a transaction of its own. */
  readonly key: string | undefined;
  /** What was asked; the same key with anything else is refused. */
  readonly request: unknown;
}

const LOCK = `select pg_advisory_xact_lock(hashtextextended('app.idempotency ' || $1 || ' ' || $2, 0))`;
const FIND = 'select fingerprint, response from app.idempotency where user_id = $1 and key = $2';
const INSERT = 'insert into app.idempotency (user_id, key, fingerprint, response) values ($1, $2, $3, $4)';

/** @throws EngineRejection ENG_IDEMPOTENCY_KEY_REUSED */
export async function idempotently<T>(
  context: ApiContext,
  { userId, key, request }: IdempotentRequest,
  work: (transaction: CrmTransaction | null) => Promise<T>,
): Promise<T> {
  if (key === undefined) return work(null);
  return once(context, { userId, key, request }, work);
}

function once<T>(
  context: ApiContext,
  { userId, key, request }: IdempotentRequest & { readonly key: string },
  work: (transaction: CrmTransaction) => Promise<T>,
): Promise<T> {
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  return inCrmTransaction(context, async (transaction) => {
    const { client } = transaction;
    await client.query(LOCK, [userId, key]);
    const { rows } = await client.query<{ fingerprint: string; response: T }>(FIND, [userId, key]);
    const known = rows[0];
    if (known && known.fingerprint !== fingerprint)
      throw new EngineRejection(
        'ENG_IDEMPOTENCY_KEY_REUSED',
        `Expected the key '${key}' to repeat its first request, but it was another one.`,
      );
    if (known) return known.response;
    const response = await work(transaction);
    await client.query(INSERT, [userId, key, fingerprint, JSON.stringify(response)]);
    return response;
  });
}
