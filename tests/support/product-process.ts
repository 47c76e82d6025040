/**
 * Starts the real product, built, in a process of its own on a free port, and waits until it is ready. Knows nothing of
 * the test runner, so that the torture command uses it too.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

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
  /** Drains; also drops the database that was made for it, if one was. */
  stop(): Promise<void>;
  /** SIGKILL; keeps the database. */
  kill(): Promise<void>;
}

const READY_MS_MAX = 120_000;
const STOP_MS_MAX = 30_000;
const LOG_LINES_MAX = 400;

export async function launchProduct(options: ProductOptions): Promise<ProductProcess> {
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
    stop: () => end(child, 'SIGTERM'),
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
