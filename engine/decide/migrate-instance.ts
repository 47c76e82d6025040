/**
 * Moves one running instance to another version of its process, element ids unchanged. Refused with every obstacle
 * when an active element is missing, of another kind or in another scope, or when a join lost a flow over which a
 * token has arrived (migration-check.ts). Then, token by token:
 *
 *   - timers keep their due time; a message or signal that is called otherwise now is awaited by its new name;
 *   - boundary events that the new version adds or changes are armed, of those that it drops the wakers are closed with
 *     what they left behind; those that have fired already are not armed again;
 *   - timeouts that listeners of a task wait for likewise;
 *   - event subprocesses likewise, scope by scope (migrate-scope.ts);
 *   - joins keep what has arrived, and fire when the new version waits for nothing more.
 *
 * Called instances stay on their own version.
 */
import { unlooped } from '../definition/unlooped.ts';
import type {
  BoundaryEvent,
  Definition,
  Element,
  MessageDefinition,
  SignalDefinition,
} from '../definition/model.ts';
import { EngineFailure, EngineRejection } from '../errors.ts';
import { forgetCollectedAt } from '../execution/collected-parts.ts';
import type { JobRow, SubscriptionRow, TokenRow } from '../execution/state.ts';
import { needSlice } from '../execution/needs.ts';
import { armTimeouts, dropTimeouts } from '../elements/tasks/user-task/timeouts.ts';
import { definitionOf, type Session } from '../execution/step.ts';
import { stepOf } from '../execution/step.ts';
import { arm } from '../execution/arming.ts';
import { knowSubtree } from '../execution/wakers.ts';
import type { MigrationCheck } from '../engine.ts';
import type { Variables } from '../ports.ts';
import { activeInstance } from './assertions.ts';
import type { Decider } from './decider.ts';
import { isSameEvent } from './event-signature.ts';
import { migrateScope } from './migrate-scope.ts';
import { migrationCheck } from './migration-check.ts';

export const migrateInstance: Decider<'migrateInstance'> = (session, { instanceId, toDefinitionId }) => {
  const instance = activeInstance(session, instanceId);
  const from = definitionOf(session, instance.definitionId);
  const to = definitionOf(session, toDefinitionId);
  if (from.id === to.id) return null;
  knowSubtree(session, instanceId);
  const tokens = [...session.state.tokens.values()].filter((token) => token.instanceId === instanceId);
  if (from.model.root.canBeCompensated) {
    needSlice(session.supplies, { kind: 'subscriptionsOfKind', subscriptionKind: 'compensation' });
  }
  const isIts = (row: { readonly instanceId: string | null }): boolean => row.instanceId === instanceId;
  const { possible, obstacles } = migrationCheck(from, to, {
    tokens,
    scopes: [...session.state.scopes.values()].filter(isIts),
    subscriptions: [...session.state.subscriptions.values()].filter(isIts),
  });
  if (!possible) throw unsafe(to, obstacles);
  session.unit.emit(instanceId, {
    kind: 'InstanceMigrated',
    fromDefinitionId: from.id,
    toDefinitionId: to.id,
    reason: session.environment.reason,
  });
  for (const token of tokens) {
    if (token.state === 'waiting') adapt(session, token, from, to);
  }
  for (const scope of [...session.state.scopes.values()]) {
    if (scope.instanceId === instanceId) migrateScope(session, scope, from, to);
  }
  reconsiderJoins(session, tokens);
  return null;
};

function unsafe(to: Definition, obstacles: MigrationCheck['obstacles']): EngineRejection {
  const sentences = obstacles.map((one) => one.message).join(' ');
  return new EngineRejection(
    'ENG_MIGRATION_UNSAFE',
    `The instance cannot be moved to version ${to.version}: ${sentences}`,
    { obstacles },
  );
}

function adapt(session: Session, token: TokenRow, from: Definition, to: Definition): void {
  const kind = session.state.scopes.get(token.scopeId)!.kind;
  if (kind === 'body') return; // It holds work of a repeated activity and waits for nothing else.
  const inScope = (element: Element): Element => (kind === 'iteration' ? unlooped(element) : element);
  const before = inScope(from.model.elements.get(token.elementId)!);
  const after = inScope(to.model.elements.get(token.elementId)!);
  const kept = after.boundaries.filter((boundary) => isKept(before, boundary));
  closeBoundariesBut(session, token, kept);
  const dropped = before.boundaries.filter((old) => !kept.some(({ id }) => id === old.id));
  forgetCollectedAt(session, token, dropped);
  if (isHeld(session, token)) return;
  const step = stepOf(session, token);
  const event = renamed(before, after);
  const awaited = event && !after.loop ? ownSubscriptionOf(session, token) : undefined;
  if (event && awaited) {
    session.unit.emit(token.instanceId, { kind: 'SubscriptionClosed', subscriptionId: awaited.id });
    arming(to, after, () => arm(step, token, event));
  }
  for (const boundary of after.boundaries.filter((one) => !kept.includes(one))) {
    arming(to, boundary, () => arm(step, token, boundary.event, boundary.id));
  }
  dropTimeouts(session, token, after);
  arming(to, after, () => armTimeouts(step, token, before));
}

/** A timer or key that does not evaluate over this instance's variables is an obstacle that only shows now. */
function arming(to: Definition, element: Element, work: () => void): void {
  try {
    work();
  } catch (failure) {
    if (!(failure instanceof EngineFailure)) throw failure;
    const message = `'${element.name ?? element.id}' cannot begin to wait: ${failure.message}`;
    throw unsafe(to, [{ elementId: element.id, code: 'not-armed', message }]);
  }
}

/** The same event on the same activity: its waker stays as it is, and when it has fired, it has fired. */
function isKept(before: Element, { id, event }: BoundaryEvent): boolean {
  const old = before.boundaries.find((boundary) => boundary.id === id)?.event;
  return old !== undefined && isSameEvent(old, event);
}

/** Wakers and incidents of boundary events hang on the token of the activity under the boundary event's id. */
function closeBoundariesBut(session: Session, token: TokenRow, kept: readonly BoundaryEvent[]): void {
  const { state, unit } = session;
  const { instanceId } = token;
  const isDropped = (row: {
    tokenId: string | null;
    elementId: string | null;
    payload?: Variables;
  }): boolean =>
    row.tokenId === token.id &&
    row.elementId !== token.elementId &&
    row.payload?.group !== token.elementId &&
    !kept.some((boundary) => boundary.id === row.elementId);
  for (const { id } of [...state.jobs.values()].filter(isDropped)) {
    unit.emit(instanceId, { kind: 'JobCancelled', jobId: id });
  }
  for (const { id } of [...state.subscriptions.values()].filter(isDropped)) {
    unit.emit(instanceId, { kind: 'SubscriptionClosed', subscriptionId: id });
  }
  for (const { id } of [...state.incidents.values()].filter(isDropped)) {
    unit.emit(instanceId, { kind: 'IncidentResolved', incidentId: id });
  }
}

/** Tokens that an incident or a `continue` job holds in place have not armed anything yet. */
function isHeld({ state }: Session, token: TokenRow): boolean {
  const isHere = (row: { tokenId: string | null; elementId: string | null }): boolean =>
    row.tokenId === token.id && row.elementId === token.elementId;
  return (
    [...state.incidents.values()].some((incident) => isHere(incident) && !incident.jobId) ||
    [...state.jobs.values()].some((job: JobRow) => isHere(job) && 'work' in job.payload)
  );
}

/** A message or signal that is called otherwise now; what it was called when the token came stays where nothing changed. */
function renamed(before: Element, after: Element): MessageDefinition | SignalDefinition | null {
  if (!('event' in before) || !('event' in after) || isSameEvent(before.event, after.event)) return null;
  const { event } = after;
  return event.kind === 'message' || event.kind === 'signal' ? event : null;
}

function ownSubscriptionOf({ state }: Session, token: TokenRow): SubscriptionRow | undefined {
  return [...state.subscriptions.values()].find(
    (row) => row.tokenId === token.id && row.elementId === token.elementId,
  );
}

/** Once per join: what fires takes its tokens with it. */
function reconsiderJoins(session: Session, tokens: readonly TokenRow[]): void {
  const parked = tokens.filter((token) => token.state === 'parked');
  const joins = new Map(parked.map((token) => [`${token.scopeId} ${token.elementId}`, token]));
  for (const token of joins.values()) {
    const step = stepOf(session, token);
    const behaviour = session.behaviourOf(step.element);
    behaviour.reconsider?.(step);
    if (!behaviour.mayFire?.(step)) continue;
    const { scopeId, elementId } = token;
    const settled = { kind: 'settled' } as const;
    session.agenda.push({ kind: 'trigger', scopeId, elementId, tokenId: null, trigger: settled });
  }
}
