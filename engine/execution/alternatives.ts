/**
 * Several wakers that hang on one token under the ids of other elements: the events behind an event-based gateway. The
 * one that fires takes the token over its flow, and the others are disarmed (BPMN 2.0.2 §13.4.4).
 */
import type { Step } from './step.ts';
import { elementOf } from './step.ts';
import { closeWakers } from './wakers.ts';

/** The step as it is to be triggered: with the token that stands behind the gateway now. */
export function led(step: Step): Step {
  const { session, element, token, instance, scopeId } = step;
  if (!token || token.elementId === element.id) return step;
  const holder = elementOf(session, instance.id, token.elementId);
  const flow = holder.outgoing.find((candidate) => candidate.targetId === element.id);
  if (!flow || holder.boundaries.some((boundary) => boundary.id === element.id)) return step;
  closeWakers(session, token);
  session.unit.emit(instance.id, {
    kind: 'ElementCompleted',
    tokenId: token.id,
    elementId: holder.id,
    scopeId,
    flows: [flow.id],
  });
  return { ...step, token: null, tokenId: session.environment.ids.next(), flowId: flow.id };
}
