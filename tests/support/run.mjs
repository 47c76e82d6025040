/**
 * `npm test`: unit and integration tests, then the browser tests on the built product; both run even when the first
 * fails. Arguments go to the run that they name: a path below tests/e2e to the browser tests, others to the unit
 * tests. The last lines name what failed in either, and count.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const reports = mkdtempSync(join(tmpdir(), 'throughline-reports-'));
const args = process.argv.slice(2);
const wantsBrowser = args.some((arg) => arg.includes('e2e'));

let child = null;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child?.kill(signal));

const runs = [
  ...(args.length === 0 || !wantsBrowser ? [{ config: 'vitest.config.ts', name: 'unit' }] : []),
  ...(args.length === 0 || wantsBrowser ? [{ config: 'vitest.e2e.config.ts', name: 'e2e' }] : []),
];
const total = { passed: 0, failed: 0 };
const failures = [];
let exitCode = 0;
for (const { config, name } of runs) {
  const report = join(reports, `${name}.json`);
  const code = await runVitest([
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
  const counted = count(report);
  total.passed += counted.passed;
  total.failed += counted.failed;
  failures.push(...counted.failures);
  // A run that broke before its first test has failed too.
  if (code !== 0 && counted.failed === 0) total.failed += 1;
  if (code !== 0) exitCode = code;
}
rmSync(reports, { recursive: true, force: true });
for (const failure of failures) console.log(failure);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(exitCode === 0 && total.passed === 0 ? 1 : exitCode);

function runVitest(vitestArgs) {
  child = spawn(process.execPath, [vitest, ...vitestArgs], { cwd: root, stdio: 'inherit' });
  return new Promise((done) => child.once('exit', (code) => done(code ?? 1)));
}

function count(report) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests, failures: testResults.flatMap(failuresOf) };
  } catch {
    return { passed: 0, failed: 0, failures: [] };
  }
}

/** A line for each test of a file that failed, or one for the file when it broke before or after its tests. */
function failuresOf({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  const lines = failed.map(({ fullName, failureMessages }) => [fullName, failureMessages[0]]);
  if (lines.length === 0 && status === 'failed') lines.push(['as a whole', message]);
  const file = relative(root, name);
  return lines.map(([what, why = '']) => `failed: ${file} > ${what}: ${why.split('\n')[0]}`);
}
