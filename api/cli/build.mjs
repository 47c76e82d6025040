/**
 * Builds the product into `dist/`: the server by the TypeScript compiler, the web app by Vite, both at once.
 * With --if-stale it does so only when a source is newer than the last complete build.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);

/** Written last: a build that was interrupted does not count. */
const STAMP = join(root, 'dist', '.complete');
const SOURCES = ['engine', 'crm', 'api', 'modeler', 'web', 'package-lock.json', 'tsconfig.base.json'];

/** @param {{ force: boolean }} options */
export async function build({ force }) {
  if (!force && !isStale()) return;
  const startedAt = Date.now();
  console.log('Building the server and the web app …');
  rmSync(STAMP, { force: true });
  mkdirSync(join(root, 'dist'), { recursive: true });
  await Promise.all([
    run('server', [require.resolve('typescript/bin/tsc'), '-b', 'api']),
    run('web app', [
      join(packageFolder('vite'), 'bin', 'vite.js'),
      'build',
      'web',
      '--config',
      'web/vite.config.ts',
      '--logLevel',
      'warn',
    ]),
  ]);
  writeFileSync(STAMP, '');
  console.log(`Built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
}

function isStale() {
  if (!existsSync(STAMP)) return true;
  const builtAt = statSync(STAMP).mtimeMs;
  return SOURCES.some((source) => newest(join(root, source)) > builtAt);
}

function newest(path) {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return 0;
  if (!facts.isDirectory()) return facts.mtimeMs;
  // The folder's own time tells of removed files.
  const inside = readdirSync(path).map((name) => newest(join(path, name)));
  return Math.max(facts.mtimeMs, ...inside);
}

function packageFolder(name) {
  return dirname(require.resolve(`${name}/package.json`));
}

function run(what, args) {
  const startedAt = Date.now();
  // A test run sets another environment; what it drives must be what users get.
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => {
      if (code !== 0) return failed(new Error(`The build of the ${what} failed (${code}).`));
      console.log(`  ${what}: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
      done();
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  build({ force: !process.argv.includes('--if-stale') }).catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
