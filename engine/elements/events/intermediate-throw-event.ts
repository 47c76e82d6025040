/**
 * Intermediate throw event (BPMN 2.0.2 §10.5.4): none passes, message sends, signal calls out, escalation looks outwards,
 * link goes on at the catching link of its name, and several of them happen all.
 */
import type { IntermediateThrowEvent, MultipleDefinition } from '../../definition/model.ts';
import type { Step } from '../../execution/step.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, nothingToUndo, passThrough } from '../shared/defaults.ts';
import { throwCompensation } from '../shared/compensation-throw.ts';
import { throwOutwards } from '../shared/error-throw.ts';
import { followLink } from '../shared/link.ts';
import { throwMessage } from '../shared/message-throw.ts';
import { throwSignal } from '../shared/signal-throw.ts';
import { isAllThrown, throwAll, throwTheRest } from '../shared/throw-all.ts';

type Event = IntermediateThrowEvent['event'];

const ENTER: { readonly [K in Event['kind']]: (step: Step, event: Extract<Event, { kind: K }>) => void } = {
  none: passThrough,
  message: throwMessage,
  signal(step, event) {
    throwSignal(step, event);
    passThrough(step);
  },
  escalation(step, event) {
    if (!throwOutwards(step, [event])) passThrough(step);
  },
  compensation: throwCompensation,
  link: followLink,
  multiple: (step, event) => throwAll(step, event, () => goOn(step, event)),
};

export const intermediateThrowEvent: Behaviour<IntermediateThrowEvent> = {
  enter(step) {
    const { event } = step.element;
    (ENTER[event.kind] as (step: Step, event: Event) => void)(step, event);
  },
  trigger(step) {
    const { event } = step.element;
    if (event.kind !== 'multiple') passThrough(step);
    else if (isAllThrown(step)) goOn(step, event);
  },
  complete: completeActivity,
  terminate: nothingToUndo,
};

function goOn(step: Step, event: MultipleDefinition): void {
  if (!throwTheRest(step, event)) passThrough(step);
}
