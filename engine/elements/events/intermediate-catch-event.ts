/**
 * Intermediate catch event (BPMN 2.0.2 §10.5.4): waits for a message or a timer. A cycle fires once here, because
 * a catch event consumes one token (the designer warns).
 */
import type { IntermediateCatchEvent } from '../../definition/model.ts';
import { complete, wait } from '../../execution/tokens.ts';
import { arm } from '../../execution/wakers.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, nothingToUndo } from '../shared/defaults.ts';
import { variablesOf } from '../shared/trigger-variables.ts';

export const intermediateCatchEvent: Behaviour<IntermediateCatchEvent> = {
  enter(step) {
    arm(step, wait(step), step.element.event);
  },
  trigger(step, trigger) {
    complete(step, { result: variablesOf(trigger), outcome: null });
  },
  complete: completeActivity,
  terminate: nothingToUndo,
};
