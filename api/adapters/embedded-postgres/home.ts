/**
 * Where the embedded PostgreSQL keeps its cluster, password, log and owner note: `<DATA_DIR>/postgres`. When
 * this process is root, PostgreSQL runs as `nobody`, who may not be able to pass root's own folders; then the home
 * moves to /var/lib/throughline, under a name derived from DATA_DIR, so that the next start finds it again.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { StartRefused } from '../../errors/start-refused.ts';
import {
  isProcessAlive,
  isReachable,
  mayEnter,
  processStartTime,
  type UserIdentity,
} from './operating-system.ts';

const FALLBACK_ROOT = '/var/lib/throughline';

export interface Home {
  readonly folder: string;
  /** The cluster itself (PGDATA). */
  readonly cluster: string;
  readonly logFile: string;
  readonly passwordFile: string;
  readonly ownerFile: string;
}

export function prepareHome(dataDir: string, identity: UserIdentity | null): Home {
  const folder =
    identity === null ? join(resolve(dataDir), 'postgres') : reachableFolder(resolve(dataDir), identity);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  return {
    folder,
    cluster: join(folder, 'data'),
    logFile: join(folder, 'server.log'),
    passwordFile: join(folder, 'password'),
    ownerFile: join(folder, 'owner.json'),
  };
}

function reachableFolder(dataDir: string, identity: UserIdentity): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  if (!isReachable(dirname(dataDir), identity)) {
    const mark = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
    const folder = join(FALLBACK_ROOT, `${basename(dirname(dataDir))}-${mark}`);
    leaveSign(join(dataDir, 'postgres'), folder);
    return folder;
  }
  // The data folder is ours to open for passing through (not for listing); the folders above it are not.
  if (!mayEnter(dataDir, identity)) chmodSync(dataDir, (statSync(dataDir).mode & 0o7777) | 0o011);
  return join(dataDir, 'postgres');
}

/** Whoever looks into DATA_DIR shall see where the database is. */
function leaveSign(link: string, folder: string): void {
  if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(folder, link);
}

/** Reads the password of the cluster, or makes it when there is no cluster yet. */
export function clusterPassword(home: Home): string {
  if (existsSync(home.passwordFile)) return readFileSync(home.passwordFile, 'utf8').trim();
  if (existsSync(home.cluster)) {
    throw new StartRefused(
      `The password file '${home.passwordFile}' of an existing database is missing. Restore it from your backup.`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  const unfinished = `${home.passwordFile}.${process.pid}`;
  writeFileSync(unfinished, `${password}\n`, { mode: 0o600 });
  renameSync(unfinished, home.passwordFile);
  return password;
}

interface Owner {
  readonly pid: number;
  readonly startTime: string | null;
}

/**
 * One running product per data folder: two would stop each other's database.
 * @throws StartRefused with the remedy when another live process owns the folder.
 */
export function takeOwnership(home: Home): void {
  const owner = readOwner(home);
  if (owner !== null && owner.pid !== process.pid && isSameProcess(owner)) {
    throw new StartRefused(
      `Another Throughline (process ${owner.pid}) is running on '${home.folder}'. Stop it, choose another DATA_DIR, or give both the same DATABASE_URL.`,
    );
  }
  const mine: Owner = { pid: process.pid, startTime: processStartTime(process.pid) };
  const unfinished = `${home.ownerFile}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(mine));
  renameSync(unfinished, home.ownerFile);
}

/** Whether the process that last owned this home still lives. */
export function isOwned(home: Pick<Home, 'ownerFile'>): boolean {
  const owner = readOwner(home);
  return owner !== null && isSameProcess(owner);
}

function readOwner(home: Pick<Home, 'ownerFile'>): Owner | null {
  try {
    return JSON.parse(readFileSync(home.ownerFile, 'utf8')) as Owner;
  } catch {
    return null;
  }
}

function isSameProcess(owner: Owner): boolean {
  return isProcessAlive(owner.pid) && processStartTime(owner.pid) === owner.startTime;
}
