/** What the supervisor must know of processes, ports and file permissions of this machine. */
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';

export interface UserIdentity {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root; then it runs as `nobody`. Null when this process is not root. */
export function serverIdentity(): UserIdentity | null {
  if (process.getuid?.() !== 0) return null;
  const entry = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return entry === null ? { uid: 65534, gid: 65534 } : { uid: Number(entry[1]), gid: Number(entry[2]) };
}

/** Whether `identity` may pass all folders of `path` (the path itself included). */
export function isReachable(path: string, identity: UserIdentity): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (!mayEnter(folder, identity)) return false;
    if (folder === dirname(folder)) return true;
  }
}

export function mayEnter(folder: string, identity: UserIdentity): boolean {
  const facts = statSync(folder);
  if (facts.uid === identity.uid) return (facts.mode & 0o100) !== 0;
  if (facts.gid === identity.gid) return (facts.mode & 0o010) !== 0;
  return (facts.mode & 0o001) !== 0;
}

/** A zombie counts as dead: it still answers `kill(pid, 0)` until its parent reaps it. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return processStat(pid)?.state !== 'Z';
}

/** Distinguishes a process from a later one with the same number; null where the system does not tell. */
export function processStartTime(pid: number): string | null {
  return processStat(pid)?.startTime ?? null;
}

function processStat(pid: number): { readonly state: string; readonly startTime: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name in parentheses may hold spaces; the fields after it do not.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startTime: fields[19] ?? '' };
  } catch {
    return null;
  }
}

const PORT_LOWEST = 15_000;
const PORT_TRIES_MAX = 50;

/** A free port below the range from which the system takes ports of outgoing connections. */
export async function freePort(): Promise<number> {
  const end = ephemeralPortsBegin();
  for (let tries = 0; tries < PORT_TRIES_MAX; tries++) {
    const port = PORT_LOWEST + Math.floor(Math.random() * (end - PORT_LOWEST));
    if (await isPortFree(port)) return port;
  }
  throw new Error(
    `Expected a free port between ${PORT_LOWEST} and ${end}, but ${PORT_TRIES_MAX} tries found none.`,
  );
}

function ephemeralPortsBegin(): number {
  try {
    const lowest = Number(
      readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/)[0],
    );
    return lowest > PORT_LOWEST + 1_000 ? lowest : 32_768;
  } catch {
    return 32_768;
  }
}

function isPortFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once('error', () => answer(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)));
  });
}
