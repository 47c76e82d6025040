/** Opening and ending of scopes: the process instance, embedded subprocesses, called instances. */
import type { Container, Definition } from '../definition/model.ts';
import type { Variables } from '../ports.ts';
import { isOpenAdHoc } from './ad-hoc.ts';
import { forgetAtEnd, isKept, noteScopeCompleted, settleCompensation } from './compensation.ts';
import { endIteration, resultOfBody } from './iterations.ts';
import { needSlice } from './needs.ts';
import { isToBeTold } from './process-listeners.ts';
import type { ScopeRow, TokenRow } from './state.ts';
import { containerOf, elementOf, type Session } from './step.ts';
import { raiseStuckJoins } from './stuck-joins.ts';
import { stepAt, stepOf } from './step.ts';
import { complete } from './tokens.ts';
import { NOW_NAME } from '../expressions/feel.ts';
import { asReferences, visibleVariables } from './variables.ts';
import { closeScopeWakers, knowScopeWakers } from './wakers.ts';
import { NO_RESULT, type Completion } from './work.ts';

/** An instance begins with a token at the start event. Its id is given, so that a called instance has its token's. */
export function startInstance(
  session: Session,
  definition: Definition,
  request: {
    readonly id: string;
    readonly parentToken: TokenRow | null;
    /** Where it begins: a start event, or what stands in its place. */
    readonly begin: (instanceId: string) => void;
    readonly businessKey: string | null;
    readonly initiator: string | null;
    readonly variables: Variables;
  },
): void {
  const { id, parentToken, businessKey, initiator, variables, begin } = request;
  const environmentNames = { initiator, businessKey, [NOW_NAME]: session.environment.now };
  session.unit.emit(id, {
    kind: 'InstanceStarted',
    instance: {
      id,
      rootId: parentToken?.rootId ?? id,
      parentInstanceId: parentToken?.instanceId ?? null,
      parentTokenId: parentToken?.id ?? null,
      definitionId: definition.id,
      processKey: definition.processKey,
      businessKey,
      initiator,
      startedAt: session.environment.now,
    },
    variables: asReferences({
      ...initialData(definition.model.root, variables, environmentNames),
      ...variables,
    }),
  });
  session.made.add(id);
  armEventSubProcesses(session, id, definition.model.root);
  begin(id);
}

/** An embedded subprocess begins; its scope has the id of the token that waits for it. */
export function openScope(session: Session, token: TokenRow, variables: Variables): void {
  const { id, scopeId, elementId, instanceId } = token;
  const { container } = elementOf(session, instanceId, elementId);
  session.unit.emit(instanceId, {
    kind: 'ScopeOpened',
    scopeId: id,
    parentScopeId: scopeId,
    elementId,
    tokenId: id,
    variables: asReferences(withOwnData(session, scopeId, container, variables)),
  });
  armEventSubProcesses(session, id, container);
}

/**
 * The event subprocesses of a scope are armed before anything in it moves (BPMN 2.0.2 §13.5.4). As work of their own: a
 * timer that does not evaluate becomes an incident there and holds nothing else up.
 */
export function armEventSubProcesses(session: Session, scopeId: string, container: Container | null): void {
  for (const { id } of container?.eventSubProcesses ?? []) armEventSubProcess(session, scopeId, id);
}

export function armEventSubProcess(session: Session, scopeId: string, elementId: string): void {
  session.agenda.push({
    kind: 'trigger',
    ...{ scopeId, elementId, tokenId: null },
    trigger: { kind: 'scopeOpened' },
  });
}

/** Data objects of a process that begin with a value; what the starter gives counts more. */
function initialData(root: Container, given: Variables, names: Variables): Variables {
  const values: Variables = {};
  for (const { variable, initial } of root.data) {
    if (initial) values[variable] = initial.evaluate({ ...names, ...given, ...values });
  }
  return values;
}

/** Data objects of a subprocess are its own, with a value or without; what it is given counts more. */
function withOwnData(
  session: Session,
  scopeId: string,
  container: Container | null,
  given: Variables,
): Variables {
  if (!container || container.data.length === 0) return given;
  const seen = { ...visibleVariables(session, scopeId), ...given, [NOW_NAME]: session.environment.now };
  const values: Variables = {};
  for (const { variable, initial } of container.data) {
    values[variable] = initial ? initial.evaluate({ ...seen, ...values }) : null;
  }
  return { ...values, ...given };
}

/** Ends the scope when nothing lives or moves in it any more, and tells the token that waits for it. */
export function settle(session: Session, scopeId: string, lastElementId: string | null = null): void {
  const { state, unit, agenda, environment } = session;
  const scope = state.scopes.get(scopeId);
  if (!scope || agenda.hasWorkIn(scopeId)) return;
  if (lookAtJoins(session, scope)) return;
  if (scope.live > 0) return raiseStuckJoins(session, scope);
  if (scope.kind === 'compensation') return settleUndone(session, scopeId);
  if (isOpenAdHoc(session, scope)) return;
  const { instanceId, elementId, variables } = scope;
  if ((containerOf(session, scope)?.eventSubProcesses.length ?? 0) > 0) {
    knowScopeWakers(session, scopeId);
    closeScopeWakers(session, scopeId);
  }
  const status = session.endStatus.get(scopeId) ?? 'completed';
  if (elementId === null && status !== 'cancelled' && isToBeTold(session, scopeId, status, lastElementId))
    return;
  if (status === 'completed' && isKept(session, scope)) noteScopeCompleted(session, scope);
  else forgetAtEnd(session, scope);
  if (elementId === null) {
    const { parentTokenId } = state.instances.get(instanceId)!;
    const reason = status === 'completed' ? null : environment.reason;
    unit.emit(instanceId, { kind: 'InstanceEnded', status, reason });
    wakeParent(session, parentTokenId, { result: variables, outcome: null });
  } else {
    const closing = status === 'completed' ? 'completed' : 'terminated';
    const completion =
      scope.kind === 'body' ? resultOfBody(session, scope) : { result: variables, outcome: null };
    unit.emit(instanceId, { kind: 'ScopeClosed', scopeId, elementId, status: closing });
    if (scope.kind === 'iteration') endIteration(session, scope);
    else wakeParent(session, scope.tokenId, completion);
  }
}

/** Compensation goes on, or its scope closed and whoever waits for it is told. */
function settleUndone(session: Session, scopeId: string): void {
  const closed = settleCompensation(session, scopeId);
  if (!closed) return;
  if (closed.tokenId !== null) wakeParent(session, closed.tokenId, NO_RESULT);
  else settle(session, closed.parentId!);
}

/** Joins that wait for what cannot come any more go on; nothing moves in the scope now. */
function lookAtJoins(session: Session, scope: ScopeRow): boolean {
  const container = containerOf(session, scope);
  for (const elementId of container?.restlessJoins ?? []) {
    if (scope.counts[elementId] === undefined && scope.memo[elementId] === undefined) continue;
    const step = stepAt(session, scope.id, elementId);
    if (!session.behaviourOf(step.element).mayFire?.(step)) continue;
    session.agenda.push({
      kind: 'trigger',
      ...{ scopeId: scope.id, elementId, tokenId: null },
      trigger: { kind: 'settled' },
    });
    return true; // The others are looked at when this one has gone on.
  }
  return false;
}

function wakeParent(session: Session, tokenId: string | null, completion: Completion): void {
  if (tokenId === null) return;
  const token = session.state.tokens.get(tokenId);
  // The slice holds the scopes around the target, but not the tokens that wait for embedded ones.
  if (!token) return needSlice(session.supplies, { kind: 'token', tokenId });
  complete(stepOf(session, token), completion);
}
