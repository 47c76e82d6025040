/**
 * Intermediate catch event (BPMN 2.0.2 §10.5.4): waits for what it says: a message, a timer, a signal, a
 * condition, a record, one of several or all of them; a link passes. A cycle fires once here, because a catch event
 * consumes one token (the designer warns).
 */
import type { IntermediateCatchEvent } from '../../definition/model.ts';
import { complete, wait } from '../../execution/tokens.ts';
import { arm } from '../../execution/arming.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, nothingToUndo, passThrough } from '../shared/defaults.ts';
import { happened } from '../shared/parallel-multiple.ts';

export const intermediateCatchEvent: Behaviour<IntermediateCatchEvent> = {
  enter(step) {
    const { event } = step.element;
    if (event.kind === 'link') return passThrough(step);
    arm(step, wait(step), event);
  },
  trigger(step, trigger) {
    const result = happened(step, step.element.event, trigger);
    if (result) complete(step, { result, outcome: null });
  },
  complete: completeActivity,
  terminate: nothingToUndo,
};
