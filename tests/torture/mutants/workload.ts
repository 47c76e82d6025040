/**
 * T23: plants one bug at a time in a copy of the tree and runs the suite that must see it; the same suite passes on
 * the copy as it is. Product code has no switches for this.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { timeBox, type Workload } from '../workload.ts';
import { MUTANTS, type Mutant, type Suite } from './mutants.ts';
import { plantIn, ROOT, type Planted } from './plant.ts';

const NOT_COPIED = new Set(['node_modules', 'dist', 'coverage', '.git', '.data', '.tmp']);
const SUITE_MS_MAX = 300_000;

export const mutants: Workload = {
  what: 'planted bugs, each caught by the suite that it names',
  async run({ seed, boxMs, count, only, newDatabase, report }) {
    const database = await newDatabase();
    const copy = copyTree();
    const hasTime = timeBox(boxMs);
    const differences: string[] = [];
    const healthy = new Map<string, boolean>();
    const chosen = MUTANTS.filter(({ name }) => name.includes(only ?? '')).slice(0, count ?? undefined);
    let planted = 0;
    try {
      const run = (suite: Suite): Promise<Outcome> => runSuite(copy, suite, seed, database.url);
      for (const mutant of chosen) {
        if (!hasTime()) break;
        const name = nameOf(mutant.suite);
        if (!healthy.has(name)) {
          healthy.set(name, (await run(mutant.suite)) === 'passed');
          if (!healthy.get(name)) differences.push(`${name} does not pass without a bug.`);
        }
        const beganAt = performance.now();
        const heal = write(copy, plantIn(copy, mutant));
        const outcome = await run(mutant.suite);
        heal();
        planted += 1;
        const seconds = Math.round((performance.now() - beganAt) / 1_000);
        report(`${mutant.name}: ${outcome === 'failed' ? 'caught' : outcome} by ${name}, ${seconds} s`);
        if (outcome !== 'failed')
          differences.push(`'${mutant.name}' was not caught by ${name} (${outcome}).`);
      }
    } finally {
      rmSync(copy, { recursive: true, force: true });
      await database.drop();
    }
    return { seed, count: planted, floor: chosen.length, differences };
  },
};

/** Plants the one bug in a copy and runs its suite; the suite without the bug is run elsewhere. */
export async function outcomeWith(mutant: Mutant, databaseUrl: string): Promise<Outcome> {
  const copy = copyTree();
  try {
    write(copy, plantIn(copy, mutant));
    return await runSuite(copy, mutant.suite, 1, databaseUrl);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Returns how to heal it. */
function write(copy: string, { file, healthy, sick }: Planted): () => void {
  const path = join(copy, file);
  writeFileSync(path, sick);
  return () => writeFileSync(path, healthy);
}

function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'throughline-mutants-'));
  for (const name of readdirSync(ROOT)) {
    if (!NOT_COPIED.has(name)) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'dir');
  return copy;
}

export type Outcome = 'passed' | 'failed' | 'broke off';

function nameOf(suite: Suite): string {
  if (suite.kind === 'torture') return `torture ${suite.workload} --count ${suite.count}`;
  return suite.name ? `${suite.file} (${suite.name})` : suite.file;
}

/** A suite has failed when it says so itself; one that cannot even begin has caught nothing. */
async function runSuite(copy: string, suite: Suite, seed: number, databaseUrl: string): Promise<Outcome> {
  const { code, output } = await run(copy, argumentsOf(suite, seed), databaseUrl);
  if (code === 0) return 'passed';
  const saysSo = suite.kind === 'tests' ? /Tests\s.*\d+ failed/ : /cases, seed \d+, [1-9]\d* differences/;
  return saysSo.test(withoutColours(output)) ? 'failed' : 'broke off';
}

function argumentsOf(suite: Suite, seed: number): readonly string[] {
  if (suite.kind === 'torture') {
    const { workload, count } = suite;
    const size = ['--count', `${count}`, '--seed', `${seed}`, '--quick'];
    return ['--import', 'tsx', 'tests/torture/main.ts', workload, ...size];
  }
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  return [vitest, 'run', suite.file, ...(suite.name ? ['-t', suite.name] : [])];
}

function run(
  cwd: string,
  args: readonly string[],
  databaseUrl: string,
): Promise<{ readonly code: number; readonly output: string }> {
  const env = { ...process.env, TEST_DATABASE_URL: databaseUrl, VITEST: undefined };
  const child = spawn(process.execPath, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const limit = setTimeout(() => child.kill('SIGKILL'), SUITE_MS_MAX);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data));
  return new Promise((done) =>
    child.once('close', (code) => {
      clearTimeout(limit);
      done({ code: code ?? 1, output });
    }),
  );
}

function withoutColours(text: string): string {
  return text.replaceAll(/\u001b\[\d+m/g, '');
}
