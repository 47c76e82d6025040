/**
 * What a non-interrupting event does so that it can happen again: a cycle is armed anew, and so are all triggers of a
 * parallel multiple event. A silence happens once; everything else stays armed by itself.
 */
import type { BoundaryEvent, StartEvent } from '../../definition/model.ts';
import type { Step } from '../../execution/step.ts';
import { arm, openTimer } from '../../execution/arming.ts';
import { type WakerOwner } from '../../execution/wakers.ts';
import type { Trigger } from '../../execution/work.ts';
import { nextDue, type TimerPayload } from '../../expressions/timer.ts';

export function armAgain(
  step: Step,
  owner: WakerOwner,
  event: BoundaryEvent['event'] | StartEvent['event'],
  trigger: Trigger,
): void {
  if (event.kind === 'multiple' && event.parallel) return arm(step, owner, event, step.element.id);
  if (trigger.kind !== 'timer') return;
  const { group, ...payload } = trigger.payload as TimerPayload & { readonly group?: string };
  const next = nextDue(payload as TimerPayload, trigger.dueAt);
  if (next) openTimer(step, owner, next, step.element.id, group);
}
