/** Makes a new cluster: in a folder of its own first, renamed when complete, so that a killed initdb leaves no half cluster. */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { StartRefused } from '../../errors/start-refused.ts';
import type { Binaries } from './binaries.ts';
import type { Home } from './home.ts';
import type { UserIdentity } from './operating-system.ts';

const UNFINISHED = 'data.unfinished';

export const SUPERUSER = 'postgres';

export interface ClusterOptions {
  readonly home: Home;
  readonly binaries: Binaries;
  readonly identity: UserIdentity | null;
  readonly password: string;
  readonly durable: boolean;
}

/** True when a cluster was made, false when there was one. */
export async function ensureCluster(options: ClusterOptions): Promise<boolean> {
  const { home, identity } = options;
  for (const name of readdirSync(home.folder)) {
    if (name.startsWith(UNFINISHED)) rmSync(join(home.folder, name), { recursive: true, force: true });
  }
  if (existsSync(home.cluster)) {
    if (!existsSync(join(home.cluster, 'PG_VERSION'))) {
      throw new StartRefused(
        `'${home.cluster}' is not a PostgreSQL data folder. Move it away or choose another DATA_DIR.`,
      );
    }
    return false;
  }
  const unfinished = join(home.folder, UNFINISHED);
  const passwordFile = join(home.folder, `${UNFINISHED}.password`);
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (identity !== null) {
    chownSync(unfinished, identity.uid, identity.gid);
    chownSync(passwordFile, identity.uid, identity.gid);
  }
  await runInitdb(options, unfinished, passwordFile);
  rmSync(passwordFile);
  chmodSync(unfinished, 0o700);
  renameSync(unfinished, home.cluster);
  return true;
}

async function runInitdb(options: ClusterOptions, folder: string, passwordFile: string): Promise<void> {
  const args = [
    ...['--pgdata', folder, '--username', SUPERUSER, '--pwfile', passwordFile],
    // Passwords also on loopback: other users of this machine can reach the port.
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8'],
    // The built-in provider sorts and folds case alike on every operating system.
    ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ...(options.durable ? [] : ['--no-sync']),
  ];
  const child = spawn(options.binaries.initdb, args, {
    cwd: '/',
    env: serverEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.identity,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((done, failed) =>
    child.once('error', failed).once('close', done),
  );
  if (code !== 0) throw new Error(`initdb ended with code ${code}: ${output.trim()}`);
}

/** Nothing of our own environment (which may hold secrets) reaches the server; its messages are English. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return { PATH, LC_ALL: 'C', TZ: 'UTC', ...(process.platform === 'win32' ? { SystemRoot, TEMP } : {}) };
}

export interface LockFile {
  readonly pid: number;
  readonly port: number;
}

/** What postmaster.pid says; null when there is none (or it is being written). */
export function readLockFile(home: Home): LockFile | null {
  try {
    const lines = readFileSync(join(home.cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    return pid > 0 && port > 0 ? { pid, port } : null;
  } catch {
    return null;
  }
}
