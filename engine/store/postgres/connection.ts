/**
 * How the store speaks to PostgreSQL: named statements (or unnamed ones behind a transaction pooler), and the
 * distinction that all retrying rests on: was the statement refused, or was the connection lost while nobody
 * knows what became of it?
 */
import type { ClientBase, Pool, PoolClient, QueryResultRow } from 'pg';
import { EngineFault } from '../../errors.ts';

export interface Statement {
  readonly name: string;
  readonly text: string;
}

export interface Database {
  readonly pool: Pool;
  /** Off behind PgBouncer in transaction mode, which loses named statements. */
  readonly namedStatements: boolean;
}

type Queryable = Pick<ClientBase, 'query'>;

/** Runs a statement on `on`, or on any connection of the pool. */
export async function run<R extends QueryResultRow>(
  database: Database,
  statement: Statement,
  values: readonly unknown[],
  on: Queryable = database.pool,
): Promise<R[]> {
  const query = { text: statement.text, values: [...values] };
  const { rows } = await on.query<R>(database.namedStatements ? { ...query, name: statement.name } : query);
  return rows;
}

/**
 * Lends a connection to `work`. A connection that is lost tells `work` by failing its statement; without a listener its
 * own error event would end the process.
 */
export async function withConnection<T>(
  { pool }: Database,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  const ignore = (): void => undefined;
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    return await work(client);
  } catch (error) {
    if (isConnectionLoss(error)) broken = error as Error;
    else await client.query('rollback').catch((lost: Error) => (broken = lost));
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

/** Class 08 (connection), 57P (server stops), or an error of the socket itself. */
const CONNECTION_LOST = /^(08|57P0)/;
/** Serialization failure, deadlock, too many connections: nothing was written, trying again may help. */
const TRANSIENT = new Set(['40001', '40P01', '53300']);
const SOCKET_ERRORS = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);
const DRIVER_MESSAGES =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed/i;

export function codeOf(error: unknown): string | undefined {
  const { code, parent } = (error ?? {}) as { code?: unknown; parent?: unknown };
  if (typeof code === 'string') return code;
  // Sequelize wraps the driver's error.
  return parent === undefined ? undefined : codeOf(parent);
}

/** The statement may or may not have taken effect. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof EngineFault && error.cause) return isConnectionLoss(error.cause);
  const code = codeOf(error);
  if (code !== undefined) return CONNECTION_LOST.test(code) || SOCKET_ERRORS.has(code);
  return error instanceof Error && DRIVER_MESSAGES.test(error.message);
}

export function isTransient(error: unknown): boolean {
  if (error instanceof EngineFault && error.cause) return isTransient(error.cause);
  return TRANSIENT.has(codeOf(error) ?? '');
}

/** Connection, transaction and lock trouble, full disk or memory, a server that stops or only reads. */
const INFRASTRUCTURE = /^(08|25006|40|53|55P03|57|58)/;

/** The database, not the request, is at fault; it may pass by waiting. */
export function isInfrastructure(error: unknown): boolean {
  return isConnectionLoss(error) || isTransient(error) || INFRASTRUCTURE.test(codeOf(error) ?? '');
}

const ATTEMPTS_MAX = 8;
const PAUSE_FIRST_MS = 50;
const PAUSE_MAX_MS = 2_000;

/**
 * Repeats `work` while the infrastructure fails. An earlier attempt may have taken effect, so `work` must stand that.
 * @throws EngineFault when it fails too often.
 */
export async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionLoss(error) && !isTransient(error)) throw error;
      if (attempt === ATTEMPTS_MAX) {
        throw new EngineFault('The database did not answer in time.', { cause: error });
      }
      await new Promise((resolve) =>
        setTimeout(resolve, Math.min(PAUSE_FIRST_MS * 2 ** (attempt - 1), PAUSE_MAX_MS)),
      );
    }
  }
}
