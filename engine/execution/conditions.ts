/**
 * Conditional events (BPMN 2.0.2 §10.5.5.2): a subscription is looked at when it opens, and again after each change of a
 * variable that its scope can see, or of a record that its instance is bound to. What stays armed (non-interrupting)
 * fires on the edge only: `satisfied` in its payload says how the condition stood last, so that a condition that remains
 * true does not fire again and again. A condition that cannot be evaluated counts as not true, with a note.
 */
import type { ConditionalDefinition, Element, EventDefinition } from '../definition/model.ts';
import { EngineFailure } from '../errors.ts';
import { needSlice } from './needs.ts';
import type { ScopeRow, SubscriptionRow } from './state.ts';
import { containerOf, elementOf, type Change, type Session, type Step } from './step.ts';
import { stepAt } from './step.ts';
import { evaluate } from './variables.ts';
import { knowWakers, open, type Place } from './wakers.ts';

export function armCondition(step: Step, event: ConditionalDefinition, place: Place): void {
  const { owner, elementId, part } = place;
  const isMet = evaluate(step, event.condition) === true;
  const stays = staysArmed(elementOf(step.session, owner.instanceId, elementId));
  const payload = { satisfied: isMet && stays, ...(part !== undefined && { part }) };
  const opened = open(step, place, { kind: 'conditional', name: elementId, correlationKey: null }, payload);
  if (isMet) fire(step.session, opened);
}

/** Looks again at the conditions that can see what changed; called whenever a unit of work is done. */
export function reviewConditions(session: Session): void {
  const changes = session.changes.splice(0);
  for (const scopeId of new Set(changes.map((change) => change.scopeId))) {
    const scope = session.state.scopes.get(scopeId);
    if (!scope || !mayHaveConditions(session, scope)) continue;
    const ofScope = changes.filter((change) => change.scopeId === scopeId);
    for (const row of conditionsOf(session, scope)) review(session, row, ofScope);
  }
}

function mayHaveConditions(session: Session, scope: ScopeRow): boolean {
  const container = containerOf(session, scope);
  if (container) return container.hasConditions;
  // Around iterations or a handler: what the one activity contains.
  const element = scope.elementId === null ? null : elementOf(session, scope.instanceId, scope.elementId);
  return element?.container?.hasConditions ?? false;
}

function conditionsOf(session: Session, scope: ScopeRow): readonly SubscriptionRow[] {
  if (!session.made.has(scope.rootId)) {
    needSlice(session.supplies, { kind: 'subscriptionsOfKind', subscriptionKind: 'conditional' });
  }
  return [...session.state.subscriptions.values()].filter(
    (row) =>
      row.kind === 'conditional' &&
      row.instanceId === scope.instanceId &&
      isInside(session, row.scopeId!, scope.id),
  );
}

function isInside(session: Session, scopeId: string, around: string): boolean {
  if (scopeId === around) return true;
  const { state, supplies } = session;
  if (!state.scopes.has(scopeId)) needSlice(supplies, { kind: 'scopeChain', scopeId });
  const parentId = state.scopes.get(scopeId)?.parentId ?? null;
  return parentId !== null && isInside(session, parentId, around);
}

function review(session: Session, row: SubscriptionRow, changes: readonly Change[]): void {
  const element = elementOf(session, row.instanceId!, row.elementId);
  const event = conditionAt(element, row);
  if (!event || !changes.some((change) => concerns(event, change))) return;
  const isMet = isTrue(session, row, event);
  if (!staysArmed(element)) {
    if (isMet) fire(session, row);
    return;
  }
  if (isMet === (row.payload.satisfied === true)) return;
  const renewed = withSatisfied(session, row, isMet);
  if (isMet) fire(session, renewed);
}

function concerns({ variables, events }: ConditionalDefinition, { name, event }: Change): boolean {
  if (name === null) return true;
  return (
    (variables.length === 0 || variables.includes(name)) && (events.length === 0 || events.includes(event))
  );
}

function isTrue(session: Session, row: SubscriptionRow, { condition }: ConditionalDefinition): boolean {
  try {
    return evaluate(stepAt(session, row.scopeId!, row.elementId), condition) === true;
  } catch (failure) {
    if (!(failure instanceof EngineFailure)) throw failure;
    const { elementId } = row;
    session.unit.emit(row.instanceId!, { kind: 'Noted', elementId, text: failure.message, facts: null });
    return false;
  }
}

/** The one of a multiple event that the subscription stands for. */
function conditionAt(element: Element, { payload }: SubscriptionRow): ConditionalDefinition | null {
  if (!('event' in element)) return null;
  const event: EventDefinition = element.event;
  const part = event.kind === 'multiple' ? event.events[Number(payload.part)] : event;
  return part?.kind === 'conditional' ? part : null;
}

export function staysArmed(element: Element): boolean {
  return 'interrupting' in element && !element.interrupting;
}

/** A row is never changed in place: the history closes it and opens the next. */
function withSatisfied(
  { unit, environment }: Session,
  row: SubscriptionRow,
  satisfied: boolean,
): SubscriptionRow {
  const subscription = { ...row, id: environment.ids.next(), payload: { ...row.payload, satisfied } };
  unit.emit(row.instanceId!, { kind: 'SubscriptionClosed', subscriptionId: row.id });
  unit.emit(row.instanceId!, { kind: 'SubscriptionOpened', subscription });
  return subscription;
}

/** The token must be at hand, or the work would be taken for overtaken. */
function fire(session: Session, { id, scopeId, elementId, tokenId }: SubscriptionRow): void {
  const { state, agenda, supplies } = session;
  if (session.firing.has(id)) return;
  if (tokenId !== null) {
    const token = state.tokens.get(tokenId);
    if (token) knowWakers(session, token);
    else {
      needSlice(supplies, { kind: 'token', tokenId });
      session.knownTokens.add(tokenId);
    }
  }
  session.firing.add(id);
  agenda.push({
    kind: 'trigger',
    ...{ scopeId: scopeId!, elementId, tokenId },
    trigger: { kind: 'conditional', subscriptionId: id },
  });
}
