/**
 * Exclusive gateway (BPMN 2.0.2 §10.6.2, §13.4.2): every token passes by itself (multi-merge), over the first flow
 * whose condition is true, in the order of the diagram, or over the default flow.
 */
import type { ExclusiveGateway } from '../../definition/model.ts';
import { leave } from '../../execution/tokens.ts';
import type { Behaviour } from '../behaviour.ts';
import { neverTriggered, nothingToUndo, passThrough } from '../shared/defaults.ts';
import { isTrue, noFlow } from '../shared/flows.ts';

export const exclusiveGateway: Behaviour<ExclusiveGateway> = {
  enter: passThrough,
  trigger: neverTriggered,
  complete(step) {
    const { outgoing } = step.element;
    const flow =
      outgoing.find((candidate) => !candidate.isDefault && isTrue(step, candidate)) ??
      outgoing.find((candidate) => candidate.isDefault);
    if (!flow && outgoing.length > 0) throw noFlow(step);
    leave(step, flow ? [flow] : []);
  },
  terminate: nothingToUndo,
};
