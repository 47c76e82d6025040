/**
 * A fresh, migrated database for the run: in an embedded server of its own, durable as in production, or beside
 * DATABASE_URL. One that took long to fill can be kept: its folder is given to the next run.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../api/adapters/database/migrate.ts';
import { startEmbeddedPostgres } from '../../api/adapters/embedded-postgres/index.ts';

export interface BenchServer {
  readonly url: string;
  /** Where the server's CPU time can be read; null for a server elsewhere. */
  readonly dataFolder: string | null;
  end(): Promise<void>;
}

export interface KeptServer extends BenchServer {
  /** A copy of the database, for what would change it; nobody may be connected to the database meanwhile. */
  copy(): Promise<{ readonly url: string; drop(): Promise<void> }>;
}

const KEPT_DATABASE = 'bench_kept';

export async function startBenchServer(): Promise<BenchServer> {
  return startKeptServer(null);
}

/** `keep` is a folder whose database outlives the run, and is brought up to date when it is there already. */
export async function startKeptServer(keep: string | null): Promise<KeptServer> {
  const server = await serverFor(keep);
  const urlOf = (database: string): string => {
    const url = new URL(server.url);
    url.pathname = `/${database}`;
    return url.href;
  };
  const name = keep === null ? `bench_${randomBytes(6).toString('hex')}` : KEPT_DATABASE;
  const drop = async (database: string): Promise<void> => {
    await statement(server.url, `drop database if exists ${database} with (force)`);
  };
  if (!(await isThere(server.url, name))) await statement(server.url, `create database ${name}`);
  await migrate(urlOf(name));
  return {
    url: urlOf(name),
    dataFolder: server.dataFolder,
    async copy() {
      const copied = `bench_${randomBytes(6).toString('hex')}`;
      await statement(server.url, `create database ${copied} template ${name}`);
      return { url: urlOf(copied), drop: () => drop(copied) };
    },
    async end() {
      if (keep === null) await drop(name);
      await server.stop();
    },
  };
}

async function serverFor(
  keep: string | null,
): Promise<{ url: string; dataFolder: string | null; stop(): Promise<void> }> {
  const given = process.env.DATABASE_URL;
  if (given)
    return { url: given, dataFolder: process.env.BENCH_PGDATA ?? null, stop: () => Promise.resolve() };
  const folder = keep ?? mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  mkdirSync(folder, { recursive: true });
  const logger = { info: () => undefined, warn: console.warn, error: console.error };
  const server = await startEmbeddedPostgres({ dataDir: folder, logger, durable: true });
  return {
    url: server.superuserUrl,
    dataFolder: join(folder, 'postgres', 'data'),
    async stop() {
      await server.stop();
      if (keep === null) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isThere(server: string, database: string): Promise<boolean> {
  return (await statement(server, `select from pg_database where datname = '${database}'`)) > 0;
}

/** How many rows it answered. */
async function statement(url: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
