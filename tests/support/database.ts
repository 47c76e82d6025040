import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  readonly url: string;
  /** Ends every session on it and removes it. */
  drop(): Promise<void>;
}

/** A fresh, migrated database, cloned from the run's template; one per test file. */
export async function testDatabase(): Promise<TestDatabase> {
  return createDatabase(inject('postgresTemplate'));
}

/** A fresh database without any table, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return createDatabase('template1');
}

/** A copy of a database that nobody is connected to. */
export async function createDatabase(template: string): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await statement(server, `create database ${name} template ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => dropDatabase(server, name) };
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

async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
