/** A fresh, migrated database for the run: in an embedded server of its own, durable as in production, or beside DATABASE_URL. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
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

export async function startBenchServer(): Promise<BenchServer> {
  const given = process.env.DATABASE_URL;
  if (given) {
    const { url, drop } = await createDatabase(given);
    return { url, dataFolder: process.env.BENCH_PGDATA ?? null, end: drop };
  }
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const logger = { info: () => undefined, warn: console.warn, error: console.error };
  const server = await startEmbeddedPostgres({ dataDir: folder, logger, durable: true });
  const { url } = await createDatabase(server.superuserUrl);
  return {
    url,
    dataFolder: join(folder, 'postgres', 'data'),
    async end() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function createDatabase(server: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  await statement(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrate(url.href);
  return { url: url.href, drop: () => statement(server, `drop database if exists ${name} with (force)`) };
}

async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
