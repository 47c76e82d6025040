/** What a non-interrupting event does so that it can happen again: a cycle is armed anew, the rest stays armed. */
import type { BoundaryEvent, StartEvent } from '../../definition/model.ts';
import type { Step } from '../../execution/step.ts';
import { openTimer, type WakerOwner } from '../../execution/wakers.ts';
import type { Trigger } from '../../execution/work.ts';
import { nextDue, type TimerPayload } from '../../expressions/timer.ts';

export function armAgain(
  step: Step,
  owner: WakerOwner,
  _event: BoundaryEvent['event'] | StartEvent['event'],
  trigger: Trigger,
): void {
  if (trigger.kind !== 'timer') return;
  const next = nextDue(trigger.payload as TimerPayload, trigger.dueAt);
  if (next) openTimer(step, owner, next, step.element.id);
}
