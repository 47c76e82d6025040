/**
 * Inclusive gateway (BPMN 2.0.2 §10.6.3, §13.4.3). It splits over every flow whose condition is true, else over the
 * default flow. It joins when something has arrived and nothing that lives in the scope can still arrive over an empty
 * flow, unless that could as well take a filled one. This is looked at whenever the scope comes to rest: after every
 * move, death and scope end, not only on arrival, so a join never waits for a token that has died elsewhere.
 */
import type { InclusiveGateway } from '../../definition/model.ts';
import { leave, park } from '../../execution/tokens.ts';
import type { Behaviour } from '../behaviour.ts';
import { nothingToUndo, passThrough } from '../shared/defaults.ts';
import { flowsOfActivity } from '../shared/flows.ts';
import { arrivalsAt, firstOfEachFlow } from '../shared/parked.ts';
import { bitsOf, fireJoin, isAnythingExpected } from '../shared/restless-join.ts';

export const inclusiveGateway: Behaviour<InclusiveGateway> = {
  isJoin: true,
  enter(step) {
    if (step.element.incoming.length <= 1) passThrough(step);
    else park(step);
  },
  mayFire(step) {
    const { parked, isHeld } = arrivalsAt(step);
    if (parked.length === 0 || isHeld) return false;
    const { element } = step;
    const filled = bitsOf(
      element,
      parked.map((token) => token.flowId),
    );
    const all = bitsOf(
      element,
      element.incoming.map((flow) => flow.id),
    );
    return !isAnythingExpected(step, filled, all & ~filled);
  },
  trigger(step) {
    const { parked } = arrivalsAt(step);
    fireJoin(step, firstOfEachFlow(parked), flowsOfActivity(step));
  },
  complete(step) {
    leave(step, flowsOfActivity(step));
  },
  terminate: nothingToUndo,
};
