/** How often runs reached an element of each kind, and what a whole run has to have reached (reliability.md, T01). */
import { EXPECTED_KINDS, EXPECTED_PAIRS, kindsIn } from './kinds.ts';
import type { Process } from './tree.ts';

const KIND_MIN = 100;
const PAIR_MIN = 10;
/** So many kinds are looked for at a time. */
const SCARCE = 6;

/** Of pairs more models are drawn than runs must reach them: most paths go by a boundary event without firing it. */
const PAIR_MODELS = 30;

const REQUIRED: readonly (readonly [kind: string, least: number, models: number])[] = [
  ...EXPECTED_KINDS.map((kind) => [kind, KIND_MIN, KIND_MIN] as const),
  ...EXPECTED_PAIRS.map((kind) => [kind, PAIR_MIN, PAIR_MODELS] as const),
];

/** So many runs are a whole one. */
const RUNS = 10_000;

export class Coverage {
  private readonly drawn = new Map<string, number>();
  private readonly met = new Map<string, number>();
  private runs = 0;

  /** The model was chosen. */
  draw(process: Process): void {
    count(this.drawn, new Set(kindsIn(process).map(([kind]) => kind)));
  }

  /** One run through it came to these elements. */
  note(process: Process, reached: ReadonlySet<string>): void {
    this.runs += 1;
    const kinds = kindsIn(process).flatMap(([kind, elementId]) => (reached.has(elementId) ? [kind] : []));
    count(this.met, new Set(kinds));
  }

  /** Whether it holds one of what is furthest from its number; by what was drawn, so that a seed draws the same again. */
  gains(process: Process): boolean {
    const kinds = new Set(kindsIn(process).map(([kind]) => kind));
    return this.scarcest().some(([kind]) => kinds.has(kind));
  }

  /** In how many runs an element of each kind was reached. */
  get kinds(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.met].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  get missing(): readonly string[] {
    return REQUIRED.flatMap(([kind]) => (this.met.has(kind) ? [] : [kind]));
  }

  /** What a whole run would reach too seldom, if all of it went like this. */
  get projectedShort(): readonly string[] {
    const whole = (kind: string): number => ((this.met.get(kind) ?? 0) * RUNS) / Math.max(1, this.runs);
    return REQUIRED.flatMap(([kind, least]) =>
      whole(kind) < least ? [`${kind}: ${Math.round(whole(kind))}`] : [],
    );
  }

  /** One sentence for each kind that was reached too seldom. */
  gaps(): readonly string[] {
    const metOf = (kind: string): number => this.met.get(kind) ?? 0;
    return REQUIRED.filter(([kind, least]) => metOf(kind) < least).map(
      ([kind, least]) => `'${kind}' was reached in ${metOf(kind)} runs, expected at least ${least}.`,
    );
  }

  private scarcest(): typeof REQUIRED {
    const share = ([kind, , models]: (typeof REQUIRED)[number]): number =>
      (this.drawn.get(kind) ?? 0) / models;
    const short = REQUIRED.filter((required) => share(required) < 1);
    return short.sort((a, b) => share(a) - share(b)).slice(0, SCARCE);
  }
}

function count(counts: Map<string, number>, kinds: ReadonlySet<string>): void {
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
}
