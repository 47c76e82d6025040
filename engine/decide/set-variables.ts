/** Somebody changes parameters of a running instance. */
import { EngineRejection } from '../errors.ts';
import { needSlice } from '../execution/needs.ts';
import type { ScopeRow } from '../execution/state.ts';
import type { Session } from '../execution/step.ts';
import { setLocalVariables, setVariables } from '../execution/variables.ts';
import { activeInstance, assertVariables } from './assertions.ts';
import type { Decider } from './decider.ts';

export const setInstanceVariables: Decider<'setVariables'> = (session, { instanceId, values, scopeId }) => {
  activeInstance(session, instanceId);
  assertVariables(session, values);
  if (scopeId === null) setVariables(session, instanceId, null, values);
  else setLocalVariables(session, scopeOf(session, instanceId, scopeId), values);
  return null;
};

function scopeOf(session: Session, instanceId: string, scopeId: string): ScopeRow {
  if (!session.state.scopes.has(scopeId)) needSlice(session.supplies, { kind: 'scopeChain', scopeId });
  const scope = session.state.scopes.get(scopeId);
  if (scope?.instanceId === instanceId) return scope;
  const message = `Expected '${scopeId}' to be a scope that lives in process instance '${instanceId}'.`;
  throw new EngineRejection('ENG_VARIABLE_INVALID', message, { scopeId });
}
