/**
 * T03: each reference operation with each of its statements failing in each way. Whatever the caller was told, he asks
 * again under the same key, and afterwards exactly one effect is there: the same history, event by event, as without a
 * fault, the same answer, as many rows in every table, no second instance, and the audit passes. A 500 is a bug that
 * reached the caller, whatever comes of it.
 */
import { auditDatabase } from '#engine/testing';
import { shuffled } from '../random.ts';
import { withStory } from '../stories.ts';
import { timeBox, type Workload } from '../workload.ts';
import { openBench, type Bench } from './bench.ts';
import { OPERATIONS } from './operations.ts';
import type { Operation } from './operation.ts';
import { attempt } from './outcome.ts';
import { faultsOf, type Fault } from './statement-proxy.ts';

const REPORT_EVERY = 250;
/** In a short run each operation has so many cases before the next one has its turn. */
const SHORT_TURN = 5;

interface Case {
  readonly statement: number;
  readonly fault: Fault;
}

export const everyStatement: Workload = {
  what: 'every statement of the reference operations fails, before it and after it took effect',
  async run({ seed, boxMs, count: wanted, isQuick, newDatabase, report }) {
    const database = await newDatabase();
    const bench = await openBench(database.url);
    const isInTime = timeBox(boxMs);
    const isShort = boxMs !== null || wanted !== null;
    const differences: string[] = [];
    let count = 0;
    let unmet = 0;
    let operations = 0;
    const goesOn = (): boolean =>
      isInTime() && (wanted === null || count < wanted) && !(isQuick && differences.length > 0);
    try {
      for (const operation of shuffled(OPERATIONS, seed)) {
        if (!goesOn()) break;
        operations += 1;
        const golden = await goldenOf(bench, operation);
        differences.push(...golden.problems);
        const cases = shuffled(golden.cases, seed + operations);
        for (const { statement, fault } of isShort ? cases.slice(0, SHORT_TURN) : cases) {
          if (!goesOn()) break;
          const arm = (): void => bench.proxy.arm(statement, fault);
          const { outcome, isMet, story } = await attempt(bench, operation, arm);
          count += 1;
          if (!isMet) {
            unmet += 1;
            differences.push(
              `${operation.name}: its statement ${statement} was never reached, nor its ${fault}.`,
            );
          }
          if (outcome !== golden.outcome) {
            const what = `${operation.name}, statement ${statement}, ${fault}`;
            differences.push(withStory(`${what}: ${partingOf(golden.outcome, outcome)}`, story));
          }
          if (count % REPORT_EVERY === 0) report(`${count} cases of ${operations} operations`);
        }
      }
      const audit = await auditDatabase(database.url);
      differences.push(...audit.problems);
      return { seed, count, floor: wanted ?? count, operations, unmet, audited: audit.roots, differences };
    } finally {
      await bench.close();
      await database.drop();
    }
  },
};

interface Golden {
  readonly outcome: string;
  readonly cases: readonly Case[];
  readonly problems: readonly string[];
}

/** What comes of it without a fault; done twice, as the first time fills the caches that the cases find filled. */
export async function goldenOf(bench: Bench, operation: Operation): Promise<Golden> {
  const first = await attempt(bench, operation, () => bench.proxy.count());
  const { outcome, seen, story } = await attempt(bench, operation, () => bench.proxy.count());
  const problems: string[] = [];
  if (outcome !== first.outcome) {
    const parting = partingOf(first.outcome, outcome);
    problems.push(withStory(`${operation.name} without a fault: ${parting}`, story));
  }
  if (/"answer":\{"(failed|stillDue|bug|rejected)":/.test(outcome))
    problems.push(withStory(`${operation.name} does not come about: ${outcome}`, story));
  if (outcome.includes('"told":false')) {
    problems.push(withStory(`${operation.name}: not every command is in the outbox.`, story));
  }
  const cases = seen.flatMap((kind, index) =>
    faultsOf(kind).map((fault) => ({ statement: index + 1, fault })),
  );
  return { outcome, cases, problems };
}

/** Where the two begin to differ. */
function partingOf(expected: string, actual: string): string {
  let at = 0;
  while (expected[at] === actual[at]) at += 1;
  const [wanted, got] = [expected, actual].map((text) => text.slice(Math.max(0, at - 80), at + 200));
  return `expected\n  …${wanted}…\nbut got\n  …${got}…`;
}
