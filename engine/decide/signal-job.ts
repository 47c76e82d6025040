/** A signal on its way: a job without an instance, whose id says which subscriptions were opened before it. */
import type { JobRow, SubscriptionRow } from '../execution/state.ts';
import type { Actor, Variables } from '../ports.ts';

export interface ThrownSignal {
  readonly name: string;
  readonly variables: Variables;
  readonly actor: Actor;
}

/** What the job keeps while it goes from page to page. */
export interface SignalJobPayload extends ThrownSignal {
  /** The signal's own id; subscriptions that opened later do not hear it. */
  readonly before: string;
  /** The last subscription that was reached. */
  readonly after: string | null;
  /** Left out by those thrown before it was noted. */
  readonly thrownAt?: string;
  /** How many it has come to, and of how many; null until the first page. */
  readonly reached?: number;
  readonly total?: number | null;
  /** Of a retry: those that were not reached. */
  readonly only?: readonly SubscriptionRow[];
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
    payload: { ...thrown, actor: { ...thrown.actor }, before: id, after: null, thrownAt: now, reached: 0 },
    effectKey: null,
  };
}
