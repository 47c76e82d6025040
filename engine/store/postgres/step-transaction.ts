/**
 * The transaction of a step whose effects write CRM rows. Round trips are saved at both ends: opening, locking the
 * roots, reading them and the first savepoint travel as one text, and so do releasing the savepoint, the write and
 * the commit. Such a text has no parameters, so every value in it goes through `literal`.
 *
 * The commit is only sent together with a strict write, which raises when the step was overtaken; so the text ends
 * in a rollback instead, and effects never commit without the step they belong to.
 */
import pg from 'pg';
import type { PoolClient, QueryResult } from 'pg';
import { EngineFault } from '../../errors.ts';
import type { ReadAnswer, ReadRequest, StoreTransaction, Write, WriteOutcome } from '../store-port.ts';
import { isConnectionLoss, isTransient, persistently, run, withConnection } from './connection.ts';
import type { Database, Statement } from './connection.ts';
import { READ_SLICES, answersFrom, readParameters } from './read-slices.ts';
import type { EntityRow } from './read-slices.ts';
import { explain, readIdempotency, wasWritten, wordOf } from './state-access.ts';
import { WRITE_STEPS, startKeyOf, writeParameters } from './write-steps.ts';

/** `work` runs again from its beginning when the database failed and nothing was committed. */
export async function inTransaction<T>(
  database: Database,
  work: (transaction: StoreTransaction) => Promise<T>,
  first: readonly ReadRequest[],
): Promise<T> {
  return await persistently(() => attempt(database, work, first));
}

async function attempt<T>(
  database: Database,
  work: (transaction: StoreTransaction) => Promise<T>,
  first: readonly ReadRequest[],
): Promise<T> {
  return await withConnection(database, async (client) => {
    const transaction = new StepTransaction(database, client);
    await transaction.open(first);
    const result = await work(transaction);
    await transaction.commit();
    return result;
  });
}

/** The same in a transaction that is open already and that its owner commits, or gives up when a write was overtaken. */
export function withinTransaction(database: Database, client: PoolClient): StoreTransaction {
  const transaction = new StepTransaction(database, client);
  return {
    client,
    read: (requests) => transaction.read(requests),
    readIdempotency: (keys) => transaction.readIdempotency(keys),
    savepoint: (work) => transaction.savepoint(work),
    async write(writes) {
      try {
        return await transaction.write(writes);
      } catch (error) {
        const word = wordOf(error);
        if (!word) throw error;
        return writes.map(() => ({ kind: word === 'outdated' ? word : 'conflict' }));
      }
    },
  };
}

class StepTransaction implements StoreTransaction {
  readonly client: PoolClient;
  opening: readonly ReadAnswer[] = [];
  private readonly database: Database;
  private readonly written: Write[] = [];
  /** `set`: a savepoint waits for work; `used`: work ran behind it and it may be released. */
  private savepointState: 'none' | 'set' | 'used' = 'none';
  private isOver = false;

  constructor(database: Database, client: PoolClient) {
    this.database = database;
    this.client = client;
  }

  async open(first: readonly ReadRequest[]): Promise<void> {
    const parts = ['begin'];
    const parameters = readParameters(first);
    if (first.length > 0) {
      parts.push(`select engine.lock_roots(${parameters.slice(0, 2).map(literal).join(', ')})`);
      parts.push(inlined(READ_SLICES.text, parameters));
    }
    parts.push('savepoint step');
    const results = (await this.client.query(
      parts.join('; '),
    )) as unknown as readonly QueryResult<EntityRow>[];
    this.savepointState = 'set';
    this.opening = first.length > 0 ? answersFrom(results[2]!.rows, first.length) : [];
  }

  async read(requests: readonly ReadRequest[]): Promise<readonly ReadAnswer[]> {
    const rows = await run<EntityRow>(this.database, READ_SLICES, readParameters(requests), this.client);
    return answersFrom(rows, requests.length);
  }

  readIdempotency(keys: readonly string[]): ReturnType<StoreTransaction['readIdempotency']> {
    return readIdempotency({ ...this.database, pool: this.client as never }, keys);
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    if (this.savepointState === 'used') await this.client.query('release savepoint step; savepoint step');
    if (this.savepointState === 'none') await this.client.query('savepoint step');
    this.savepointState = 'used';
    try {
      return await work();
    } catch (error) {
      if (isConnectionLoss(error) || isTransient(error)) {
        throw new EngineFault('The database failed while a handler ran.', { cause: error });
      }
      await this.client.query('rollback to savepoint step');
      this.savepointState = 'set';
      throw error;
    }
  }

  async write(writes: readonly Write[]): Promise<readonly WriteOutcome[]> {
    for (const write of writes) {
      await run(this.database, WRITE_STEPS, writeParameters([write], true), this.client);
      this.written.push(write);
    }
    return writes.map(() => ({ kind: 'written' }));
  }

  async writeAndCommit(writes: readonly Write[]): Promise<readonly WriteOutcome[]> {
    const text = writes.map((write) => inlined(WRITE_STEPS.text, writeParameters([write], true)));
    this.isOver = true;
    try {
      await this.client.query([...text, 'commit'].join('; '));
      return writes.map(() => ({ kind: 'written' }));
    } catch (error) {
      if (isConnectionLoss(error)) return await this.resolveUnknown(writes, error);
      await this.client.query('rollback');
      const word = wordOf(error);
      if (!word) throw error;
      return await Promise.all(writes.map((write) => explain(this.database, write, word)));
    }
  }

  async commit(): Promise<void> {
    if (this.isOver) return;
    this.isOver = true;
    try {
      await this.client.query('commit');
    } catch (error) {
      if (!isConnectionLoss(error)) throw error;
      await this.resolveUnknown(this.written, error);
    }
  }

  /** A lost reply to the commit is "unknown": the history says whether the step is there. */
  private async resolveUnknown(writes: readonly Write[], error: unknown): Promise<readonly WriteOutcome[]> {
    const [first] = writes;
    if (first && (await persistently(() => settled(this.database, first)))) {
      return writes.map(() => ({ kind: 'written' }));
    }
    throw error;
  }
}

const SETTLE_ROOT: Statement = {
  name: 'settle-root',
  text: 'select engine.lock_roots($1::text[], $2::uuid[])',
};
const SETTLE_START: Statement = {
  name: 'settle-start',
  text: `insert into engine.idempotency (key, fingerprint, response) values ($1, $2, 'null') on conflict do nothing`,
};

/**
 * The server may still be at work on a transaction whose client is gone. Taking the root's lock waits for its end, so
 * that the answer is final. A new root has no row to lock: there the key that every such start writes decides. Who
 * writes it first has won, and the insert waits for the one that is on its way.
 */
async function settled(database: Database, write: Write): Promise<boolean> {
  if (write.expectedVersion === null) {
    const { key, fingerprint } = startKeyOf(write);
    await run(database, SETTLE_START, [key, fingerprint]);
  } else await run(database, SETTLE_ROOT, ['{instance}', `{${write.rootId}}`]);
  return await wasWritten(database, write);
}

function inlined(text: string, parameters: readonly unknown[]): string {
  return text.replace(/\$(\d+)/g, (_match, number: string) => literal(parameters[Number(number) - 1]));
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return String(value);
  return pg.escapeLiteral(String(value));
}
