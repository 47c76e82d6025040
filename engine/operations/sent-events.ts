/**
 * Signals and messages that somebody sends by hand, told in the operation log with the reason. A signal leaves in the
 * transaction of its note. A message goes to each of its receivers by itself, so it is noted before as one that is being
 * sent, and as sent when it was: what was delivered is never without its row, and nothing is told as sent that was not.
 * The row goes when nobody took the message; it stays as it is where nobody knows.
 */
import { assertStorable, fingerprintOf, replay } from '../commands/submission.ts';
import { signalJob } from '../decide/signal-job.ts';
import { EngineRejection } from '../errors.ts';
import type { EnginePorts, Variables } from '../ports.ts';
import { withConnection, type Database } from '../store/postgres/connection.ts';
import type { Store } from '../store/store-port.ts';
import { noteOperation } from './operation-log.ts';
import type { By } from './operation-types.ts';

/** A key sends it once. */
export type Sender = By & { readonly idempotencyKey?: string };

export interface SentSignal {
  readonly name: string;
  readonly variables?: Variables;
}

/** @throws EngineRejection ENG_IDEMPOTENCY_KEY_REUSED, ENG_VARIABLE_INVALID. */
export async function sendSignal(
  {
    database,
    ports,
    store,
  }: { readonly database: Database; readonly ports: EnginePorts; readonly store: Store },
  request: SentSignal,
  { idempotencyKey, ...by }: Sender,
): Promise<void> {
  assertStorable(request);
  const { name, variables = {} } = request;
  const { actor } = by;
  const job = signalJob(ports.ids.next(), ports.clock.now().toISOString(), { name, variables, actor });
  const fingerprint = fingerprintOf('signal', request, actor);
  const isNew = await withConnection(database, async (client) => {
    await client.query('begin');
    if (idempotencyKey && !(await isFirst(client, idempotencyKey, fingerprint))) {
      await client.query('rollback');
      return false;
    }
    await noteOperation(client, ports, { kind: 'signal.sent', processKey: null, facts: { name } }, by);
    await store.enqueueJobs([job], { client });
    await client.query('commit');
    return true;
  });
  const [known] = isNew || !idempotencyKey ? [] : await store.readIdempotency([idempotencyKey]);
  if (known) replay(known, fingerprint);
}

async function isFirst(
  client: Parameters<typeof noteOperation>[0],
  key: string,
  fingerprint: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into engine.idempotency (key, fingerprint, response) values ($1, $2, 'null'::jsonb) on conflict do nothing`,
    [key, fingerprint],
  );
  return rowCount === 1;
}

/** `deliver` sends it. @throws what `deliver` threw. */
export async function sendMessage<T>(
  { pool }: Database,
  ports: EnginePorts,
  facts: { readonly name: string; readonly correlationKey: string | null },
  by: By,
  deliver: () => Promise<T>,
): Promise<T> {
  const id = await noteOperation(pool, ports, { kind: 'message.sending', processKey: null, facts }, by);
  try {
    const sent = await deliver();
    await pool.query(`update engine.operation set kind = 'message.sent' where id = $1`, [id]);
    return sent;
  } catch (error) {
    if (error instanceof EngineRejection)
      await pool.query('delete from engine.operation where id = $1', [id]);
    throw error;
  }
}
