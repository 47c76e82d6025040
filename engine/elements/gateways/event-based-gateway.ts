/**
 * Event-based gateway (BPMN 2.0.2 §10.6.6, §13.4.4): waits for the events behind it, all armed at once. The first that
 * comes takes the token and disarms the others; a timer's cycle fires once. The wakers hang on the gateway's token under
 * the ids of the events, so that the interpreter leads the token on to the one that came (execution/alternatives.ts).
 */
import type { EventBasedGateway } from '../../definition/model.ts';
import { wait } from '../../execution/tokens.ts';
import { arm } from '../../execution/arming.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, neverTriggered, nothingToUndo } from '../shared/defaults.ts';

export const eventBasedGateway: Behaviour<EventBasedGateway> = {
  enter(step) {
    const { element, definition } = step;
    const token = wait(step);
    for (const targetId of element.alternatives) {
      const target = definition.model.elements.get(targetId);
      if (target && 'event' in target)
        arm(step, token, target.event as Parameters<typeof arm>[2], target.id, element.id);
    }
  },
  trigger: neverTriggered,
  complete: completeActivity,
  terminate: nothingToUndo,
};
