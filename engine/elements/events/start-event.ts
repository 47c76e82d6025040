/**
 * Start event (BPMN 2.0.2 §10.5.2). What started it (message, timer, record event) was decided before; its
 * variables are in the instance already, the output mapping may derive more.
 */
import type { StartEvent } from '../../definition/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, neverTriggered, nothingToUndo, passThrough } from '../shared/defaults.ts';

export const startEvent: Behaviour<StartEvent> = {
  enter: passThrough,
  trigger: neverTriggered,
  complete: completeActivity,
  terminate: nothingToUndo,
};
