/**
 * Compensation (BPMN 2.0.2 §10.7, §13.5.5). An activity that completed and can be undone leaves a subscription of kind
 * `compensation` in its scope; a completed subprocess leaves one itself and keeps the inner ones under its closed scope
 * until it is undone or the instance ends. What is unfinished leaves nothing.
 *
 * A throw opens a scope of kind `compensation`, for which its token waits. In its memo stands the plan: the scopes whose
 * subscriptions it undoes, of one activity or all, up to the moment of the throw. They are taken one after another,
 * the latest first (the iterations of a parallel multi-instance all at once), each closed as its handler begins, so that
 * nothing is undone twice. Every handler runs in such a scope of its own, with the local variables of what it undoes;
 * process variables are those of now, so that handlers can build on each other. A subprocess without a handler of its
 * own is undone by its compensation event subprocess, else by undoing its inside.
 */
import type { Element } from '../definition/model.ts';
import type { Json, Variables } from '../ports.ts';
import { needSlice } from './needs.ts';
import type { ScopeRow, SubscriptionRow } from './state.ts';
import { containerOf, elementOf, type Session, type Step } from './step.ts';
import { rowsWith } from './tables.ts';
import { knowScopeWakers } from './wakers.ts';

/** What a completed activity leaves behind. */
interface Leftover {
  readonly [key: string]: Json;
  /** Rises with time; the latest is undone first. */
  readonly order: number;
  readonly variables: Variables;
  /** The closed scope of a subprocess, or of all iterations of a repeated activity. */
  readonly inside: string | null;
  readonly repeated: 'parallel' | 'sequential' | null;
}

/** What a compensation scope still has to do. */
interface Plan {
  readonly [key: string]: Json;
  readonly scopes: readonly string[];
  readonly activityId: string | null;
  /** Only what completed before. */
  readonly before: number;
  readonly parallel: boolean;
  /** The compensation event subprocess does it; it may throw for what is inside. */
  readonly isManual: boolean;
  /** The host of the cancel boundary event that is triggered when all is undone. */
  readonly cancels: string | null;
}

const PLAN = '#compensation';
const LATEST = Number.MAX_SAFE_INTEGER;

/** An activity without a container is about to leave; a repeated one leaves as a whole when its body closes. */
export function noteCompleted(step: Step, locals: Variables): void {
  const { session, element, scopeId } = step;
  if (!element.canBeCompensated || element.container !== null) return;
  const scope = session.state.scopes.get(scopeId)!;
  const isIteration = scope.kind === 'iteration' && scope.elementId === element.id;
  if (element.loop !== null && !isIteration) return;
  const home = isIteration ? scope.parentId! : scopeId;
  const variables = isIteration ? { ...scope.variables, ...locals } : locals;
  leaveBehind(session, home, element.id, { variables, inside: null, repeated: null });
}

/** The scope of a subprocess, or around all iterations, closes because it is complete. */
export function noteScopeCompleted(session: Session, scope: ScopeRow): void {
  const element = elementOf(session, scope.instanceId, scope.elementId!);
  const { loop } = element;
  const isBody = scope.kind === 'body';
  const sequence = loop?.kind === 'multiInstance' && !loop.sequential ? 'parallel' : 'sequential';
  const around = session.state.scopes.get(scope.parentId!)!;
  const isIteration = around.kind === 'iteration' && around.elementId === element.id;
  leaveBehind(session, isIteration ? around.parentId! : around.id, element.id, {
    variables: isIteration ? { ...around.variables, ...scope.variables } : scope.variables,
    inside: scope.id,
    repeated: isBody ? sequence : null,
  });
}

function leaveBehind(
  session: Session,
  scopeId: string,
  elementId: string,
  left: Omit<Leftover, 'order'>,
): void {
  const { rootId, instanceId } = session.state.scopes.get(scopeId)!;
  const { definitionId } = session.state.instances.get(instanceId)!;
  const subscription: SubscriptionRow = {
    id: session.environment.ids.next(),
    ...{ rootId, instanceId, scopeId, tokenId: null, definitionId, elementId },
    kind: 'compensation',
    name: elementId,
    correlationKey: null,
    payload: { ...left, order: session.unit.nextSeq() },
  };
  session.unit.emit(instanceId, { kind: 'SubscriptionOpened', subscription });
}

/** Whether the scope's end keeps what is inside, so that the whole may be undone later. */
export function isKept(session: Session, { kind, elementId, instanceId }: ScopeRow): boolean {
  if (elementId === null || (kind !== 'subProcess' && kind !== 'body')) return false;
  return elementOf(session, instanceId, elementId).canBeCompensated;
}

/** Nothing in the scope, and nothing that completed scopes in it left behind, can be undone any more. */
export function forgetCompleted(session: Session, scopeId: string): void {
  knowScopeWakers(session, scopeId);
  for (const subscription of leftoversIn(session, scopeId)) {
    close(session, subscription);
    const { inside } = leftoverOf(subscription);
    if (inside !== null) forgetCompleted(session, inside);
  }
}

/** The scope ends for good: what it could have undone goes. Reads only where the diagram has compensation. */
export function forgetAtEnd(session: Session, scope: ScopeRow): void {
  if (scope.kind === 'process') {
    if (!containerOf(session, scope)!.canBeCompensated) return;
    // An instance that began in this step has nothing that would have to be read.
    if (!session.made.has(scope.id)) {
      needSlice(session.supplies, { kind: 'subscriptionsOfKind', subscriptionKind: 'compensation' });
    }
    for (const row of [...session.state.subscriptions.values()]) {
      if (row.kind === 'compensation' && row.instanceId === scope.instanceId) close(session, row);
    }
  } else if (isCompensableScope(session, scope)) forgetCompleted(session, scope.id);
}

function isCompensableScope(session: Session, scope: ScopeRow): boolean {
  if (scope.kind === 'compensation') return planOf(scope)?.isManual === true;
  if (scope.kind === 'body') return elementOf(session, scope.instanceId, scope.elementId!).canBeCompensated;
  return containerOf(session, scope)?.canBeCompensated ?? false;
}

/** Where a throw in the scope looks: there, for an event subprocess around it as well, outwards to what it names. */
function targetsOf(session: Session, scopeId: string, activityId: string | null): readonly string[] {
  const scope = session.state.scopes.get(scopeId)!;
  if (scope.kind === 'compensation') return planOf(scope)?.scopes ?? [];
  // What a repeated activity has done so far cannot be undone before it is complete.
  const own = scope.kind === 'body' ? [] : [scopeId];
  if (scope.parentId === null) return own;
  const isDone =
    activityId === null
      ? !isEventSubProcess(session, scope)
      : pick(session, own, { activityId, before: LATEST }).length > 0;
  return isDone ? own : [...own, ...targetsOf(session, scope.parentId, activityId)];
}

function isEventSubProcess(session: Session, { kind, instanceId, elementId }: ScopeRow): boolean {
  const element = elementOf(session, instanceId, elementId!);
  return kind === 'subProcess' && 'variant' in element && element.variant === 'event';
}

/**
 * Undoes what completed in reach of the step. `underWay`: the token of that id waits for it (without one nobody does).
 */
export function compensate(
  step: Step,
  request: {
    readonly activityId: string | null;
    readonly tokenId: string | null;
    /** The host token of the transaction that is left when all is undone. */
    readonly cancels?: string;
  },
): 'nothing' | 'done' | 'underWay' {
  const { session, scopeId, instance, element } = step;
  const { activityId, tokenId, cancels = null } = request;
  const scopes = targetsOf(session, scopeId, activityId);
  const plan: Plan = { ...NOTHING, scopes, activityId, cancels, before: session.unit.nextSeq() };
  if (pick(session, scopes, plan).length === 0) return 'nothing';
  const id = tokenId ?? session.environment.ids.next();
  open(session, instance.id, { id, tokenId, parentId: scopeId, elementId: element.id, variables: {} });
  remember(session, id, plan);
  return settleCompensation(session, id) === null ? 'underWay' : 'done';
}

function open(
  session: Session,
  instanceId: string,
  scope: {
    readonly id: string;
    readonly tokenId: string | null;
    readonly parentId: string;
    readonly elementId: string;
    readonly variables: Variables;
  },
): void {
  const { id, parentId, elementId, tokenId, variables } = scope;
  session.made.add(id);
  session.unit.emit(instanceId, {
    kind: 'ScopeOpened',
    ...{ scopeId: id, parentScopeId: parentId, elementId, tokenId, variables },
    scopeKind: 'compensation',
  });
}

function remember(session: Session, scopeId: string, plan: Plan): void {
  const { instanceId } = session.state.scopes.get(scopeId)!;
  session.unit.emit(instanceId, { kind: 'ElementMemoSet', scopeId, elementId: PLAN, value: plan });
}

/**
 * Nothing lives in the compensation scope: what is left to undo begins, or the scope closes. The closed scope, so that
 * whoever waits for it is told; null while it goes on, and when a transaction is left by it.
 */
export function settleCompensation(session: Session, scopeId: string): ScopeRow | null {
  const plan = planOf(session.state.scopes.get(scopeId)!);
  if (plan && !plan.isManual) {
    for (
      let next = pick(session, plan.scopes, plan);
      next.length > 0;
      next = pick(session, plan.scopes, plan)
    ) {
      for (const one of plan.parallel ? next : next.slice(0, 1)) undo(session, scopeId, one);
      if (!isIdle(session, scopeId)) return null;
    }
  }
  return finish(session, session.state.scopes.get(scopeId)!);
}

function isIdle({ state, agenda }: Session, scopeId: string): boolean {
  return state.scopes.get(scopeId)!.live === 0 && !agenda.hasWorkIn(scopeId);
}

function undo(session: Session, parentId: string, subscription: SubscriptionRow): void {
  const instanceId = subscription.instanceId!;
  const { elementId } = subscription;
  const { variables, inside, repeated } = leftoverOf(subscription);
  const element = elementOf(session, instanceId, elementId);
  close(session, subscription);
  const id = session.environment.ids.next();
  open(session, instanceId, { id, tokenId: null, parentId, elementId, variables });
  const handler = repeated === null ? (element.compensatedBy ?? element.container?.compensatedBy) : null;
  if (handler) {
    if (inside !== null) keepOrForget(session, id, inside, element);
    session.agenda.push({ kind: 'enter', scopeId: id, elementId: handler, flowId: null, tokenId: null });
    return;
  }
  if (inside !== null)
    remember(session, id, { ...NOTHING, scopes: [inside], parallel: repeated === 'parallel' });
  settleCompensation(session, id);
}

/** A handler of its own does everything; a compensation event subprocess may still ask for what is inside. */
function keepOrForget(session: Session, scopeId: string, inside: string, element: Element): void {
  if (element.compensatedBy !== null) forgetCompleted(session, inside);
  else remember(session, scopeId, { ...NOTHING, scopes: [inside], isManual: true });
}

function finish(session: Session, scope: ScopeRow): ScopeRow | null {
  const { id: scopeId, instanceId, elementId } = scope;
  const plan = planOf(scope);
  if (plan?.isManual) for (const inside of plan.scopes) forgetCompleted(session, inside);
  session.unit.emit(instanceId, { kind: 'ScopeClosed', scopeId, elementId: elementId!, status: 'completed' });
  if (plan?.cancels == null) return scope;
  leaveTransaction(session, plan.cancels);
  return null;
}

/** All of the transaction is undone: it is left by its cancel boundary event (BPMN 2.0.2 §10.3.5.2). */
export function leaveTransaction(session: Session, hostTokenId: string): void {
  const { state, supplies, agenda } = session;
  if (!state.tokens.has(hostTokenId)) needSlice(supplies, { kind: 'token', tokenId: hostTokenId });
  const { scopeId, instanceId, elementId, id } = state.tokens.get(hostTokenId)!;
  const { boundaries } = elementOf(session, instanceId, elementId);
  const boundary = boundaries.find(({ event }) => event.kind === 'cancel');
  if (!boundary)
    throw new Error(`Expected deployment to refuse '${elementId}' without a cancel boundary event.`);
  agenda.push({
    kind: 'trigger',
    ...{ scopeId, elementId: boundary.id, tokenId: id },
    trigger: { kind: 'cancel' },
  });
}

const NOTHING: Plan = {
  scopes: [],
  activityId: null,
  before: LATEST,
  parallel: false,
  isManual: false,
  cancels: null,
};

/** What the plan still has to undo, the latest first. */
function pick(
  session: Session,
  scopes: readonly string[],
  { activityId, before }: Pick<Plan, 'activityId' | 'before'>,
): readonly SubscriptionRow[] {
  for (const scopeId of scopes) knowScopeWakers(session, scopeId);
  return scopes
    .flatMap((scopeId) => leftoversIn(session, scopeId))
    .filter((row) => activityId === null || row.elementId === activityId)
    .filter((row) => leftoverOf(row).order < before)
    .sort((a, b) => leftoverOf(b).order - leftoverOf(a).order);
}

function leftoversIn({ state }: Session, scopeId: string): SubscriptionRow[] {
  return rowsWith(state, 'subscriptions', 'scopeId', scopeId).filter(({ kind }) => kind === 'compensation');
}

function close(session: Session, { id, instanceId }: SubscriptionRow): void {
  session.unit.emit(instanceId!, { kind: 'SubscriptionClosed', subscriptionId: id });
}

const leftoverOf = ({ payload }: SubscriptionRow): Leftover => payload as Leftover;
const planOf = ({ memo }: ScopeRow): Plan | null => (memo[PLAN] ?? null) as Plan | null;
