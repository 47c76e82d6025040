/** Receive task (BPMN 2.0.2 §10.3.3): waits for its message. */
import type { ReceiveTask } from '../../definition/model.ts';
import { complete, wait } from '../../execution/tokens.ts';
import { arm } from '../../execution/arming.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, nothingToUndo } from '../shared/defaults.ts';
import { variablesOf } from '../shared/trigger-variables.ts';

export const receiveTask: Behaviour<ReceiveTask> = {
  enter(step) {
    arm(step, wait(step), step.element.event);
  },
  trigger(step, trigger) {
    complete(step, { result: variablesOf(trigger), outcome: null });
  },
  complete: completeActivity,
  terminate: nothingToUndo,
};
