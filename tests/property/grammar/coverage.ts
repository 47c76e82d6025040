/** How often each kind of element stood in the models of a run, and what a whole run has to have met (reliability.md, T01). */
import { EXPECTED_KINDS, EXPECTED_PAIRS, kindsOf } from './kinds.ts';
import type { Process } from './tree.ts';

const KIND_MIN = 100;
const PAIR_MIN = 10;
/** So many kinds are looked for at a time. */
const SCARCE = 6;

const REQUIRED: readonly (readonly [kind: string, least: number])[] = [
  ...EXPECTED_KINDS.map((kind) => [kind, KIND_MIN] as const),
  ...EXPECTED_PAIRS.map((kind) => [kind, PAIR_MIN] as const),
];

export class Coverage {
  private readonly models = new Map<string, number>();

  note(process: Process): void {
    for (const kind of kindsOf(process)) this.models.set(kind, this.countOf(kind) + 1);
  }

  /** Whether it holds one of what is furthest from its number. */
  gains(process: Process): boolean {
    const kinds = kindsOf(process);
    return this.scarcest().some(([kind]) => kinds.has(kind));
  }

  /** In how many models each kind stood. */
  get kinds(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.models].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  get missing(): readonly string[] {
    return REQUIRED.flatMap(([kind]) => (this.countOf(kind) === 0 ? [kind] : []));
  }

  /** One sentence for each kind that stood in too few models. */
  gaps(): readonly string[] {
    return REQUIRED.filter(([kind, least]) => this.countOf(kind) < least).map(
      ([kind, least]) => `'${kind}' stood in ${this.countOf(kind)} models, expected at least ${least}.`,
    );
  }

  private scarcest(): typeof REQUIRED {
    const share = ([kind, least]: (typeof REQUIRED)[number]): number => this.countOf(kind) / least;
    const short = REQUIRED.filter((required) => share(required) < 1);
    return short.sort((a, b) => share(a) - share(b)).slice(0, SCARCE);
  }

  private countOf(kind: string): number {
    return this.models.get(kind) ?? 0;
  }
}
