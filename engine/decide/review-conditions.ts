/** A record changed that the instance is bound to: conditions may have come true that name it. */
import type { Decider } from './decider.ts';

export const reviewConditions: Decider<'reviewConditions'> = (session, { instanceId }) => {
  const isActive = session.state.instances.get(instanceId)?.status === 'active';
  if (isActive) session.changes.push({ scopeId: instanceId, name: null, event: 'update' });
  return null;
};
