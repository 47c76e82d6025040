/**
 * What an instance waits for has come: a message or a signal. The catching element closes the subscription, or keeps it
 * open.
 */
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
  return { instanceId };
};
