/**
 * T01: random processes on the engine and on the reference, the same after every step. A share of the runs is on
 * PostgreSQL, where the engine object is thrown away between steps. fast-check shrinks what differs.
 */
import fc from 'fast-check';
import type { TestDatabase } from '../../support/test-server.ts';
import type { Workload } from '../../torture/workload.ts';
import { bpmnXml } from '../grammar/bpmn-xml.ts';
import { ENABLED } from '../grammar/features.ts';
import { processArbitrary } from '../grammar/process-arbitrary.ts';
import { EXPECTED_KINDS, kindsOf } from '../grammar/kinds.ts';
import { allProcesses, type Process } from '../grammar/tree.ts';
import { memoryHost, postgresHost } from './hosts.ts';
import { runModel } from './run-model.ts';

const FLOOR = 10_000;
/** In a run of the whole length, so many models hold each kind of element. */
const MODELS_MIN = 10;
/** One run in so many is on PostgreSQL. */
const POSTGRES_SHARE = 50;
/** How long a difference is made smaller. */
const SHRINK_MS_MAX = 60_000;
const REPORT_EVERY = 500;

export const modelRandom: Workload = {
  what: 'random processes against the reference interpreter',
  async run({ seed, boxMs, count, isQuick, newDatabase, report }) {
    const coverage = new Map<string, number>();
    const note = (what: string): void => void coverage.set(what, (coverage.get(what) ?? 0) + 1);
    let runs = 0;
    let onPostgres = 0;
    let steps = 0;
    let failedAt: number | null = null;
    let database: TestDatabase | null = null;
    const property = fc.asyncProperty(
      processArbitrary(ENABLED),
      fc.nat(),
      fc.nat(POSTGRES_SHARE - 1),
      async (process, pathSeed, store) => {
        // Past its time a difference counts as small enough.
        if (failedAt !== null && performance.now() - failedAt > SHRINK_MS_MAX) return;
        const isOnPostgres = store === POSTGRES_SHARE - 1;
        if (isOnPostgres) database ??= await newDatabase();
        const host = isOnPostgres ? await postgresHost(database!.url) : await memoryHost();
        try {
          const result = await runModel({ process, pathSeed }, host);
          if (failedAt === null) {
            runs += 1;
            if (isOnPostgres) onPostgres += 1;
            steps += result.steps;
            kindsOf(process).forEach(note);
            if (runs % REPORT_EVERY === 0) report(`${runs} runs, ${steps} steps`);
          }
          if (result.difference === null) return;
          failedAt ??= performance.now();
          throw new Error(result.difference);
        } finally {
          await host.close();
        }
      },
    );
    const result = await fc.check(property, {
      seed,
      endOnFailure: isQuick,
      numRuns: count ?? (boxMs === null ? FLOOR : Number.MAX_SAFE_INTEGER),
      ...(boxMs === null ? {} : { interruptAfterTimeLimit: boxMs, markInterruptAsFailure: false }),
    });
    await (database as TestDatabase | null)?.drop();
    const differences = result.failed && result.counterexample ? [differenceOf(result)] : [];
    // In how many models each kind stood.
    const kinds = Object.fromEntries([...coverage].sort(([a], [b]) => (a < b ? -1 : 1)));
    const isWhole = boxMs === null && runs >= FLOOR;
    const least = isWhole ? MODELS_MIN : 1;
    const missing = EXPECTED_KINDS.filter((kind) => (coverage.get(kind) ?? 0) < least);
    if (isWhole && missing.length > 0)
      differences.push(`Fewer than ${MODELS_MIN} models held: ${missing.join(', ')}.`);
    return { seed, count: runs, floor: count ?? FLOOR, onPostgres, steps, kinds, missing, differences };
  },
};

function differenceOf(result: fc.RunDetails<[Process, number, number]>): string {
  const [process, pathSeed] = result.counterexample!;
  const message = result.errorInstance instanceof Error ? result.errorInstance.message : '';
  return [
    message,
    ...allProcesses(process).map(bpmnXml),
    `regression: ${JSON.stringify({ process, pathSeed })}`,
    `seed ${result.seed}, path ${result.counterexamplePath}`,
  ].join('\n');
}
