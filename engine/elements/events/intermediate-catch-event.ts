/**
 * Intermediate catch event (BPMN 2.0.2 §10.5.4): waits for a message or a timer. A cycle fires once here, because
 * a catch event consumes one token (the designer warns).
 */
import type { IntermediateCatchEvent } from '../../definition/model.ts';
import { complete, wait } from '../../execution/tokens.ts';
import { arm } from '../../execution/wakers.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, nothingToUndo, passThrough } from '../shared/defaults.ts';
import { variablesOf } from '../shared/trigger-variables.ts';

export const intermediateCatchEvent: Behaviour<IntermediateCatchEvent> = {
  enter(step) {
    const { event } = step.element;
    if (event.kind === 'link') return passThrough(step);
    arm(step, wait(step), event);
  },
  trigger(step, trigger) {
    complete(step, { result: variablesOf(trigger), outcome: null });
  },
  complete: completeActivity,
  terminate: nothingToUndo,
};
