/** Undefined and manual task (BPMN 2.0.2 §10.3.3), and tasks that say nothing of what to do: the token passes. */
import type { PassThroughTask } from '../../definition/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, neverTriggered, nothingToUndo, passThrough } from '../shared/defaults.ts';

export const passThroughTask: Behaviour<PassThroughTask> = {
  enter: passThrough,
  trigger: neverTriggered,
  complete: completeActivity,
  terminate: nothingToUndo,
};
