/** Writes as the engine sends them to a store, with next to nothing in them. */
import { v7 } from 'uuid';
import type { Write } from './host.ts';

export const EMPTY = {
  instances: [],
  scopes: [],
  tokens: [],
  userTasks: [],
  jobs: [],
  subscriptions: [],
  incidents: [],
  recordLinks: [],
  loops: [],
  loopResults: [],
} satisfies Write['inserted'];
export const NONE_GONE = {
  scopes: [],
  tokens: [],
  jobs: [],
  subscriptions: [],
  incidents: [],
  loops: [],
  loopResults: [],
} satisfies Write['deleted'];
export const AT = '2026-11-22T12:00:00.000Z';

function noted(rootId: string, seq: number): Write['history'][number] {
  return {
    ...{ rootId, seq, definitionId: rootId, at: AT, commandId: v7() },
    actor: { kind: 'system', id: null },
    bodies: [{ kind: 'Noted', elementId: null, text: 'note', facts: null }],
  };
}

export function newRoot(
  rootId: string,
  variables: Write['inserted']['scopes'][number]['variables'] = {},
): Write {
  const instance = {
    id: rootId,
    rootId,
    parentInstanceId: null,
    parentTokenId: null,
    definitionId: rootId,
    processKey: 'p',
    businessKey: null,
    status: 'active',
    initiator: null,
    startedAt: AT,
    endedAt: null,
    endElementId: null,
    suspended: false,
  } as const;
  const place = { id: rootId, rootId, instanceId: rootId, parentId: null, elementId: null, tokenId: null };
  const scope = { ...place, kind: 'process', memo: {} } as const;
  return {
    rootId,
    expectedVersion: null,
    history: [noted(rootId, 1)],
    inserted: {
      ...EMPTY,
      instances: [instance],
      scopes: [{ ...scope, variables, live: 1, counts: { a: 1 } }],
    },
    updated: EMPTY,
    deleted: NONE_GONE,
    outbox: [],
    idempotency: null,
    fence: null,
  };
}

export function step(rootId: string, version: number, change: Partial<Write> = {}): Write {
  const base = { rootId, expectedVersion: version, history: [noted(rootId, version + 1)], inserted: EMPTY };
  return {
    ...base,
    updated: EMPTY,
    deleted: NONE_GONE,
    outbox: [],
    idempotency: null,
    fence: null,
    ...change,
  };
}
