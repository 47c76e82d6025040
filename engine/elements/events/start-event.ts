/**
 * Start event (BPMN 2.0.2 §10.5.2). What started an instance (message, timer, record event) was decided before; its
 * variables are in the instance already, the output mapping may derive more. That of an event subprocess is triggered in
 * the scope around it.
 */
import type { StartEvent } from '../../definition/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { runEventSubProcess } from '../containers/event-sub-process.ts';
import { completeActivity, nothingToUndo, passThrough } from '../shared/defaults.ts';

export const startEvent: Behaviour<StartEvent> = {
  enter: passThrough,
  trigger: runEventSubProcess,
  complete: completeActivity,
  terminate: nothingToUndo,
};
