/**
 * Starts the real product, built, in a process of its own on a free port, and waits until it is ready. A
 * demonstration is made once per run and cloned from then on; it takes a while to make.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { createDatabase, testDatabase, type TestDatabase } from './database.ts';

export interface ProductOptions {
  /** With the demonstration company (from the run's template), or an empty production-like database. */
  readonly demo?: boolean;
  /** Another node on this database; it is not dropped at the end. */
  readonly databaseUrl?: string;
  /** With its own embedded PostgreSQL in this folder. */
  readonly dataDir?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ProductProcess {
  readonly url: string;
  readonly pid: number;
  /** Null with an embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** The last lines that it logged, for the message of a failing test. */
  log(): string;
  /** Drains; also drops the database that was made for it. */
  stop(): Promise<void>;
  /** SIGKILL; keeps the database. */
  kill(): Promise<void>;
}

const READY_MS_MAX = 120_000;
const STOP_MS_MAX = 30_000;
const LOG_LINES_MAX = 400;
/** Held by the worker that makes the demonstration template, so that others wait for it. */
const TEMPLATE_LOCK = 0x64656d6f;

export async function startProduct(options: ProductOptions = {}): Promise<ProductProcess> {
  if (options.databaseUrl !== undefined || options.dataDir !== undefined) return launch(options, null);
  const database = options.demo === true ? await demonstrationDatabase() : await testDatabase();
  return launch({ ...options, databaseUrl: database.url }, database);
}

/** A fresh clone of the demonstration company; the first call of a run makes it by starting the product once. */
export async function demonstrationDatabase(): Promise<TestDatabase> {
  const name = `${inject('postgresTemplate')}_demo`;
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const made = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (made.rowCount === 0) await makeDemonstration(client, name);
  } finally {
    await client.end();
  }
  return createDatabase(name);
}

async function makeDemonstration(client: pg.Client, name: string): Promise<void> {
  const database = await testDatabase();
  const product = await launch({ demo: true, databaseUrl: database.url }, null);
  await product.stop();
  await client.query(`alter database ${new URL(database.url).pathname.slice(1)} rename to ${name}`);
}

async function launch(options: ProductOptions, owned: TestDatabase | null): Promise<ProductProcess> {
  const child = spawn(process.execPath, ['--conditions=built', '--enable-source-maps', 'dist/api/main.js'], {
    env: { ...process.env, ...environmentOf(options) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines: string[] = [];
  const product: ProductProcess = {
    url: await addressOf(child, lines),
    pid: child.pid ?? 0,
    databaseUrl: options.databaseUrl ?? null,
    log: () => lines.join('\n'),
    stop: async () => {
      await end(child, 'SIGTERM');
      await owned?.drop();
    },
    kill: () => end(child, 'SIGKILL'),
  };
  await untilReady(product, child);
  return product;
}

function environmentOf(options: ProductOptions): Record<string, string> {
  return {
    NODE_ENV: 'development',
    PORT: '0',
    HOST: '127.0.0.1',
    DEMO: options.demo === true ? '1' : '0',
    // A template database is on the run's server, which is not durable; an embedded one of its own is.
    ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl, UNSAFE_DATABASE: '1' }),
    ...(options.dataDir === undefined ? {} : { DATA_DIR: options.dataDir }),
    ...options.environment,
  };
}

/** Reads the log until it says where the product listens. */
async function addressOf(child: ChildProcess, lines: string[]): Promise<string> {
  const keep = (line: string): void => {
    lines.push(line);
    if (lines.length > LOG_LINES_MAX) lines.shift();
  };
  if (child.stdout === null || child.stderr === null)
    throw new Error('Expected the output of the product to be piped.');
  createInterface({ input: child.stderr }).on('line', keep);
  const output = createInterface({ input: child.stdout });
  output.on('line', keep);
  return new Promise((found, failed) => {
    child.once('exit', (code) =>
      failed(new Error(`The product ended with ${code} before it listened:\n${lines.join('\n')}`)),
    );
    output.on('line', (line) => {
      const match = /"url":"(http:[^"]+)".*"msg":"listening"/.exec(line);
      if (match?.[1] !== undefined) found(match[1]);
    });
  });
}

async function untilReady(product: ProductProcess, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_MS_MAX;
  while (child.exitCode === null && Date.now() < deadline) {
    const answer = await fetch(`${product.url}/readyz`).catch(() => null);
    if (answer?.status === 200) return;
    await pause(100);
  }
  child.kill('SIGKILL');
  throw new Error(`The product did not become ready:\n${product.log()}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
  await exited;
  clearTimeout(impatience);
}
