/** What wakes a waiting token: jobs and subscriptions. Each belongs to a token and goes with it. */
import type {
  BoundaryEvent,
  CatchDefinition,
  MessageDefinition,
  TimerDefinition,
} from '../definition/model.ts';
import { firstDue, type TimerDue } from '../expressions/timer.ts';
import type { JobKind, JobRow, SubscriptionRow, TokenRow } from './state.ts';
import type { Variables } from '../ports.ts';
import { needSlice, sliceKey } from './needs.ts';
import type { Session, Step } from './step.ts';
import { rowsWith } from './tables.ts';
import { evaluate, evaluateText } from './variables.ts';

export interface JobRequest {
  readonly kind: JobKind;
  readonly dueAt: string;
  readonly handler?: string;
  readonly payload?: JobRow['payload'];
  readonly retries?: number;
  readonly effectKey?: string;
  readonly priority?: number;
}

/** A job whose completion wakes the token at `step.element` (or at the boundary event `elementId`). */
export function createJob(
  step: Step,
  token: TokenRow,
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
    retriesLeft: request.retries ?? 3,
    attempt: 0,
    state: 'ready',
    payload: { ...request.payload, ...groupPayload(step, elementId) },
    effectKey: request.effectKey ?? null,
  };
  session.unit.emit(token.instanceId, { kind: 'JobCreated', job });
  return job;
}

function jobPriorityOf(step: Step): number {
  const { jobPriority } = step.element;
  if (!jobPriority) return 0;
  const priority = Math.trunc(Number(evaluateText(step, jobPriority)));
  return Number.isSafeInteger(priority) ? priority : 0;
}

/** The timer's first firing, evaluated over the variables. */
export function timerDue(step: Step, timer: TimerDefinition): TimerDue {
  const text = evaluateText(step, timer.value);
  return firstDue(timer.form, String(text ?? ''), step.session.environment.now);
}

export function openTimer(step: Step, token: TokenRow, due: TimerDue, elementId = token.elementId): void {
  createJob(step, token, { kind: 'timer', dueAt: due.dueAt, payload: due.payload }, elementId);
}

/** The message's key as the waiting or throwing side knows it; without a rule the business key. */
export function correlationKeyOf(step: Step, message: MessageDefinition): string | null {
  if (!message.correlationKey) return step.instance.businessKey;
  const key = evaluate(step, message.correlationKey);
  if (key === null) return null;
  return typeof key === 'object' ? JSON.stringify(key) : String(key);
}

export function openSubscription(
  step: Step,
  token: TokenRow,
  message: MessageDefinition,
  elementId = token.elementId,
): void {
  const subscription: SubscriptionRow = {
    id: step.session.environment.ids.next(),
    rootId: token.rootId,
    instanceId: token.instanceId,
    scopeId: token.scopeId,
    tokenId: token.id,
    definitionId: step.definition.id,
    elementId,
    kind: 'message',
    name: message.messageName,
    correlationKey: correlationKeyOf(step, message),
    payload: groupPayload(step, elementId),
  };
  step.session.unit.emit(token.instanceId, { kind: 'SubscriptionOpened', subscription });
}

/** Marks a waker of another element than the waiting one and its boundaries: it is one of several alternatives. */
function groupPayload({ element }: Step, elementId: string): Variables {
  const isOwn = element.id === elementId || element.boundaries.some((boundary) => boundary.id === elementId);
  return isOwn ? {} : { group: element.id };
}

type Arming = CatchDefinition | BoundaryEvent['event'];
type Arms = {
  readonly [K in Arming['kind']]: (
    step: Step,
    token: TokenRow,
    event: Extract<Arming, { kind: K }>,
    elementId: string,
  ) => void;
};

/** Found by whoever throws, so that nothing has to wait for it. */
const unarmed = (): void => undefined;

const notExecutedYet = (_step: Step, _token: TokenRow, { kind }: Arming): never => {
  throw new Error(`Expected deployment to refuse an event of the kind '${kind}'.`);
};

/** The one place that tells the kinds apart. */
const ARMS: Arms = {
  message: openSubscription,
  timer: (step, token, event, elementId) => openTimer(step, token, timerDue(step, event), elementId),
  error: unarmed,
  escalation: unarmed,
  compensation: unarmed,
  cancel: unarmed,
  signal: notExecutedYet,
  conditional: notExecutedYet,
  recordEvent: notExecutedYet,
  multiple: notExecutedYet,
};

/** Arms a catching event by its definition. */
export function arm(step: Step, token: TokenRow, event: Arming, elementId = token.elementId): void {
  (ARMS[event.kind] as (step: Step, token: TokenRow, event: Arming, elementId: string) => void)(
    step,
    token,
    event,
    elementId,
  );
}

/** Arms the boundary events of the activity, except those that are armed already (after a retry or migration). */
export function openBoundaries(step: Step, token: TokenRow): void {
  for (const boundary of step.element.boundaries) {
    if (!isArmed(step.session, token.id, boundary)) arm(step, token, boundary.event, boundary.id);
  }
}

function isArmed({ state }: Session, tokenId: string, boundary: BoundaryEvent): boolean {
  const isIts = (row: JobRow | SubscriptionRow): boolean => row.elementId === boundary.id;
  return (
    rowsWith(state, 'jobs', 'tokenId', tokenId).some(isIts) ||
    rowsWith(state, 'subscriptions', 'tokenId', tokenId).some(isIts)
  );
}

/** Makes sure that all wakers of the token are at hand, reading them when they are not. */
export function knowWakers(session: Session, token: TokenRow): void {
  if (session.made.has(token.id) || session.knownTokens.has(token.id)) return;
  if (wasReadWithSubtree(session, token.scopeId)) return;
  needSlice(session.supplies, { kind: 'token', tokenId: token.id });
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
