/**
 * The only way state changes: one event, one change of rows (decisions.md 16). Folding the history of a root with
 * this function therefore gives its rows by construction. Nothing here decides anything, reads a definition or
 * looks at more rows than the event names and their scopes; a decision holds only a slice of the tree.
 */
import type { EventHead, EventBody, EventKind, HistoryEvent } from '../history/events.ts';
import { isRecordRef, type Json, type Variables } from '../ports.ts';
import { countersOf } from './loop-counters.ts';
import type { ScopeRow, TokenRow } from './state.ts';
import { drop, emptyState, put, rowsWith, type State } from './tables.ts';

type BodyOf<K extends EventKind> = Extract<EventBody, { kind: K }>;
/** What of an event's head changes rows. */
type Head = Pick<EventHead, 'rootId' | 'seq' | 'instanceId' | 'at'>;
type Applier<Body> = (state: State, body: Body, head: Head) => void;
type Appliers = { readonly [K in EventKind]: Applier<BodyOf<K>> };

export function apply(state: State, event: HistoryEvent): void {
  applyBody(state, event, event);
}

/** The same for an event whose head stands beside it. */
export function applyBody(state: State, head: Head, body: EventBody): void {
  (APPLIERS[body.kind] as Applier<EventBody>)(state, body, head);
}

/** The rows that a complete history amounts to. */
export function fold(events: readonly HistoryEvent[]): State {
  const state = emptyState();
  foldInto(state, events);
  return state;
}

/** What followed the events that the state was folded from. */
export function foldInto(state: State, events: readonly HistoryEvent[]): void {
  for (const event of events) apply(state, event);
  state.journal.length = 0;
}

const APPLIERS: Appliers = {
  InstanceStarted(state, { instance, variables }) {
    const { id, rootId } = instance;
    put(state, 'instances', id, {
      id,
      rootId,
      parentInstanceId: instance.parentInstanceId,
      parentTokenId: instance.parentTokenId,
      definitionId: instance.definitionId,
      processKey: instance.processKey,
      businessKey: instance.businessKey,
      status: 'active',
      initiator: instance.initiator,
      startedAt: instance.startedAt,
      endedAt: null,
      endElementId: null,
      suspended: false,
    });
    put(state, 'scopes', id, {
      id,
      rootId,
      instanceId: id,
      kind: 'process',
      parentId: null,
      elementId: null,
      tokenId: null,
      variables,
      live: 0,
      counts: NOTHING,
      memo: NOTHING,
    });
    adjustLive(state, scopeOfParentToken(state, instance.parentTokenId), 1);
    linkRecords(state, id, variables);
  },

  InstanceEnded(state, { status }, { instanceId, at }) {
    const instance = state.instances.get(instanceId)!;
    put(state, 'instances', instanceId, { ...instance, status, endedAt: at });
    drop(state, 'scopes', instanceId);
    adjustLive(state, scopeOfParentToken(state, instance.parentTokenId), -1);
  },

  InstanceSuspended(state, _event, { instanceId }) {
    put(state, 'instances', instanceId, { ...state.instances.get(instanceId)!, suspended: true });
  },

  InstanceResumed(state, _event, { instanceId }) {
    put(state, 'instances', instanceId, { ...state.instances.get(instanceId)!, suspended: false });
  },

  ElementPassed(state, { scopeId, elementId, flows }, { instanceId }) {
    noteEnd(state, instanceId, scopeId, elementId, flows);
  },

  ElementActivated(state, { token }, head) {
    addToken(state, tokenFrom(token, 'waiting', null, head));
  },

  ElementCompleted(state, { tokenId, elementId, scopeId, flows }, { instanceId }) {
    removeToken(state, tokenId);
    noteEnd(state, instanceId, scopeId, elementId, flows);
  },

  ElementTerminated(state, { tokenId }) {
    removeToken(state, tokenId);
  },

  TokenParked(state, { token }, head) {
    addToken(state, tokenFrom(token, 'parked', token.flowId, head));
  },

  JoinFired(state, { scopeId, elementId, tokenIds, flows, goesOn }, { instanceId }) {
    for (const tokenId of tokenIds) removeToken(state, tokenId);
    if (!goesOn) noteEnd(state, instanceId, scopeId, elementId, flows);
  },

  ScopeOpened(state, event, { rootId, instanceId }) {
    const { scopeId, parentScopeId, elementId, tokenId, variables } = event;
    put(state, 'scopes', scopeId, {
      id: scopeId,
      rootId,
      instanceId,
      kind: event.scopeKind ?? 'subProcess',
      parentId: parentScopeId,
      elementId,
      tokenId,
      variables,
      live: 0,
      counts: NOTHING,
      memo: NOTHING,
    });
    adjustLive(state, parentScopeId, 1);
  },

  ScopeClosed(state, { scopeId, status }) {
    const { parentId, kind } = state.scopes.get(scopeId)!;
    drop(state, 'scopes', scopeId);
    if (kind === 'body') dropLoop(state, scopeId);
    if (kind === 'iteration' && status === 'completed') countEnd(state, parentId!);
    else adjustLive(state, parentId, -1);
  },

  ElementMemoSet(state, { scopeId, elementId, value }) {
    const scope = state.scopes.get(scopeId)!;
    const memo = withEntry<Json>(scope.memo, elementId, value ?? undefined);
    put(state, 'scopes', scopeId, scopeWith(scope, scope.live, scope.counts, scope.variables, memo));
  },

  LoopStarted(state, { loop }) {
    put(state, 'loops', loop.id, loop);
  },

  LoopResultAdded(state, { result }) {
    put(state, 'loopResults', result.id, result);
  },

  VariablesSet(state, { scopeId, values }, { instanceId }) {
    const scope = state.scopes.get(scopeId)!;
    const variables = { ...scope.variables, ...values };
    put(state, 'scopes', scopeId, scopeWith(scope, scope.live, scope.counts, variables));
    if (scope.parentId === null) linkRecords(state, instanceId, values);
  },

  UserTaskCreated(state, { task }) {
    put(state, 'userTasks', task.id, task);
  },

  UserTaskActivated(state, { taskId }) {
    const task = state.userTasks.get(taskId)!;
    put(state, 'userTasks', taskId, { ...task, state: 'ready' });
  },

  UserTaskAssigned(state, { taskId, assignee, substituteFor, candidateUsers, candidateGroups }) {
    const task = state.userTasks.get(taskId)!;
    const executors = { assignee, substituteFor, candidateUsers, candidateGroups };
    put(state, 'userTasks', taskId, { ...task, ...executors });
  },

  UserTaskChanged(state, { taskId, change }) {
    put(state, 'userTasks', taskId, { ...state.userTasks.get(taskId)!, ...change });
  },

  UserTaskRescheduled(state, { taskId, availableAt, dueAt, attempt, data }, { at }) {
    const task = state.userTasks.get(taskId)!;
    const planned = availableAt > at ? 'planned' : 'ready';
    put(state, 'userTasks', taskId, { ...task, state: planned, availableAt, dueAt, attempt, data });
  },

  UserTaskCompleted(state, { taskId, outcome, by }, { at }) {
    const task = state.userTasks.get(taskId)!;
    put(state, 'userTasks', taskId, {
      ...task,
      state: 'completed',
      outcome,
      completedAt: at,
      completedBy: by,
    });
  },

  UserTaskCancelled(state, { taskId }, { at }) {
    const task = state.userTasks.get(taskId)!;
    put(state, 'userTasks', taskId, { ...task, state: 'cancelled', completedAt: at });
  },

  JobCreated(state, { job }) {
    put(state, 'jobs', job.id, job);
  },

  JobFinished(state, { jobId }) {
    drop(state, 'jobs', jobId);
  },

  JobFailed(state, { jobId, retriesLeft, dueAt }) {
    const job = state.jobs.get(jobId)!;
    const waiting = job.state === 'suspended' ? 'suspended' : 'ready';
    const next = retriesLeft > 0 ? waiting : 'failed';
    put(state, 'jobs', jobId, { ...job, retriesLeft, dueAt, attempt: job.attempt + 1, state: next });
  },

  JobCancelled(state, { jobId }) {
    drop(state, 'jobs', jobId);
  },

  JobChanged(state, { jobId, state: next, dueAt, retriesLeft }) {
    put(state, 'jobs', jobId, { ...state.jobs.get(jobId)!, state: next, dueAt, retriesLeft });
  },

  SubscriptionOpened(state, { subscription }) {
    put(state, 'subscriptions', subscription.id, subscription);
  },

  SubscriptionClosed(state, { subscriptionId }) {
    drop(state, 'subscriptions', subscriptionId);
  },

  IncidentRaised(state, { incident }) {
    put(state, 'incidents', incident.id, incident);
  },

  IncidentResolved(state, { incidentId }) {
    drop(state, 'incidents', incidentId);
  },

  InstanceMigrated(state, { toDefinitionId }, { instanceId }) {
    const instance = state.instances.get(instanceId)!;
    put(state, 'instances', instanceId, { ...instance, definitionId: toDefinitionId });
    moveRows(state, instanceId, toDefinitionId);
  },

  LimitNear(state, { limit, max, elementId, name }, { instanceId }) {
    const scope = state.scopes.get(instanceId)!;
    const told = (scope.memo[LIMITS_NEAR] ?? {}) as Readonly<Record<string, Json>>;
    const memo = withEntry<Json>(scope.memo, LIMITS_NEAR, { ...told, [limit]: { max, elementId, name } });
    put(state, 'scopes', instanceId, scopeWith(scope, scope.live, scope.counts, scope.variables, memo));
  },

  DecisionEvaluated() {},

  Noted() {},
};

const NOTHING = {} as const;

/** In the memo of an instance's own scope: which limits are near. No element has such an id. */
export const LIMITS_NEAR = '#limits';

/** Written out, because a spread of a row costs several times as much as the row, and this is done at every event. */
function scopeWith(
  scope: ScopeRow,
  live: number,
  counts: ScopeRow['counts'],
  variables = scope.variables,
  memo = scope.memo,
): ScopeRow {
  return {
    id: scope.id,
    rootId: scope.rootId,
    instanceId: scope.instanceId,
    kind: scope.kind,
    parentId: scope.parentId,
    elementId: scope.elementId,
    tokenId: scope.tokenId,
    variables,
    live,
    counts,
    memo,
  };
}

/** The same with the entry, or without it when there is no value. */
function withEntry<V>(
  context: Readonly<Record<string, V>>,
  name: string,
  value: V | undefined,
): Readonly<Record<string, V>> {
  const next: Record<string, V> = {};
  for (const key in context) if (key !== name) next[key] = context[key]!;
  if (value !== undefined) next[name] = value;
  return next;
}

/** The rest of the row is what the event itself says: when, which number, in which instance. */
function tokenFrom(
  { id, scopeId, elementId }: BodyOf<'ElementActivated'>['token'],
  state: TokenRow['state'],
  flowId: string | null,
  { rootId, instanceId, at, seq }: Head,
): TokenRow {
  return { id, rootId, instanceId, scopeId, elementId, state, flowId, enteredAt: at, generation: seq };
}

function addToken(state: State, token: TokenRow): void {
  put(state, 'tokens', token.id, token);
  count(state, token.scopeId, token.elementId, 1);
}

function removeToken(state: State, tokenId: string): void {
  const token = state.tokens.get(tokenId)!;
  drop(state, 'tokens', tokenId);
  count(state, token.scopeId, token.elementId, -1);
}

/** A token more or less at an element: the scope keeps both counters, so that joins need no look at the rows. */
function count(state: State, scopeId: string, elementId: string, change: 1 | -1): void {
  const scope = state.scopes.get(scopeId)!;
  const after = (scope.counts[elementId] ?? 0) + change;
  const counts = withEntry(scope.counts, elementId, after === 0 ? undefined : after);
  put(state, 'scopes', scopeId, scopeWith(scope, scope.live + change, counts));
}

function dropLoop(state: State, scopeId: string): void {
  for (const page of rowsWith(state, 'loops', 'scopeId', scopeId)) drop(state, 'loops', page.id);
  for (const result of rowsWith(state, 'loopResults', 'scopeId', scopeId)) {
    drop(state, 'loopResults', result.id);
  }
}

function adjustLive(state: State, scopeId: string | null, change: 1 | -1): void {
  const scope: ScopeRow | undefined = scopeId === null ? undefined : state.scopes.get(scopeId);
  if (scope) put(state, 'scopes', scope.id, scopeWith(scope, scope.live + change, scope.counts));
}

/** An iteration has ended: its body counts it, unless that is told by an event of its own. */
function countEnd(state: State, bodyId: string): void {
  const body = state.scopes.get(bodyId);
  if (!body) return;
  const counters = countersOf(body);
  const memo = counters.countsEnds
    ? withEntry<Json>(body.memo, body.elementId!, { ...counters, completed: counters.completed + 1 })
    : body.memo;
  put(state, 'scopes', bodyId, scopeWith(body, body.live - 1, body.counts, body.variables, memo));
}

function scopeOfParentToken(state: State, tokenId: string | null): string | null {
  return tokenId === null ? null : state.tokens.get(tokenId)!.scopeId;
}

/** A token that leaves over no flow in the outermost scope has reached an end. */
function noteEnd(
  state: State,
  instanceId: string,
  scopeId: string,
  elementId: string,
  flows: readonly string[],
): void {
  if (flows.length > 0 || scopeId !== instanceId) return;
  const instance = state.instances.get(instanceId)!;
  put(state, 'instances', instanceId, { ...instance, endElementId: elementId });
}

function linkRecords(state: State, instanceId: string, values: Variables): void {
  const { rootId } = state.instances.get(instanceId)!;
  for (const [variable, value] of Object.entries(values)) {
    if (!isRecordRef(value)) continue;
    const row = { rootId, instanceId, variable, entity: value.$record, recordId: value.id };
    put(state, 'recordLinks', `${instanceId}:${variable}`, row);
  }
}

function moveRows(state: State, instanceId: string, definitionId: string): void {
  for (const task of state.userTasks.values()) {
    const isOpen = task.state === 'planned' || task.state === 'ready';
    if (isOpen && task.instanceId === instanceId) put(state, 'userTasks', task.id, { ...task, definitionId });
  }
  for (const job of state.jobs.values()) {
    if (job.instanceId === instanceId) put(state, 'jobs', job.id, { ...job, definitionId });
  }
  for (const subscription of state.subscriptions.values()) {
    if (subscription.instanceId !== instanceId) continue;
    put(state, 'subscriptions', subscription.id, { ...subscription, definitionId });
  }
}
