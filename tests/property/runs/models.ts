/** Drawn models, the same for the same seed, each with where fast-check draws it again. */
import fc from 'fast-check';
import { createRandom } from '../../torture/random.ts';
import { boostsFor, type Boost } from '../grammar/boosts.ts';
import type { Coverage } from '../grammar/coverage.ts';
import { ENABLED } from '../grammar/features.ts';
import { filesOf } from '../grammar/files.ts';
import { kindsIn } from '../grammar/kinds.ts';
import { processArbitrary } from '../grammar/process-arbitrary.ts';
import type { Process } from '../grammar/tree.ts';
import type { ModelRun } from './run-model.ts';

/** One model in so many is taken as it comes. */
const FREE_SHARE = 10;
/** So many are drawn for one that holds what is scarce. */
const DRAWS_MAX = 30;
/** Of this many paths through a model, all but the last ones favour what it was drawn for. */
const FAVOURING_PATHS = 3;
const SEED_MAX = 2 ** 28;

export interface Model {
  readonly process: Process;
  readonly number: number;
  /** By which fast-check draws it again. */
  readonly seed: number;
  /** The kind that it was drawn for; null: it is taken as it comes. */
  readonly wanted: string | null;
}

/** One after the other, without an end. */
export function* modelsFrom(seed: number): Generator<Model, never> {
  const random = createRandom(seed);
  for (let number = 0; ; number++) {
    const drawnBy = random.between(1, SEED_MAX);
    yield { process: drawn(drawnBy, null), number, seed: drawnBy, wanted: null };
  }
}

/** Drawn for the coverage: each for the kind that is scarcest so far. */
export function* coveringModels(seed: number, coverage: Coverage): Generator<Model, never> {
  const random = createRandom(seed);
  for (let number = 0; ; number++) {
    const wanted = number % FREE_SHARE === 0 ? null : coverage.scarcest;
    let drawnBy: number;
    let process: Process;
    let draws = 0;
    do {
      drawnBy = random.between(1, SEED_MAX);
      process = drawn(drawnBy, wanted);
      draws += 1;
    } while (wanted !== null && draws < DRAWS_MAX && !isIn(wanted, process));
    coverage.draw(process, wanted);
    yield { process, number, seed: drawnBy, wanted };
  }
}

/** A path through the model. */
export function pathThrough({ process, seed, wanted }: Model, rank: number): ModelRun {
  const isFavoured = wanted !== null && rank < FAVOURING_PATHS;
  return { process, pathSeed: seed * 10 + rank, ...(isFavoured && { favours: wanted }) };
}

const isIn = (wanted: string, process: Process): boolean =>
  kindsIn(process).some(([kind]) => kind === wanted);

const drawn = (seed: number, wanted: string | null): Process =>
  fc.sample(arbitraryFor(wanted), { seed, numRuns: 1 })[0]!;

/** Making one takes longer than drawing from it. */
const arbitraries = new Map<string, fc.Arbitrary<Process>>();

function arbitraryFor(wanted: string | null): fc.Arbitrary<Process> {
  const boosted: ReadonlySet<Boost> = wanted === null ? new Set() : boostsFor(wanted);
  const key = [...boosted].sort().join();
  const known = arbitraries.get(key);
  if (known) return known;
  const made = processArbitrary(ENABLED, boosted);
  arbitraries.set(key, made);
  return made;
}

/** What is left of a model when everything was taken away that is not needed for it to fail; said as `fails` says it. */
export async function shrunk(
  { seed, wanted, process }: Model,
  fails: (process: Process) => Promise<string | null>,
  until: number,
): Promise<{ readonly process: Process; readonly what: string | null }> {
  let least = { process, what: null as string | null };
  const property = fc.asyncProperty(arbitraryFor(wanted), async (candidate) => {
    // Past its time it counts as small enough.
    const what = performance.now() > until ? null : await fails(candidate);
    if (what === null) return;
    least = { process: candidate, what };
    throw new Error(what);
  });
  await fc.check(property, { seed, path: '0', numRuns: 1 });
  return least;
}

/** A difference for the report, with all that repeats it. */
export function described(run: ModelRun, what: string): string {
  return [
    what,
    ...filesOf(run.process).map(({ content }) => content),
    `regression: ${JSON.stringify(run)}`,
  ].join('\n');
}
