/**
 * Moves one running instance to another version of its process, element ids unchanged. Refused with every obstacle
 * when an active element is missing, of another kind or in another scope, or when a join lost a flow over which a
 * token has arrived. Timers keep their due time; boundary events that the new version adds are armed at once, of
 * those that it drops the wakers are closed. Called instances stay on their own version.
 */
import type { Definition, Element } from '../definition/model.ts';
import type { MigrationCheck } from '../engine.ts';
import { EngineRejection } from '../errors.ts';
import type { TokenRow } from '../execution/state.ts';
import { definitionOf, type Session } from '../execution/step.ts';
import { stepOf } from '../execution/tokens.ts';
import { knowSubtree, openBoundaries } from '../execution/wakers.ts';
import { activeInstance } from './assertions.ts';
import type { Decider } from './decider.ts';

export const migrateInstance: Decider<'migrateInstance'> = (session, { instanceId, toDefinitionId }) => {
  const instance = activeInstance(session, instanceId);
  const from = definitionOf(session, instance.definitionId);
  const to = definitionOf(session, toDefinitionId);
  if (from.id === to.id) return null;
  knowSubtree(session, instanceId);
  const tokens = [...session.state.tokens.values()].filter((token) => token.instanceId === instanceId);
  const { possible, obstacles } = migrationCheck(from, to, tokens);
  if (!possible) {
    throw new EngineRejection(
      'ENG_MIGRATION_UNSAFE',
      `The instance cannot be moved to version ${to.version}: ${obstacles.map((one) => one.message).join(' ')}`,
      { obstacles },
    );
  }
  session.unit.emit(instanceId, {
    kind: 'InstanceMigrated',
    fromDefinitionId: from.id,
    toDefinitionId: to.id,
    reason: session.environment.reason,
  });
  for (const token of tokens) {
    closeDroppedBoundaries(session, token, to);
    if (isArmedWithBoundaries(session, token)) openBoundaries(stepOf(session, token), token);
  }
  return null;
};

/** What stands in the way; for the dry run as well. `tokens` are those of the one instance. */
export function migrationCheck(
  from: Definition,
  to: Definition,
  tokens: readonly TokenRow[],
): MigrationCheck {
  const obstacles = tokens.flatMap((token) => obstaclesOf(token, from, to));
  if (from.processKey !== to.processKey) {
    const message = `The version belongs to another process, '${to.processKey}'.`;
    obstacles.push({ elementId: '', code: 'other-process', message });
  }
  const unique = [...new Map(obstacles.map((one) => [`${one.code}:${one.elementId}`, one])).values()];
  const counts = new Map<string, number>();
  for (const { elementId } of tokens) counts.set(elementId, (counts.get(elementId) ?? 0) + 1);
  return {
    possible: unique.length === 0,
    obstacles: unique,
    fromVersion: from.version,
    toVersion: to.version,
    active: [...counts].map(([elementId, count]) => ({ elementId, count })),
  };
}

function obstaclesOf(
  token: TokenRow,
  from: Definition,
  to: Definition,
): MigrationCheck['obstacles'][number][] {
  const { elementId } = token;
  const before = from.model.elements.get(elementId);
  const after = to.model.elements.get(elementId);
  const obstacle = (code: string, message: string): MigrationCheck['obstacles'][number][] => [
    { elementId, code, message },
  ];
  const label = before?.name ?? elementId;
  if (!after) return obstacle('element-missing', `The active element '${label}' is not in the new version.`);
  if (after.type !== before?.type) {
    return obstacle('type-changed', `The active element '${label}' is of another kind in the new version.`);
  }
  if (after.parentId !== before.parentId) {
    return obstacle(
      'scope-changed',
      `The active element '${label}' is inside another subprocess in the new version.`,
    );
  }
  if (token.state === 'parked' && !after.incoming.some((flow) => flow.id === token.flowId)) {
    return obstacle(
      'flow-missing',
      `A token has arrived at '${label}' over a flow that the new version does not have.`,
    );
  }
  return kindOfEvent(before) === kindOfEvent(after)
    ? []
    : obstacle('event-changed', `The active element '${label}' waits for something else in the new version.`);
}

function kindOfEvent(element: Element): string | null {
  return 'event' in element ? element.event.kind : null;
}

/** Tokens that an incident or a `continue` job holds in place have not armed anything yet. */
function isArmedWithBoundaries({ state }: Session, token: TokenRow): boolean {
  if (token.state !== 'waiting') return false;
  const isHeld = [...state.incidents.values()].some(
    (incident) => incident.tokenId === token.id && !incident.jobId,
  );
  return (
    !isHeld && ![...state.jobs.values()].some((job) => job.tokenId === token.id && 'work' in job.payload)
  );
}

function closeDroppedBoundaries(session: Session, token: TokenRow, to: Definition): void {
  const { state, unit } = session;
  const isDropped = (row: { tokenId: string | null; elementId: string | null }): boolean =>
    row.tokenId === token.id && row.elementId !== null && !to.model.elements.has(row.elementId);
  for (const job of [...state.jobs.values()].filter(isDropped)) {
    unit.emit(token.instanceId, { kind: 'JobCancelled', jobId: job.id });
  }
  for (const subscription of [...state.subscriptions.values()].filter(isDropped)) {
    unit.emit(token.instanceId, { kind: 'SubscriptionClosed', subscriptionId: subscription.id });
  }
}
