import { spawnSync } from 'node:child_process';

/** Global set-up of the browser tests: they drive what users get, so it must be built from the present sources. */
export default function setup(): void {
  // A product that already runs was built by whoever started it.
  if (process.env.E2E_URL !== undefined) return;
  const build = spawnSync(process.execPath, ['api/cli/build.mjs', '--if-stale'], { stdio: 'inherit' });
  if (build.status !== 0) throw new Error('The product could not be built.');
}
