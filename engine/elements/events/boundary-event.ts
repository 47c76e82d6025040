/**
 * Boundary event (BPMN 2.0.2 §10.5.6). Its waker hangs on the token of the activity, and so does this step: the
 * token here is the host's. Interrupting takes it away with all that lives inside; non-interrupting leaves it,
 * a message stays armed and a cycle is armed again.
 */
import type { BoundaryEvent } from '../../definition/model.ts';
import { complete, terminateToken } from '../../execution/tokens.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, nothingToUndo } from '../shared/defaults.ts';
import { armAgain } from '../shared/arm-again.ts';
import { happened } from '../shared/parallel-multiple.ts';

export const boundaryEvent: Behaviour<BoundaryEvent> = {
  enter(step) {
    throw new Error(`Expected no flow to lead into the boundary event '${step.element.id}'.`);
  },
  trigger(step, trigger) {
    const result = happened(step, step.element.event, trigger);
    if (!result) return;
    if (step.element.interrupting) terminateToken(step.session, step.token!);
    else armAgain(step, step.token!, step.element.event, trigger);
    // Its own token begins here; the host's is gone, or stays where it is.
    const ownToken = { ...step, token: null, tokenId: step.session.environment.ids.next() };
    complete(ownToken, { result, outcome: null });
  },
  complete: completeActivity,
  terminate: nothingToUndo,
};
