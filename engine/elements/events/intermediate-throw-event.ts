/** Intermediate throw event (BPMN 2.0.2 §10.5.4): none passes, message sends, escalation looks outwards. */
import type { IntermediateThrowEvent } from '../../definition/model.ts';
import type { Step } from '../../execution/step.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, notExecutedYet, nothingToUndo, passThrough } from '../shared/defaults.ts';
import { throwEscalation } from '../shared/error-throw.ts';
import { throwMessage } from '../shared/message-throw.ts';

type Event = IntermediateThrowEvent['event'];

const ENTER: { readonly [K in Event['kind']]: (step: Step, event: Extract<Event, { kind: K }>) => void } = {
  none: passThrough,
  message: throwMessage,
  signal: notExecutedYet,
  escalation(step, event) {
    if (!throwEscalation(step, event)) passThrough(step);
  },
  compensation: notExecutedYet,
  link: notExecutedYet,
  multiple: notExecutedYet,
};

export const intermediateThrowEvent: Behaviour<IntermediateThrowEvent> = {
  enter(step) {
    const { event } = step.element;
    (ENTER[event.kind] as (step: Step, event: Event) => void)(step, event);
  },
  trigger: passThrough,
  complete: completeActivity,
  terminate: nothingToUndo,
};
