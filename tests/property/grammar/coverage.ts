/** How often runs reached an element of each kind, and what a whole run has to have reached (reliability.md, T01). */
import { EXPECTED_KINDS, EXPECTED_PAIRS, kindsIn } from './kinds.ts';
import type { Process } from './tree.ts';

const KIND_MIN = 100;
const PAIR_MIN = 10;
/** More models are drawn than runs must reach a kind where most paths go by without its happening. */
const KIND_MODELS = 100;
const PAIR_MODELS = 30;
const EVENT_MODELS = 220;
const SELDOM_MODELS = 320;

/** Boundary events and event subprocesses: they must be armed, and then happen. */
const EVENT = /^(boundary|handler) /;
/** All triggers must happen while it is armed, or the thrower must be inside. */
const SELDOM = /^(boundary|handler) (all of several|escalation)/;

const REQUIRED: readonly (readonly [kind: string, least: number, models: number])[] = [
  ...EXPECTED_KINDS.map((kind) => [kind, KIND_MIN, modelsOf(kind)] as const),
  ...EXPECTED_PAIRS.map((kind) => [kind, PAIR_MIN, PAIR_MODELS] as const),
];

function modelsOf(kind: string): number {
  if (SELDOM.test(kind)) return SELDOM_MODELS;
  return EVENT.test(kind) ? EVENT_MODELS : KIND_MODELS;
}

/** So many runs are a whole one. */
const RUNS = 10_000;

export class Coverage {
  private readonly drawn = new Map<string, number>();
  private readonly met = new Map<string, number>();
  private runs = 0;

  /** The model was chosen. What it was looked for counts, whether it was found or not: the next one is for another. */
  draw(process: Process, wanted: string | null): void {
    const kinds = kindsIn(process).map(([kind]) => kind);
    count(this.drawn, new Set(wanted === null ? kinds : [...kinds, wanted]));
  }

  /** One run through it came to these elements. */
  note(process: Process, reached: ReadonlySet<string>): void {
    this.runs += 1;
    const kinds = kindsIn(process).flatMap(([kind, elementId]) => (reached.has(elementId) ? [kind] : []));
    count(this.met, new Set(kinds));
  }

  /** What is furthest from its number, by what was drawn, so that a seed draws the same again; null: all have theirs. */
  get scarcest(): string | null {
    let least = 1;
    let found: string | null = null;
    for (const [kind, , models] of REQUIRED) {
      const share = (this.drawn.get(kind) ?? 0) / models;
      if (share < least) [least, found] = [share, kind];
    }
    return found;
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
}

function count(counts: Map<string, number>, kinds: ReadonlySet<string>): void {
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
}
