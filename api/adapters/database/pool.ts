import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { loseSilentConnections } from '#engine';
import { StartRefused } from '../../errors/start-refused.ts';
import type { SupervisorLogger } from '../embedded-postgres/index.ts';

export interface PoolOptions {
  readonly url: string;
  readonly max: number;
  /** Longer than any statement is silent; two minutes when absent. */
  readonly silentMs?: number;
  readonly logger: SupervisorLogger;
}

const SILENT_MS = 120_000;
const KEEP_ALIVE_MS = 10_000;
/**
 * The server's half of half-open connections: what a node had locked when it vanished without a word is free again
 * after a minute or two, and not after the hours that TCP takes by itself.
 */
const SERVER_SETTINGS = `set idle_in_transaction_session_timeout = '2min'; set tcp_keepalives_idle = 30;
  set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3`;

const VERSION_LOWEST = 140_000;

/** Of so many connections one in five is kept for reads; of fewer than this none. */
const FEWEST_TO_SHARE = 4;

/**
 * The one pool of a node. Connections that die while idle are dropped; the next query opens a new one. Transactions
 * never hold all of its connections: one that reads beside itself (a calendar, the person in whose name it writes)
 * would wait for a connection that the others hold, who wait for the same.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const kept = options.max < FEWEST_TO_SHARE ? 0 : Math.ceil(options.max / 5);
  const open = (max: number) => ({
    connectionString: options.url,
    max,
    application_name: 'throughline',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    // The pool waits for what comes back, which its types do not know.
    onConnect: (client: pg.ClientBase) => client.query(SERVER_SETTINGS) as unknown as undefined,
  });
  const reads = kept === 0 ? null : new pg.Pool(open(kept));
  const pool = reads ? new SharedPool(open(options.max - kept), reads) : new pg.Pool(open(options.max));
  for (const one of reads ? [pool, reads] : [pool]) {
    // Without a listener a restart of the database would end the process.
    one.on('error', (error) => options.logger.warn({ err: error }, 'a database connection was lost'));
    // A connection may also break while a transaction holds it; the query that finds out rejects.
    one.on('connect', (client) => client.on('error', () => undefined));
    loseSilentConnections(one, options.silentMs ?? SILENT_MS);
  }
  return pool;
}

/** Single statements, which hold nothing while they wait, have connections of their own when all others are lent. */
class SharedPool extends pg.Pool {
  readonly #reads: pg.Pool;
  readonly #most: number;

  constructor(config: pg.PoolConfig & { readonly max: number }, reads: pg.Pool) {
    super(config);
    this.#reads = reads;
    this.#most = config.max;
    const ask = this.query.bind(this) as (...asked: unknown[]) => unknown;
    const askApart = reads.query.bind(reads) as (...asked: unknown[]) => unknown;
    this.query = ((...asked: unknown[]) => (this.#isLent() ? askApart : ask)(...asked)) as pg.Pool['query'];
  }

  override async end(): Promise<void> {
    await Promise.all([super.end(), this.#reads.end()]);
  }

  #isLent(): boolean {
    return this.idleCount === 0 && this.totalCount >= this.#most;
  }
}

/** Cannot mend themselves by waiting: wrong password, no such role or database, refused by pg_hba. */
const HOPELESS = new Set(['28P01', '28000', '3D000']);

/** Waits until the database answers. @throws Error when waiting cannot help, or it is older than 14. */
export async function waitForDatabase(options: {
  readonly url: string;
  readonly logger: SupervisorLogger;
  readonly signal: AbortSignal;
}): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    options.signal.throwIfAborted();
    try {
      return await assertVersion(options.url);
    } catch (error) {
      const { code } = error as { code?: string };
      if (error instanceof TooOldError || (code !== undefined && HOPELESS.has(code)))
        throw new StartRefused(
          `DATABASE_URL leads to no usable database: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        );
      if (attempt % 10 === 0)
        options.logger.warn({ err: error }, 'the database does not answer yet; waiting for it');
      await pause(1_000);
    }
  }
}

class TooOldError extends StartRefused {}

async function assertVersion(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const answer = await client.query<{ server_version_num: string }>('show server_version_num');
    const version = Number(answer.rows[0]?.server_version_num);
    if (version < VERSION_LOWEST)
      throw new TooOldError(
        `Throughline needs PostgreSQL 14 or later; DATABASE_URL leads to ${Math.floor(version / 10_000)}.`,
      );
  } finally {
    await client.end().catch(() => undefined);
  }
}
