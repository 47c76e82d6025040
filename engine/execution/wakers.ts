/**
 * What wakes: jobs and subscriptions. Each belongs to a token and goes with it, or to a scope and goes with that one (the
 * starts of its event subprocesses). Several alternatives of one wait carry the waiting element's id as `group`. What
 * each kind of event needs to be awaited is told in arming.ts.
 */
import type { JobKind, JobRow, SubscriptionRow, TokenRow } from './state.ts';
import type { Variables } from '../ports.ts';
import { needSlice, sliceKey } from './needs.ts';
import type { Session, Step } from './step.ts';
import { rowsWith } from './tables.ts';
import { evaluateText } from './variables.ts';

export interface JobRequest {
  readonly kind: JobKind;
  readonly dueAt: string;
  readonly handler?: string;
  readonly payload?: JobRow['payload'];
  /** Left out: as often as the element says. */
  readonly retries?: number | undefined;
  /** How often it was tried before. */
  readonly attempt?: number;
  readonly effectKey?: string;
  readonly priority?: number;
  readonly group?: string;
  readonly state?: JobRow['state'];
}

/** Whom a waker belongs to: a token, or (id null) the scope itself. */
export type WakerOwner = Pick<TokenRow, 'rootId' | 'instanceId' | 'scopeId' | 'elementId'> & {
  readonly id: string | null;
};

/** A job whose completion wakes its owner at `step.element` (or at the boundary or start event `elementId`). */
export function createJob(
  step: Step,
  token: WakerOwner,
  request: JobRequest,
  elementId = token.elementId,
): JobRow {
  const { session, definition } = step;
  const job: JobRow = {
    id: session.environment.ids.next(),
    rootId: token.rootId,
    instanceId: token.instanceId,
    scopeId: token.scopeId,
    tokenId: token.id,
    definitionId: definition.id,
    elementId,
    kind: request.kind,
    handler: request.handler ?? null,
    dueAt: request.dueAt,
    priority: request.priority ?? jobPriorityOf(step),
    retriesLeft: request.retries ?? retriesAt(step, elementId),
    attempt: request.attempt ?? 0,
    state: request.state ?? 'ready',
    payload: { ...request.payload, ...groupPayload(step, token, elementId, request.group) },
    effectKey: request.effectKey ?? null,
  };
  session.unit.emit(token.instanceId, { kind: 'JobCreated', job });
  return job;
}

const RETRIES_DEFAULT = 3;

function retriesAt({ element, definition }: Step, elementId: string): number {
  const { retryCycle } = element.id === elementId ? element : definition.model.elements.get(elementId)!;
  return retryCycle ? Math.max(1, retryCycle.retries) : RETRIES_DEFAULT;
}

function jobPriorityOf(step: Step): number {
  const { jobPriority } = step.element;
  if (!jobPriority) return 0;
  const priority = Math.trunc(Number(evaluateText(step, jobPriority)));
  return Number.isSafeInteger(priority) ? priority : 0;
}

/** What a subscription waits for, and where. */
export interface Awaited {
  readonly kind: SubscriptionRow['kind'];
  readonly name: string;
  readonly correlationKey: string | null;
  readonly payload: SubscriptionRow['payload'];
}

export function openSubscription(
  step: Step,
  owner: WakerOwner,
  elementId: string,
  awaited: Awaited,
): SubscriptionRow {
  const subscription: SubscriptionRow = {
    id: step.session.environment.ids.next(),
    rootId: owner.rootId,
    instanceId: owner.instanceId,
    scopeId: owner.scopeId,
    tokenId: owner.id,
    definitionId: step.definition.id,
    elementId,
    ...awaited,
  };
  step.session.unit.emit(owner.instanceId, { kind: 'SubscriptionOpened', subscription });
  return subscription;
}

/**
 * Marks one of several alternatives of a wait: `group`, or the waiting element where the waker is another's than that
 * and its boundary events'.
 */
function groupPayload({ element }: Step, owner: WakerOwner, elementId: string, group?: string): Variables {
  if (group !== undefined) return { group };
  const isOwn = element.id === elementId || element.boundaries.some((boundary) => boundary.id === elementId);
  return isOwn || owner.id === null ? {} : { group: element.id };
}

/** Where an event is armed: its element, and the wait that it is one alternative of. */
export interface Place {
  readonly owner: WakerOwner;
  readonly elementId: string;
  readonly group?: string | undefined;
  /** Position among the definitions of a multiple event. */
  readonly part?: number;
}

/** Opens a subscription in that place. */
export function open(
  step: Step,
  place: Place,
  awaited: Omit<Awaited, 'payload'>,
  payload: Variables = {},
): SubscriptionRow {
  const { owner, elementId, group } = place;
  return openSubscription(step, owner, elementId, {
    ...awaited,
    payload: { ...payload, ...groupPayload(step, owner, elementId, group) },
  });
}

/** Makes sure that all wakers of the token are at hand, reading them when they are not. */
export function knowWakers(session: Session, token: TokenRow): void {
  if (session.made.has(token.id) || session.knownTokens.has(token.id)) return;
  if (!wasReadWithSubtree(session, token.scopeId)) {
    needSlice(session.supplies, { kind: 'token', tokenId: token.id });
  }
  session.knownTokens.add(token.id);
}

/** Makes sure that everything alive in the scope is at hand. */
export function knowSubtree(session: Session, scopeId: string): void {
  if (session.made.has(scopeId) || wasReadWithSubtree(session, scopeId)) return;
  needSlice(session.supplies, { kind: 'subtree', scopeId });
}

function wasReadWithSubtree(session: Session, scopeId: string | null): boolean {
  if (scopeId === null) return false;
  if (session.supplies.has(sliceKey({ kind: 'subtree', scopeId }))) return true;
  const scope = session.state.scopes.get(scopeId);
  if (!scope) return false;
  const { parentTokenId } = session.state.instances.get(scope.instanceId)!;
  const around = scope.parentId ?? (parentTokenId && session.state.tokens.get(parentTokenId)?.scopeId);
  return wasReadWithSubtree(session, around ?? null);
}

/** Disarms everything that could wake the token. */
export function closeWakers(session: Session, token: TokenRow): void {
  knowWakers(session, token);
  const { state, unit } = session;
  const { instanceId } = token;
  for (const { id } of rowsWith(state, 'jobs', 'tokenId', token.id)) {
    unit.emit(instanceId, { kind: 'JobCancelled', jobId: id });
  }
  for (const { id } of rowsWith(state, 'subscriptions', 'tokenId', token.id)) {
    unit.emit(instanceId, { kind: 'SubscriptionClosed', subscriptionId: id });
  }
  for (const { id } of rowsWith(state, 'incidents', 'tokenId', token.id)) {
    unit.emit(instanceId, { kind: 'IncidentResolved', incidentId: id });
  }
}

/** Makes sure that the wakers of the scope itself are at hand. */
export function knowScopeWakers(session: Session, scopeId: string): void {
  if (session.made.has(scopeId) || wasReadWithSubtree(session, scopeId)) return;
  needSlice(session.supplies, { kind: 'scopeWakers', scopeId });
}

/** Disarms the event subprocesses of the scope; its wakers must be at hand. What can be compensated stays. */
export function closeScopeWakers({ state, unit }: Session, scopeId: string): void {
  for (const { id, tokenId, instanceId } of rowsWith(state, 'jobs', 'scopeId', scopeId)) {
    if (tokenId === null && instanceId !== null) unit.emit(instanceId, { kind: 'JobCancelled', jobId: id });
  }
  for (const { id, tokenId, instanceId, kind } of rowsWith(state, 'subscriptions', 'scopeId', scopeId)) {
    if (tokenId === null && instanceId !== null && kind !== 'compensation')
      unit.emit(instanceId, { kind: 'SubscriptionClosed', subscriptionId: id });
  }
}
