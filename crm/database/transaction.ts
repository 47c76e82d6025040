/**
 * One pool serves the engine and the CRM: every CRM write runs on a `pg` client, either one that the CRM takes from
 * the pool and commits itself, or the client of a step's open transaction. Sequelize never opens connections of its own;
 * it is handed the client as `transaction: { connection }`. That option is undocumented, so the version is pinned and
 * this file is the only place that knows of it.
 */
import type { Pool, PoolClient } from 'pg';
import type { Transaction } from 'sequelize';
import { CrmFault } from '../errors.ts';
import type { CrmChange, CrmTransaction } from '../ports.ts';
import { againWhenRaceLost, codeOfDatabaseError } from './lost-race.ts';

/** What can run a statement: the pool for reads, a client inside a transaction. */
export interface Queryable {
  query<Row extends object>(
    sql: string,
    values?: unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>;
}

/** An open transaction as services see it. */
export interface Unit {
  readonly client: PoolClient;
  /** For Sequelize's `transaction` option. */
  readonly orm: Transaction;
  changed(change: CrmChange): void;
}

export interface Transactions {
  /** Runs `work` in the given transaction, or in one of its own that it commits; that one begins again when it lost a race. */
  run<T>(given: CrmTransaction | null | undefined, work: (unit: Unit) => Promise<T>): Promise<T>;
  /** Where to read: in the given transaction (it sees its own writes), else any connection of the pool. */
  reader(given: CrmTransaction | null | undefined): Queryable;
}

export function createTransactions(
  pool: Pool,
  onCommitted: (changes: readonly CrmChange[]) => void,
): Transactions {
  return {
    run: (given, work) =>
      given ? runInGiven(given, work) : againWhenRaceLost(() => runInOwn(pool, onCommitted, work)),
    reader: (given) => given?.client ?? pool,
  };
}

async function runInGiven<T>(given: CrmTransaction, work: (unit: Unit) => Promise<T>): Promise<T> {
  return work({
    client: given.client,
    orm: ormTransaction(given.client),
    changed: (change) => given.onChange?.(change),
  });
}

async function runInOwn<T>(
  pool: Pool,
  onCommitted: (changes: readonly CrmChange[]) => void,
  work: (unit: Unit) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw new CrmFault('The database cannot be reached.', { cause });
  });
  const changes: CrmChange[] = [];
  let broken = false;
  try {
    await client.query('begin');
    const result = await work({
      client,
      orm: ormTransaction(client),
      changed: (change) => changes.push(change),
    });
    await client.query('commit');
    if (changes.length > 0) onCommitted(changes);
    return result;
  } catch (cause) {
    // A client whose rollback fails is not given back: its transaction may still be open.
    await client.query('rollback').catch(() => (broken = true));
    throw isFault(cause) ? new CrmFault('The database could not finish the change.', { cause }) : cause;
  } finally {
    client.release(broken);
  }
}

/** Lost connections, shutdowns, deadlocks and serialisation failures: nothing was committed, a retry may help. */
const FAULT_CODES = /^(08...|57P0.|40001|40P01|ECONNRESET|ECONNREFUSED|EPIPE)$/;

export function isFault(cause: unknown): boolean {
  const isLost = cause instanceof Error && /Connection terminated/.test(cause.message);
  return isLost || FAULT_CODES.test(codeOfDatabaseError(cause) ?? '');
}

/** Sequelize 6 reads `connection` (and `finished`, which stays unset) of what it is given as transaction. */
function ormTransaction(client: PoolClient): Transaction {
  return { connection: client } as unknown as Transaction;
}
