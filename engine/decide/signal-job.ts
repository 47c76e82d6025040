/** A signal on its way: a job without an instance, whose id says which subscriptions were opened before it. */
import type { JobRow } from '../execution/state.ts';
import type { Actor, Variables } from '../ports.ts';

export interface ThrownSignal {
  readonly name: string;
  readonly variables: Variables;
  readonly actor: Actor;
}

const RETRIES = 3;

export function signalJob(id: string, now: string, thrown: ThrownSignal): JobRow {
  return {
    id,
    rootId: null,
    instanceId: null,
    scopeId: null,
    tokenId: null,
    definitionId: null,
    elementId: null,
    kind: 'signal',
    handler: null,
    dueAt: now,
    priority: 0,
    retriesLeft: RETRIES,
    attempt: 0,
    state: 'ready',
    payload: { ...thrown, actor: { ...thrown.actor }, before: id, after: null },
    effectKey: null,
  };
}
