/**
 * One throw-away PostgreSQL for the whole run (our own supervisor starts it; durability is off) and a migrated
 * template in it, from which each test file clones its database. TEST_DATABASE_URL (a superuser of a PostgreSQL 14
 * or later) takes another server instead.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { isOwned } from '../../api/adapters/embedded-postgres/home.ts';
import { embeddedServer, externalServer, FOLDER_PREFIX, makeTemplate, statement } from './test-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's URL. */
    readonly postgresUrl: string;
    /** Name of the migrated template database. */
    readonly postgresTemplate: string;
  }
}

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

async function dropTemplate(url: string, name: string): Promise<void> {
  await statement(url, `drop database if exists ${name}_demo with (force)`);
  await statement(url, `drop database if exists ${name} with (force)`);
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
