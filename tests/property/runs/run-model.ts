/**
 * One random path through one random process, taken by the engine and by the reference at the same time: after every
 * step from outside both must show the same. The path is drawn from a seed over what the reference could do next.
 */
import { createRandom } from '../../torture/random.ts';
import type { Process } from '../grammar/tree.ts';
import { ReferenceInterpreter } from '../reference/interpreter.ts';
import { EndlessFile } from '../reference/run.ts';
import type { Value } from '../reference/state.ts';
import type { View } from '../reference/view.ts';
import { CANCEL, chooseStep, deployAgain, firstVariables, pathOf, startAnother } from './choose-step.ts';
import { favouredIn } from './favours.ts';
import type { ModelHost } from './hosts.ts';
import { isOutOfTime, RealTime } from './real-time.ts';
import { Roots, viewsOf } from './roots.ts';
import { startOf } from './starts.ts';

const STEPS_MAX = 40;

export interface ModelRun {
  readonly process: Process;
  readonly pathSeed: number;
  /** A kind of element that the path would rather come to; without it, it takes any step alike. */
  readonly favours?: string;
}

export interface RunReport {
  readonly steps: number;
  /** Null: engine and reference agreed all the way. */
  readonly difference: string | null;
  /** Messages between pools that somebody heard. */
  readonly heard: number;
  /** The elements that the path came to. */
  readonly reached: ReadonlySet<string>;
  /** So much real time passed within a step that its difference says nothing. */
  readonly isHeldUp: boolean;
  /** The path comes to no end: it was left before the engine took the step that the reference could not finish. */
  readonly isEndless: boolean;
}

/** One path, on a host that has the model; whatever comes of it, nothing of it lives afterwards. */
export async function runModel(
  { process, pathSeed, favours }: ModelRun,
  host: ModelHost,
): Promise<RunReport> {
  const random = createRandom(pathSeed);
  const path = { ...pathOf(process, random), favours: favouredIn(process, favours) };
  const taken: string[] = [];
  const variables = firstVariables(random);
  const odd = random.pick(ODD_VALUES);
  let heard = 0;
  let reached: ReadonlySet<string> = new Set();
  const time = new RealTime();
  const report = (difference: string | null, isEndless = false): RunReport => ({
    ...{ steps: taken.length, difference, heard, isEndless, reached },
    isHeldUp: time.wasHeldUp() || isOutOfTime(difference),
  });
  let roots: Roots | null = null;
  try {
    taken.push(`start ${JSON.stringify(variables)} and ${JSON.stringify(odd).slice(0, 60)}`);
    // The timers of its start events begin anew with each path.
    if (process.beginning) await deployAgain(host.engine(), path);
    await host.stored.clear();
    const reference = new ReferenceInterpreter(process);
    roots = new Roots(process, host.engine().now(), host.stored);
    const start = startAnother(startOf(process, 0, { ...variables, odd }, random));
    start.onReference(reference);
    await start.onEngine(host.engine(), roots);
    for (let step = 0; ; step++) {
      await host.engine().runDueJobs();
      heard = reference.delivered.heard;
      reached = reference.reached;
      const differences = differencesIn(viewsOf(reference), await roots.views(host.engine()));
      if (differences.length > 0) {
        const stories = await roots.stories(host.engine());
        return report([`After ${taken.join(', ')}:`, ...differences, ...stories].join('\n'));
      }
      if (reference.isOver) return report(null);
      await host.betweenSteps(random);
      time.isSetBack();
      const next = (step < STEPS_MAX && chooseStep(reference, path)) || CANCEL;
      taken.push(next.what);
      next.onReference(reference);
      await next.onEngine(host.engine(), roots);
    }
  } catch (error) {
    if (error instanceof EndlessFile) {
      if (roots) await CANCEL.onEngine(host.engine(), roots);
      return report(null, true);
    }
    return report(`After ${taken.join(', ')}: ${messageOfError(error)}`);
  }
}

/** What a variable may hold besides small numbers; it goes through everything and comes out as it was. */
const ODD_VALUES: readonly Value[] = [
  null,
  '',
  true,
  0.1,
  1e21,
  'Größe \u{1f642} \u202e "quoted" <tag> & = ${x}',
  '2026-03-29T02:30:00+01:00',
  'long '.repeat(4_000),
  [1, [2, []]],
  JSON.parse('{ "__proto__": { "polluted": true } }') as Value,
  { 'a key with spaces': 'é' },
];

/** What the two say differently, one line each. */
export function differencesIn(expected: readonly View[], actual: readonly View[]): readonly string[] {
  const count =
    expected.length === actual.length
      ? []
      : [`  instances: reference ${expected.length}, engine ${actual.length}`];
  const at = (rank: number): string => (rank === 0 ? '' : `instance ${rank}: `);
  const inside = expected.flatMap((view, rank) => {
    const other = actual[rank];
    return other ? differencesBetween(view, other, at(rank)) : [];
  });
  return [...count, ...inside];
}

function differencesBetween(expected: View, actual: View, at: string): readonly string[] {
  const { children, ...own } = expected;
  const lines = Object.entries(own).flatMap(([name, value]) => {
    const left = JSON.stringify(value);
    const right = JSON.stringify(actual[name as keyof View]);
    return left === right ? [] : [`  ${at}${name}: reference ${left}, engine ${right}`];
  });
  const counts =
    children.length === actual.children.length
      ? []
      : [`  ${at}children: reference ${children.length}, engine ${actual.children.length}`];
  const inner = children.flatMap((child, index) => {
    const other = actual.children[index];
    return other ? differencesBetween(child, other, `${at}child ${index}: `) : [];
  });
  return [...lines, ...counts, ...inner];
}

/** With the problems of a deployment that was refused. */
export function messageOfError(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { details } = (error ?? {}) as { details?: unknown };
  return details === undefined ? text : `${text}\n${JSON.stringify(details)}`;
}
