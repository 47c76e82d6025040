/** The slice of a read request, no more than the PostgreSQL store gives (engine.read_slices). */
import type { ReadAnswer, ReadRequest, Slice, SliceNeed, Target } from '../store-port.ts';
import type { MemoryTables } from './memory-tables.ts';

type Parts = {
  readonly [
    T in
      | 'instances'
      | 'scopes'
      | 'tokens'
      | 'userTasks'
      | 'jobs'
      | 'subscriptions'
      | 'incidents'
      | 'loops'
      | 'loopResults'
  ]: Set<string>;
};

export function readSlice(tables: MemoryTables, request: ReadRequest): ReadAnswer {
  const known = request.idempotency && tables.idempotency.get(request.idempotency.key);
  if (known) return { kind: 'replayed', idempotency: known };
  const place = placeOf(tables, request.target);
  if (!place?.rootId) return { kind: 'missing' };
  const parts = emptyParts();
  parts.instances.add(place.rootId);
  addChain(tables, parts, place.scopeId);
  if (place.tokenId) addToken(tables, parts, place.tokenId);
  addTarget(parts, request.target);
  for (const need of request.needs) addNeed(tables, parts, need, place.rootId);
  return { kind: 'slice', slice: sliceOf(tables, parts, place.rootId) };
}

interface Place {
  readonly rootId: string | null;
  readonly scopeId: string | null;
  readonly tokenId: string | null;
}

function placeOf(tables: MemoryTables, { kind, id }: Target): Place | undefined {
  if (kind === 'userTask') {
    const task = tables.userTasks.get(id);
    const isOpen = task?.state === 'planned' || task?.state === 'ready';
    return task && { ...task, tokenId: isOpen ? task.tokenId : null };
  }
  if (kind === 'job') return tables.jobs.get(id);
  if (kind === 'subscription') return tables.subscriptions.get(id);
  if (kind === 'incident') {
    const incident = tables.incidents.get(id);
    const token = tables.tokens.get(incident?.tokenId ?? '');
    return incident && { ...incident, scopeId: token?.scopeId ?? incident.instanceId };
  }
  const instance = tables.instances.get(id);
  return instance && { rootId: instance.rootId, scopeId: instance.id, tokenId: null };
}

function addTarget(parts: Parts, { kind, id }: Target): void {
  if (kind === 'userTask') parts.userTasks.add(id);
  if (kind === 'job') parts.jobs.add(id);
  if (kind === 'subscription') parts.subscriptions.add(id);
  if (kind === 'incident') parts.incidents.add(id);
  if (kind === 'instance') parts.instances.add(id);
}

/** The scope and its ancestors up to the root, with the tokens of call activities on the way. */
function addChain(tables: MemoryTables, parts: Parts, scopeId: string | null): void {
  const scope = tables.scopes.get(scopeId ?? '');
  if (!scope) return;
  parts.scopes.add(scope.id);
  parts.instances.add(scope.instanceId);
  if (scope.parentId !== null) return addChain(tables, parts, scope.parentId);
  const { parentTokenId } = tables.instances.get(scope.instanceId)!;
  if (parentTokenId === null) return;
  parts.tokens.add(parentTokenId);
  addChain(tables, parts, tables.tokens.get(parentTokenId)?.scopeId ?? null);
}

function addToken(tables: MemoryTables, parts: Parts, tokenId: string): void {
  parts.tokens.add(tokenId);
  for (const row of tables.userTasks.values()) {
    const isOpen = row.state === 'planned' || row.state === 'ready';
    if (row.tokenId === tokenId && isOpen) parts.userTasks.add(row.id);
  }
  for (const row of tables.jobs.values()) if (row.tokenId === tokenId) parts.jobs.add(row.id);
  for (const row of tables.subscriptions.values())
    if (row.tokenId === tokenId) parts.subscriptions.add(row.id);
  for (const row of tables.incidents.values()) if (row.tokenId === tokenId) parts.incidents.add(row.id);
}

type Adder<K extends SliceNeed['kind']> = (
  tables: MemoryTables,
  parts: Parts,
  need: Extract<SliceNeed, { kind: K }>,
  rootId: string,
) => void;

const ADDERS: { readonly [K in SliceNeed['kind']]: Adder<K> } = {
  token: (tables, parts, { tokenId }) => addToken(tables, parts, tokenId),
  scopeChain: (tables, parts, { scopeId }) => addChain(tables, parts, scopeId),
  subtree: (tables, parts, { scopeId }) => addSubtree(tables, parts, scopeId),
  tokensAt(tables, parts, { scopeId, elementId }) {
    for (const token of [...tables.tokens.values()]) {
      if (token.scopeId === scopeId && token.elementId === elementId) addToken(tables, parts, token.id);
    }
  },
  scopeWakers: (tables, parts, { scopeId }) => addScopeWakers(tables, parts, scopeId),
  subscriptionsOfKind(tables, parts, { subscriptionKind }, rootId) {
    for (const row of tables.subscriptions.values()) {
      if (row.rootId === rootId && row.kind === subscriptionKind) parts.subscriptions.add(row.id);
    }
  },
  userTasksAt(tables, parts, { instanceId, elementIds }) {
    for (const row of tables.userTasks.values()) {
      if (row.instanceId === instanceId && elementIds.includes(row.elementId)) parts.userTasks.add(row.id);
    }
  },
  loop: (_tables, parts, { scopeId }) => void parts.loops.add(scopeId),
  loopResults(tables, parts, { scopeId }) {
    for (const row of tables.loopResults.values()) if (row.scopeId === scopeId) parts.loopResults.add(row.id);
  },
};

function addNeed(tables: MemoryTables, parts: Parts, need: SliceNeed, rootId: string): void {
  (ADDERS[need.kind] as Adder<SliceNeed['kind']>)(tables, parts, need, rootId);
}

/** Wakers that belong to the scope itself. */
function addScopeWakers(tables: MemoryTables, parts: Parts, scopeId: string): void {
  const isIts = (row: { scopeId: string | null; tokenId: string | null }): boolean =>
    row.scopeId === scopeId && row.tokenId === null;
  for (const row of tables.jobs.values()) if (isIts(row)) parts.jobs.add(row.id);
  for (const row of tables.subscriptions.values()) if (isIts(row)) parts.subscriptions.add(row.id);
}

function addSubtree(tables: MemoryTables, parts: Parts, scopeId: string): void {
  parts.scopes.add(scopeId);
  if (tables.instances.has(scopeId)) parts.instances.add(scopeId);
  addScopeWakers(tables, parts, scopeId);
  for (const token of tables.tokens.values()) {
    if (token.scopeId !== scopeId) continue;
    addToken(tables, parts, token.id);
    for (const called of tables.instances.values()) {
      if (called.parentTokenId === token.id && called.status === 'active')
        addSubtree(tables, parts, called.id);
    }
  }
  for (const child of tables.scopes.values()) {
    if (child.parentId === scopeId) addSubtree(tables, parts, child.id);
  }
}

function sliceOf(tables: MemoryTables, parts: Parts, rootId: string): Slice {
  const pick = <Row>(rows: Map<string, Row>, ids: Set<string>): Row[] =>
    [...ids].flatMap((id) => rows.get(id) ?? []);
  return {
    rootId,
    version: tables.versions.get(rootId)!,
    nextSeq: 1 + tables.history.filter((event) => event.rootId === rootId).length,
    instances: pick(tables.instances, parts.instances),
    scopes: pick(tables.scopes, parts.scopes),
    tokens: pick(tables.tokens, parts.tokens),
    userTasks: pick(tables.userTasks, parts.userTasks),
    jobs: pick(tables.jobs, parts.jobs),
    subscriptions: pick(tables.subscriptions, parts.subscriptions),
    incidents: pick(tables.incidents, parts.incidents),
    loops: pick(tables.loops, parts.loops),
    loopResults: pick(tables.loopResults, parts.loopResults),
  };
}

function emptyParts(): Parts {
  return {
    instances: new Set(),
    scopes: new Set(),
    tokens: new Set(),
    userTasks: new Set(),
    jobs: new Set(),
    subscriptions: new Set(),
    incidents: new Set(),
    loops: new Set(),
    loopResults: new Set(),
  };
}
