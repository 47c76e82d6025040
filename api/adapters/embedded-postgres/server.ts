/** One run of the PostgreSQL server: spawned by us, or found running and adopted. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { serverEnvironment, SUPERUSER, type ClusterOptions } from './cluster.ts';
import { isProcessAlive } from './operating-system.ts';

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  readonly adopted: boolean;
  /** Resolves when the postmaster is gone. */
  readonly ended: Promise<void>;
}

const LOG_BYTES_MAX = 10_000_000;
/** Crash recovery replays at most max_wal_size; even a slow disk does that in this time. */
const RECOVERY_MS_MAX = 600_000;
const ADOPTED_POLL_MS = 250;

const SHARED_MB_MIN = 256;
const SHARED_MB_MAX = 2_048;

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  // With the default of 1 GB checkpoints bite under load.
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  // Compiling plans costs more than it gains on our short statements.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/**
 * Pages of tables and indexes that the server keeps itself: a quarter of the machine, as PostgreSQL's manual has it, so that
 * what waits by the million is not read again for each message. Memory that is not needed is not taken.
 */
function sharedBuffers(): string {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  const megabytes = Math.round(bytes / 4 / 1_048_576);
  return `${Math.min(Math.max(megabytes, SHARED_MB_MIN), SHARED_MB_MAX)}MB`;
}

const RELAXED: Readonly<Record<string, string>> = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '128MB',
};

/** Why a start did not succeed: the end of the server's log. */
export interface RefusedStart {
  readonly refused: string;
}

export async function spawnServer(
  options: ClusterOptions,
  port: number,
): Promise<RunningServer | RefusedStart> {
  const { home } = options;
  const settings = {
    ...SETTINGS,
    shared_buffers: sharedBuffers(),
    ...(options.durable ? {} : RELAXED),
    port: String(port),
  };
  const args = [
    '-D',
    home.cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  // The log is a file, not a pipe: the server must survive us without a broken pipe.
  const log = openLog(home.logFile);
  // Its own session: Ctrl-C in the terminal must reach us only, so that we can drain before the database stops.
  const child = spawn(options.binaries.postgres, args, {
    cwd: '/',
    env: serverEnvironment(),
    detached: true,
    stdio: ['ignore', log.descriptor, log.descriptor],
    ...options.identity,
  });
  closeSync(log.descriptor);
  const ended = new Promise<void>((done) => child.once('exit', () => done()).once('error', () => done()));
  const ready = await waitUntilReady(options, child, port);
  if (ready && child.pid !== undefined) return { pid: child.pid, port, adopted: false, ended };
  return { refused: readTail(home.logFile, log.offset) };
}

async function waitUntilReady(options: ClusterOptions, child: ChildProcess, port: number): Promise<boolean> {
  const deadline = Date.now() + RECOVERY_MS_MAX;
  let failed = false;
  child.once('error', () => (failed = true));
  while (!failed && child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if (await answers(options, port)) return true;
    await pause(40);
  }
  return false;
}

/** A server that an earlier, killed run left behind; null when there is none that is ours and answers. */
export async function adoptServer(
  options: ClusterOptions,
  lock: { readonly pid: number; readonly port: number },
): Promise<RunningServer | null> {
  if (!isProcessAlive(lock.pid) || !(await answers(options, lock.port))) return null;
  return { pid: lock.pid, port: lock.port, adopted: true, ended: untilDead(lock.pid) };
}

async function untilDead(pid: number): Promise<void> {
  while (isProcessAlive(pid)) await pause(ADOPTED_POLL_MS);
}

/** Whether the server on this port takes our password and serves our cluster. */
async function answers(options: ClusterOptions, port: number): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password: options.password,
    database: 'postgres',
    connectionTimeoutMillis: 3_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const answer = await client.query<{ data_directory: string }>('show data_directory');
    return (await realpath(answer.rows[0]?.data_directory ?? '')) === (await realpath(options.home.cluster));
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Fast shutdown: sessions are ended, everything acknowledged is on disk. */
export function requestStop(options: ClusterOptions, pid: number): void {
  if (process.platform === 'win32') {
    spawnSync(options.binaries.pgCtl, ['stop', '-D', options.home.cluster, '-m', 'fast', '--no-wait'], {
      env: serverEnvironment(),
    });
    return;
  }
  signal(pid, 'SIGINT');
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone.
  }
}

function openLog(file: string): { readonly descriptor: number; readonly offset: number } {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_BYTES_MAX) renameSync(file, `${file}.1`);
  return { descriptor: openSync(file, 'a', 0o600), offset: size > LOG_BYTES_MAX ? 0 : size };
}

function readTail(file: string, offset: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(4_000);
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, offset)).trim();
  } finally {
    closeSync(descriptor);
  }
}
