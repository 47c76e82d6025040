/** Send task with a message (BPMN 2.0.2 §10.3.3): like a message throw event, on a task. */
import type { SendTask } from '../../definition/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, nothingToUndo, passThrough } from '../shared/defaults.ts';
import { throwMessage } from '../shared/message-throw.ts';

export const sendTask: Behaviour<SendTask> = {
  enter(step) {
    throwMessage(step, step.element.event);
  },
  trigger: passThrough,
  complete: completeActivity,
  terminate: nothingToUndo,
};
