/** What the body of a repeated activity counts; kept in its memo under the activity's id. */
import type { ScopeRow } from './state.ts';

export interface LoopCounters {
  /** Null when nobody knows beforehand. */
  readonly total: number | null;
  readonly started: number;
  /** Raised by the end of an iteration's scope, where `countsEnds`. */
  readonly completed: number;
  /** Result of a user task in the iteration that ended last. */
  readonly outcome: string | null;
  /** Left out: a repetition of before, whose every end is an event of its own. */
  readonly countsEnds?: true;
}

export function countersOf({ memo, elementId }: ScopeRow): LoopCounters {
  return memo[elementId!] as unknown as LoopCounters;
}
