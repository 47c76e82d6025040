/**
 * Somebody stops an instance. A called instance goes with its call activity's token in the caller, which then has
 * nothing to wait for; so only a root may be stopped, and with it goes its whole tree.
 */
import { endScope } from '../execution/tokens.ts';
import { knowSubtree } from '../execution/wakers.ts';
import { EngineRejection } from '../errors.ts';
import { activeInstance } from './assertions.ts';
import type { Decider } from './decider.ts';

export const cancelInstance: Decider<'cancelInstance'> = (session, { instanceId }) => {
  const instance = activeInstance(session, instanceId);
  if (instance.parentTokenId !== null) {
    const message = 'A called instance is stopped together with the one that called it.';
    throw new EngineRejection('ENG_INSTANCE_NOT_FOUND', message, { rootId: instance.rootId });
  }
  knowSubtree(session, instanceId);
  endScope(session, instanceId, 'cancelled');
  return null;
};
