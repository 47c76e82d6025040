/**
 * One throw-away PostgreSQL for the whole run (our own supervisor starts it; durability is off) and a migrated
 * template in it, from which each test file clones its database. TEST_DATABASE_URL (a superuser of a PostgreSQL 14
 * or later) takes another server instead.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../api/adapters/database/migrate.ts';
import { isOwned } from '../../api/adapters/embedded-postgres/home.ts';
import { startEmbeddedPostgres } from '../../api/adapters/embedded-postgres/index.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's URL. */
    readonly postgresUrl: string;
    /** Name of the migrated template database. */
    readonly postgresTemplate: string;
  }
}

const FOLDER_PREFIX = 'throughline-test-';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  sweepKilledRuns();
  const server = process.env.TEST_DATABASE_URL
    ? externalServer(process.env.TEST_DATABASE_URL)
    : await embeddedServer();
  try {
    const template = `throughline_template_${process.pid}`;
    await makeTemplate(server.url, template);
    project.provide('postgresUrl', server.url);
    project.provide('postgresTemplate', template);
    return async () => {
      await dropTemplate(server.url, template);
      await server.end();
    };
  } catch (error) {
    await server.end();
    throw error;
  }
}

interface TestServer {
  readonly url: string;
  end(): Promise<void>;
}

function externalServer(url: string): TestServer {
  return { url, end: () => Promise.resolve() };
}

async function embeddedServer(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), FOLDER_PREFIX));
  const silent = {
    info: () => undefined,
    warn: () => undefined,
    error: (facts: object, message: string) => console.error(message, facts),
  };
  const postgres = await startEmbeddedPostgres({ dataDir: folder, logger: silent, durable: false });
  return {
    url: postgres.superuserUrl,
    end: async () => {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function makeTemplate(url: string, name: string): Promise<void> {
  await statement(url, `drop database if exists ${name} with (force)`);
  await statement(url, `create database ${name}`);
  const templateUrl = new URL(url);
  templateUrl.pathname = `/${name}`;
  await migrate(templateUrl.href);
}

async function dropTemplate(url: string, name: string): Promise<void> {
  await statement(url, `drop database if exists ${name}_demo with (force)`);
  await statement(url, `drop database if exists ${name} with (force)`);
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

/** A run that was killed leaves its server and folder; the next run clears both away. */
function sweepKilledRuns(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
    const home = join(tmpdir(), name, 'postgres');
    const ownerFile = join(home, 'owner.json');
    if (!existsSync(ownerFile) || isOwned({ ownerFile })) continue;
    stopLeftServer(join(home, 'data', 'postmaster.pid'));
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function stopLeftServer(pidFile: string): void {
  if (!existsSync(pidFile)) return;
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGQUIT');
  } catch {
    // Already gone.
  }
}
