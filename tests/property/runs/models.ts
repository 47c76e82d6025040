/** Drawn models, the same for the same seed, each with where fast-check draws it again. */
import fc from 'fast-check';
import type { Coverage } from '../grammar/coverage.ts';
import { ENABLED } from '../grammar/features.ts';
import { processArbitrary } from '../grammar/process-arbitrary.ts';
import { filesOf } from '../grammar/files.ts';
import type { Process } from '../grammar/tree.ts';

const MODELS_PER_BATCH = 20;
/** One model in so many is taken as it comes. */
const FREE_SHARE = 10;
const PASSED_OVER_MAX = 120;

export interface Model {
  readonly process: Process;
  readonly number: number;
  readonly seed: number;
  /** In the draws of the seed. */
  readonly index: number;
}

/** One after the other, without an end. */
export function* modelsFrom(seed: number): Generator<Model, never> {
  let number = 0;
  for (let drawnBy = seed; ; drawnBy++) {
    const drawn = fc.sample(processArbitrary(ENABLED), { seed: drawnBy, numRuns: MODELS_PER_BATCH });
    for (const [index, process] of drawn.entries()) yield { process, number: number++, seed: drawnBy, index };
  }
}

/** Drawn for the coverage. Most are passed over until one comes that holds what is scarce so far. */
export function* coveringModels(seed: number, coverage: Coverage): Generator<Model, never> {
  let number = 0;
  let passedOver = 0;
  for (const model of modelsFrom(seed)) {
    const isWanted =
      number % FREE_SHARE === 0 || passedOver >= PASSED_OVER_MAX || coverage.gains(model.process);
    passedOver = isWanted ? 0 : passedOver + 1;
    if (!isWanted) continue;
    coverage.draw(model.process);
    yield { ...model, number: number++ };
  }
  throw new Error('Expected the draws to have no end.');
}

/** Of the path with this rank through the model. */
export function pathSeedOf({ seed, index }: Model, rank: number): number {
  return (seed * MODELS_PER_BATCH + index) * 10 + rank;
}

/** What is left of a model when everything was taken away that is not needed for it to fail; said as `fails` says it. */
export async function shrunk(
  { seed, index, process }: Model,
  fails: (process: Process) => Promise<string | null>,
  until: number,
): Promise<{ readonly process: Process; readonly what: string | null }> {
  let least = { process, what: null as string | null };
  const property = fc.asyncProperty(processArbitrary(ENABLED), async (candidate) => {
    // Past its time it counts as small enough.
    const what = performance.now() > until ? null : await fails(candidate);
    if (what === null) return;
    least = { process: candidate, what };
    throw new Error(what);
  });
  await fc.check(property, { seed, path: `${index}`, numRuns: 1 });
  return least;
}

/** A difference for the report, with all that repeats it. */
export function described(process: Process, pathSeed: number, what: string): string {
  return [
    what,
    ...filesOf(process).map(({ content }) => content),
    `regression: ${JSON.stringify({ process, pathSeed })}`,
  ].join('\n');
}
