/**
 * Parallel gateway (BPMN 2.0.2 §10.6.4, §13.4.1): fires when a token has arrived over every incoming flow, takes
 * one of each, and sends one over every outgoing flow. A second token on the same flow stays queued there. The
 * scope's counter says cheaply when firing is out of the question; only then are the parked tokens read.
 */
import type { ParallelGateway } from '../../definition/model.ts';
import { needSlice } from '../../execution/needs.ts';
import type { TokenRow } from '../../execution/state.ts';
import type { Session, Step } from '../../execution/step.ts';
import { resolveStuck } from '../../execution/stuck-joins.ts';
import { leave, park, take } from '../../execution/tokens.ts';
import type { Behaviour } from '../behaviour.ts';
import { nothingToUndo, passThrough } from '../shared/defaults.ts';
import { arrivalsAt, firstOfEachFlow } from '../shared/parked.ts';

export const parallelGateway: Behaviour<ParallelGateway> = {
  isJoin: true,
  enter(step) {
    if (step.element.incoming.length <= 1) return passThrough(step);
    park(step);
    const parked = completeSet(step);
    if (parked) fire(step, parked);
  },
  /** A person lets it go on with what has arrived, though something is missing. */
  trigger(step) {
    fire(step, firstOfEachFlow(arrivalsAt(step).parked));
  },
  complete(step) {
    leave(step, step.element.outgoing);
  },
  terminate: nothingToUndo,
  reconsider(step) {
    for (let parked = completeSet(step); parked; parked = completeSet(step)) fire(step, parked);
  },
};

/** The oldest parked token of each incoming flow; null when one flow is empty. */
function completeSet(step: Step): readonly TokenRow[] | null {
  const { session, element, scopeId } = step;
  const arrived = session.state.scopes.get(scopeId)!.counts[element.id] ?? 0;
  if (arrived < element.incoming.length) return null;
  const parked = parkedTokens(session, scopeId, element.id, arrived);
  const set = element.incoming.map((flow) => parked.find((token) => token.flowId === flow.id));
  return set.every((token) => token !== undefined) ? set : null;
}

function parkedTokens(
  session: Session,
  scopeId: string,
  elementId: string,
  arrived: number,
): readonly TokenRow[] {
  const here = [...session.state.tokens.values()].filter(
    (token) => token.scopeId === scopeId && token.elementId === elementId,
  );
  if (here.length < arrived) needSlice(session.supplies, { kind: 'tokensAt', scopeId, elementId });
  return here.filter((token) => token.state === 'parked').sort((a, b) => a.generation - b.generation);
}

function fire(step: Step, parked: readonly TokenRow[]): void {
  const { session, instance, element, scopeId } = step;
  const tokenIds = parked.map((token) => token.id);
  const flows = element.outgoing.map((flow) => flow.id);
  resolveStuck(session, parked);
  session.unit.emit(instance.id, { kind: 'JoinFired', scopeId, elementId: element.id, tokenIds, flows });
  take(step, element.outgoing);
}
