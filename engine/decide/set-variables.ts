/** Somebody changes parameters of a running instance. */
import { setVariables } from '../execution/variables.ts';
import { activeInstance, assertVariables } from './assertions.ts';
import type { Decider } from './decider.ts';

export const setInstanceVariables: Decider<'setVariables'> = (session, { instanceId, values }) => {
  activeInstance(session, instanceId);
  assertVariables(session, values);
  setVariables(session, instanceId, null, values);
  return null;
};
