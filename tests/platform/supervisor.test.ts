import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  assertDurable,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../api/adapters/embedded-postgres/index.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Held {
  readonly child: ChildProcess;
  readonly said: {
    readonly url: string;
    readonly pid: number;
    readonly adopted: boolean;
    readonly error?: string;
  };
}

async function hold(dataDir: string): Promise<Held> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/platform/hold-postgres.ts', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, said: JSON.parse(line) as Held['said'] };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

async function query<T extends object>(url: string, sql: string): Promise<readonly T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the supervisor of the embedded PostgreSQL', { timeout: 60_000 }, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-supervisor-'));
  let postgres: EmbeddedPostgres;

  beforeAll(async () => {
    postgres = await startEmbeddedPostgres({ dataDir, logger: silent });
  });
  afterAll(async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('starts a server that loses nothing and folds case in every language', async () => {
    await assertDurable(postgres.url);
    const rows = await query<{ folded: string; superuser: boolean }>(
      postgres.url,
      `select lower('ПРИВЕТ') as folded, (select rolsuper from pg_roles where rolname = current_user) as superuser`,
    );
    expect(rows).toEqual([{ folded: 'привет', superuser: false }]);
  });

  it('asks for a password and keeps it from other users', async () => {
    const url = new URL(postgres.url);
    url.password = 'another';
    await expect(query(url.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(dataDir, 'postgres', 'password')).mode & 0o777).toBe(0o600);
  });

  it('listens outside the range of outgoing connections', () => {
    const port = Number(new URL(postgres.url).port);
    expect(port).toBeGreaterThanOrEqual(15_000);
    expect(port).toBeLessThan(32_768);
  });

  it('restarts a killed server on the same address, with everything that was acknowledged', async () => {
    await query(postgres.url, 'create table public.kept as select 42 as answer');
    const killed = postgres.pid();
    const pool = new pg.Pool({ connectionString: postgres.url });
    pool.on('error', () => undefined);
    await pool.query('select 1');
    process.kill(killed, 'SIGKILL');
    while (postgres.pid() === killed) await pause(50);
    expect((await pool.query('select answer from public.kept')).rows).toEqual([{ answer: 42 }]);
    await pool.end();
  });

  it('adopts the server that a killed product left, and stops it in the end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-supervisor-'));
    const first = await hold(folder);
    await query(first.said.url, 'create table public.kept as select 7 as answer');
    await kill(first.child, 'SIGKILL');
    expect(isAlive(first.said.pid)).toBe(true);

    const second = await hold(folder);
    expect(second.said).toMatchObject({ pid: first.said.pid, adopted: true, url: first.said.url });
    expect(await query(second.said.url, 'select answer from public.kept')).toEqual([{ answer: 7 }]);
    await kill(second.child, 'SIGTERM');
    while (isAlive(first.said.pid)) await pause(50);
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts again when both the product and its server were killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-supervisor-'));
    const first = await hold(folder);
    process.kill(first.said.pid, 'SIGKILL');
    await kill(first.child, 'SIGKILL');

    const second = await hold(folder);
    expect(second.said.adopted).toBe(false);
    expect(await query(second.said.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await kill(second.child, 'SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  it('refuses a folder on which another product runs', async () => {
    const second = await hold(dataDir);
    expect(second.said.error).toMatch(/Another Throughline \(process \d+\) is running/);
  });
});
