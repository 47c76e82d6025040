/** A throw-away PostgreSQL of our own, a migrated template in it, and databases cloned from a template. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../api/adapters/database/migrate.ts';
import { startEmbeddedPostgres } from '../../api/adapters/embedded-postgres/index.ts';

export const FOLDER_PREFIX = 'throughline-test-';

export interface TestServer {
  /** A superuser's URL. */
  readonly url: string;
  end(): Promise<void>;
}

export interface TestDatabase {
  readonly url: string;
  /** Ends every session on it and removes it. */
  drop(): Promise<void>;
}

export function externalServer(url: string): TestServer {
  return { url, end: () => Promise.resolve() };
}

/** Our own supervisor starts it; durability is off, as nobody pulls the plug here. */
export async function embeddedServer(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), FOLDER_PREFIX));
  const silent = {
    info: () => undefined,
    warn: () => undefined,
    error: (facts: object, message: string) => console.error(message, facts),
  };
  const postgres = await startEmbeddedPostgres({ dataDir: folder, logger: silent, durable: false });
  await copyByKernel(postgres.superuserUrl);
  return {
    url: postgres.superuserUrl,
    end: async () => {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Hundreds of copies are made in a run: a file system that can share blocks does, others copy without our reading. */
async function copyByKernel(url: string): Promise<void> {
  await statement(url, `alter system set file_copy_method = 'clone'`);
  await statement(url, 'select pg_reload_conf()');
}

export async function makeTemplate(server: string, name: string): Promise<void> {
  await statement(server, `drop database if exists ${name} with (force)`);
  await statement(server, `create database ${name}`);
  const templateUrl = new URL(server);
  templateUrl.pathname = `/${name}`;
  await migrate(templateUrl.href);
}

/** A copy of a database that nobody is connected to. */
export async function cloneDatabase(server: string, template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await statement(server, `create database ${name} template ${template} ${await copyStrategy(server)}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => dropDatabase(server, name) };
}

let strategy: string | null = null;

/** Files are copied whole, which takes half of what copying pages takes; before PostgreSQL 15 there was nothing else. */
async function copyStrategy(server: string): Promise<string> {
  if (strategy !== null) return strategy;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    strategy = (rows[0]?.version ?? 0) >= 150_000 ? 'strategy file_copy' : '';
    return strategy;
  } finally {
    await client.end();
  }
}

/** How long sessions that are being closed may take before they are cut off. */
const GOODBYE_MS = 2_000;

/** A pool says that it has ended before the server has: cut off then, its connection would fail without a listener. */
async function dropDatabase(server: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    const until = Date.now() + GOODBYE_MS;
    const sessions = 'select 1 from pg_stat_activity where datname = $1';
    while ((await client.query(sessions, [name])).rows.length > 0 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await client.query(`drop database if exists ${name} with (force)`);
  } finally {
    await client.end();
  }
}

export async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
