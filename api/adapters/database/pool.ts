import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { StartRefused } from '../../errors/start-refused.ts';
import type { SupervisorLogger } from '../embedded-postgres/index.ts';

export interface PoolOptions {
  readonly url: string;
  readonly max: number;
  readonly logger: SupervisorLogger;
}

const VERSION_LOWEST = 140_000;

/** The one pool of a node. Connections that die while idle are dropped; the next query opens a new one. */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    application_name: 'throughline',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  // Without a listener a restart of the database would end the process.
  pool.on('error', (error) => options.logger.warn({ err: error }, 'a database connection was lost'));
  // A connection may also break while a transaction holds it; the query that finds out rejects.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
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
