/** What distinguishes the ways of repeating an activity. */
import type { LoopSettings } from '../../definition/model.ts';
import type { Step } from '../../execution/step.ts';
import type { Trigger } from '../../execution/work.ts';

export type IterationEnd = Extract<Trigger, { kind: 'iteration' }>;

export interface Repetition<L extends LoopSettings> {
  /** The token arrived: open the body with the first iterations, or complete when there are none. */
  begin(step: Step, loop: L): void;
  /** The next chunk; the step is in the body. */
  goOn(step: Step, loop: L): void;
  /** An iteration has ended; begins the next one where it is time. True when the running ones are to go. */
  takeUp(step: Step, loop: L, end: IterationEnd): boolean;
}
