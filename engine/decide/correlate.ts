/**
 * What an instance waits for has come: a message or a signal. The catching element closes the subscription, or keeps it
 * open.
 */
import type { SubscriptionRow } from '../execution/state.ts';
import type { BoundaryEvent } from '../definition/model.ts';
import { elementOf, type Session } from '../execution/step.ts';
import type { Decider } from './decider.ts';
import { assertVariables } from './assertions.ts';

/** Result: `{ instanceId }`, null when nobody waits any more. */
export const correlate: Decider<'correlate'> = (session, { subscriptionId, variables }) => {
  const subscription = session.state.subscriptions.get(subscriptionId);
  assertVariables(session, variables);
  if (!subscription?.scopeId) return { instanceId: null };
  const { scopeId, elementId, tokenId, instanceId, kind } = subscription;
  session.agenda.push({
    kind: 'trigger',
    ...{ scopeId, elementId, tokenId },
    trigger:
      kind === 'conditional'
        ? { kind, subscriptionId }
        : { kind: kind === 'signal' ? kind : 'message', variables, subscriptionId },
  });
  if (isAtRest(session, subscription) && !staysOpen(session, subscription)) {
    session.unit.emit(instanceId!, { kind: 'SubscriptionClosed', subscriptionId });
  }
  return { instanceId };
};

/** What reaches a suspended tree is kept for it; the next message must not be taken for the same wait. */
function isAtRest({ state }: Session, { rootId }: SubscriptionRow): boolean {
  return rootId !== null && state.instances.get(rootId)?.suspended === true;
}

/** Non-interrupting boundary events go on listening. */
function staysOpen(session: Session, { instanceId, elementId }: SubscriptionRow): boolean {
  const { interrupting } = elementOf(session, instanceId!, elementId) as Partial<BoundaryEvent>;
  return interrupting === false;
}
