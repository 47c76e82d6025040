/** The verbs of a token: wait, park, complete, leave, and being taken away. */
import type { Element, Flow } from '../definition/model.ts';
import type { InstanceStatus, TokenRow } from './state.ts';
import { tellAdHoc } from './ad-hoc.ts';
import { openBoundaries } from './arming.ts';
import { forgetCollected } from './collected-parts.ts';
import { forgetAtEnd, noteCompleted } from './compensation.ts';
import { notifyFlow } from './listeners.ts';
import { multiplied } from './quantities.ts';
import { containerOf, elementIn, stepOf, type Session, type Step } from './step.ts';
import { rowsWith } from './tables.ts';
import { closeScopeWakers, closeWakers, knowSubtree, knowWakers } from './wakers.ts';
import { forgetLocals, localsOf, rememberLocals } from './variables.ts';
import type { Completion } from './work.ts';

/** The token stays at its element until a waker triggers it. Arms the boundary events. */
export function wait(step: Step): TokenRow {
  const token = step.token ?? activate(step);
  openBoundaries(step, token);
  return token;
}

/** The token gets a row at its element, nothing else. */
export function activate(step: Step): TokenRow {
  const { session, instance, element, scopeId, tokenId } = step;
  const token = { id: tokenId, scopeId, elementId: element.id };
  session.unit.emit(instance.id, { kind: 'ElementActivated', token });
  session.made.add(tokenId);
  rememberLocals(step);
  return session.state.tokens.get(tokenId)!;
}

/** The token waits at a join for the others. */
export function park(step: Step): void {
  const { session, instance, element, scopeId, tokenId, flowId } = step;
  if (step.token) removeToken(session, step.token); // it was put off on its way into the join
  const token = { id: tokenId, scopeId, elementId: element.id, flowId };
  session.unit.emit(instance.id, { kind: 'TokenParked', token });
  session.made.add(tokenId);
}

/** The element is done; mapping and flows follow as work of their own. */
export function complete(step: Step, completion: Completion): void {
  const { session, element, scopeId, token } = step;
  const tokenId = token?.id ?? session.state.tokens.get(step.tokenId)?.id ?? null;
  const locals = tokenId === null ? session.locals.get(step.tokenId) : undefined;
  const whole = locals ? { ...completion, locals } : completion;
  session.agenda.push({ kind: 'complete', scopeId, elementId: element.id, tokenId, completion: whole });
}

/** The token leaves its element over the flows; over none it ends here. */
export function leave(step: Step, chosen: readonly Flow[]): void {
  const { session, instance, element, scopeId, token } = step;
  const flows = multiplied(chosen, element.completionQuantity);
  const flowIds = flows.map((flow) => flow.id);
  if (element.canBeCompensated) noteCompleted(step, localsOf(step));
  if (token) {
    if (mayHaveWakers(session, token, step)) closeWakers(session, token);
    forgetMemos(session, token);
    const ended = { tokenId: token.id, elementId: element.id, scopeId, flows: flowIds };
    session.unit.emit(instance.id, { kind: 'ElementCompleted', ...ended });
  } else {
    session.unit.emit(instance.id, { kind: 'ElementPassed', scopeId, elementId: element.id, flows: flowIds });
  }
  take(step, flows);
  if (element.isInAdHoc) tellAdHoc(step);
}

/** Sends one token over each flow. */
export function take(step: Step, flows: readonly Flow[]): void {
  for (const flow of flows) {
    const { id, targetId } = flow;
    const { scopeId } = step;
    notifyFlow(step, flow);
    step.session.agenda.push({ kind: 'enter', scopeId, elementId: targetId, flowId: id, tokenId: null });
  }
}

/** Reading the wakers of a token that cannot have any would cost a round trip for nothing. */
function mayHaveWakers(session: Session, token: TokenRow, step: Step): boolean {
  const isKnown = session.made.has(token.id) || session.knownTokens.has(token.id);
  return isKnown || step.element.boundaries.length > 0;
}

/** Takes away a waiting or parked token with everything that hangs on it. */
export function terminateToken(session: Session, token: TokenRow): void {
  const element = elementIn(session, token.scopeId, token.elementId);
  if (token.state === 'waiting' && ownsScope(session, token, element)) {
    knowSubtree(session, token.id);
    endScope(session, token.id, 'cancelled');
  }
  knowWakers(session, token);
  if (token.state === 'waiting') session.behaviourOf(element).terminate(stepOf(session, token));
  removeToken(session, token);
}

/** A token in the body of a repeated activity only holds work. */
function ownsScope({ state }: Session, { scopeId }: TokenRow, element: Element): boolean {
  return element.ownsScope || (element.loop !== null && state.scopes.get(scopeId)?.kind !== 'body');
}

/** Takes away a token that nothing hangs on but its wakers. */
export function removeToken(session: Session, token: TokenRow): void {
  closeWakers(session, token);
  forgetMemos(session, token);
  const { id: tokenId, elementId, scopeId } = token;
  session.unit.emit(token.instanceId, { kind: 'ElementTerminated', tokenId, elementId, scopeId });
}

function forgetMemos(session: Session, token: TokenRow): void {
  forgetLocals(session, token);
  forgetCollected(session, token);
}

/** Takes away everything that lives or is armed in the scope; its rows must have been read (`subtree`). */
export function emptyScope(session: Session, scopeId: string): void {
  session.agenda.dropScope(scopeId);
  closeScopeWakers(session, scopeId);
  forgetJoins(session, scopeId);
  for (const token of rowsWith(session.state, 'tokens', 'scopeId', scopeId)) terminateToken(session, token);
  // What no token waits for: iterations, and a compensation that was thrown without waiting.
  for (const child of rowsWith(session.state, 'scopes', 'parentId', scopeId))
    endScope(session, child.id, 'cancelled');
}

/** What a complex gateway has begun is over with its tokens; it is not reset by their end. */
function forgetJoins(session: Session, scopeId: string): void {
  const scope = session.state.scopes.get(scopeId)!;
  for (const elementId of containerOf(session, scope)?.restlessJoins ?? []) {
    if (scope.memo[elementId] == null) continue;
    session.unit.emit(scope.instanceId, { kind: 'ElementMemoSet', scopeId, elementId, value: null });
  }
}

/** Ends the scope without completing it; its parent token is the caller's business. */
export function endScope(session: Session, scopeId: string, status: Exclude<InstanceStatus, 'active'>): void {
  const scope = session.state.scopes.get(scopeId);
  if (!scope) return;
  emptyScope(session, scopeId);
  forgetAtEnd(session, scope);
  const { reason } = session.environment;
  const { instanceId, elementId } = scope;
  if (elementId === null) session.unit.emit(instanceId, { kind: 'InstanceEnded', status, reason });
  else session.unit.emit(instanceId, { kind: 'ScopeClosed', scopeId, elementId, status: 'terminated' });
}
