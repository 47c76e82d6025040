/**
 * `npm start`: builds what is missing or older than its sources, runs the built product, and says where it is and,
 * in a demonstration, who may sign in. The product's log lines are printed for people; run dist/api/main.js
 * directly (with --conditions=built) for JSON lines.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Throughline needs Node.js 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}

try {
  await build({ force: false });
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

console.log('Starting …');
// Over the channel the product notices when this process is killed, and stops too.
// Many steps are on their way at once: with room for them, what is young seldom has to be moved.
const flags = ['--conditions=built', '--enable-source-maps', '--max-semi-space-size=64'];
const product = spawn(process.execPath, [...flags, 'dist/api/main.js'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => product.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
}
product.once('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
createInterface({ input: product.stdout }).on('line', (line) => {
  const entry = parsed(line);
  console.log(entry === null ? line : readable(entry));
  if (entry?.msg === 'ready') void announce(entry.url);
});

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Time, level when it matters, message, and the facts that are short. */
function readable({ time, level, msg, ...facts }) {
  const { err, ...rest } = facts;
  const shown = Object.entries(rest)
    .filter(([, value]) => typeof value !== 'object' || Array.isArray(value))
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(',') : value}`);
  const mark = level === 'info' || level === 'debug' ? '' : `${String(level).toUpperCase()} `;
  const cause = err === undefined ? '' : `\n${err.stack ?? err.message}`;
  return `${String(time).slice(11, 19)} ${mark}${msg}${shown.length > 0 ? `  (${shown.join(' ')})` : ''}${cause}`;
}

async function announce(url) {
  const lines = ['', `  Throughline is ready: ${url}`];
  const setup = await fetch(`${url}/api/setup`).then(
    (answer) => (answer.ok ? answer.json() : null),
    () => null,
  );
  if (setup?.needsFirstAdmin) lines.push('  Open it to make the first admin.');
  const logins = setup?.demonstrationLogins ?? [];
  if (logins.length > 0) lines.push('', '  Demonstration logins:');
  for (const login of logins)
    lines.push(`    ${login.roleName.padEnd(24)} ${login.email.padEnd(36)} ${login.password}`);
  console.log(`${lines.join('\n')}\n`);
}
