/** What stands in the way of moving an instance to another version of its process; for the dry run as well. */
import type { Definition, Element, EventDefinition } from '../definition/model.ts';
import type { MigrationCheck } from '../engine.ts';
import { signatureOf } from './event-signature.ts';
import type { ScopeRow, SubscriptionRow, TokenRow } from '../execution/state.ts';

type Obstacle = MigrationCheck['obstacles'][number];

/** What lives in the one instance. */
export interface Living {
  readonly tokens: readonly TokenRow[];
  readonly scopes: readonly ScopeRow[];
  readonly subscriptions: readonly SubscriptionRow[];
}

export function migrationCheck(from: Definition, to: Definition, living: Living): MigrationCheck {
  const { tokens } = living;
  const obstacles = [
    ...tokens.flatMap((token) => obstaclesOf(token, from, to)),
    ...compensationObstacles(living, from, to),
  ];
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

/** What runs to undo something stays where it is; what may be undone later must be undone in the same way. */
function compensationObstacles(
  { scopes, subscriptions }: Living,
  from: Definition,
  to: Definition,
): readonly Obstacle[] {
  const labelOf = (elementId: string): string => from.model.elements.get(elementId)?.name ?? elementId;
  const running = scopes
    .filter((scope) => scope.kind === 'compensation')
    .map(({ elementId }) => ({
      elementId: elementId!,
      code: 'compensation-running',
      message: `Steps are being undone at '${labelOf(elementId!)}'.`,
    }));
  const lost = subscriptions
    .filter(
      ({ kind, elementId }) =>
        kind === 'compensation' && handlersOf(elementId, from) !== handlersOf(elementId, to),
    )
    .map(({ elementId }) => ({
      elementId,
      code: 'compensation-lost',
      message: `What '${labelOf(elementId)}' has done could not be undone in the same way in the new version.`,
    }));
  return [...running, ...lost];
}

function handlersOf(elementId: string, { model }: Definition): string {
  const element = model.elements.get(elementId);
  if (!element?.canBeCompensated) return '';
  return [element.type, element.compensatedBy, element.container?.compensatedBy ?? null].join(' ');
}

function obstaclesOf(token: TokenRow, from: Definition, to: Definition): readonly Obstacle[] {
  const { elementId } = token;
  const before = from.model.elements.get(elementId);
  const after = to.model.elements.get(elementId);
  const label = before?.name ?? elementId;
  const obstacle = (code: string, message: string): readonly Obstacle[] => [{ elementId, code, message }];
  if (!after) return obstacle('element-missing', `The active element '${label}' is not in the new version.`);
  if (
    after.type !== before?.type ||
    isCall(after) !== isCall(before) ||
    variantOf(after) !== variantOf(before)
  ) {
    return obstacle('type-changed', `The active element '${label}' is of another kind in the new version.`);
  }
  if (repetitionOf(after) !== repetitionOf(before)) {
    return obstacle(
      'repetition-changed',
      `The active element '${label}' is repeated otherwise in the new version.`,
    );
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
  return awaitedBy(before) === awaitedBy(after) && alternativesOf(before, from) === alternativesOf(after, to)
    ? []
    : obstacle('event-changed', `The active element '${label}' waits for something else in the new version.`);
}

/** How often the activity runs and begins: what is under way was counted by the old rule. */
function repetitionOf({ loop, startQuantity }: Element): string {
  if (!loop) return `${startQuantity}`;
  return `${startQuantity} ${loop.kind} ${loop.kind === 'multiInstance' && loop.sequential}`;
}

/** A planned call has an activity with the host, a plain task has none: neither can become the other. */
function isCall(element: Element): boolean {
  return 'call' in element && element.call !== null;
}

/** The events behind an event-based gateway, as one text. */
function alternativesOf(element: Element, { model }: Definition): string {
  if (!('alternatives' in element)) return '';
  const events = element.alternatives.map((id) => {
    const target = model.elements.get(id);
    return [id, target && 'event' in target ? namedBy(target.event) : null].join(' ');
  });
  return events.sort().join();
}

/** Behind a gateway nothing is armed anew, so that a message or signal must keep its name. */
function namedBy(event: EventDefinition): string {
  return event.kind === 'message' || event.kind === 'signal' ? signatureOf(event) : event.kind;
}

/** An event subprocess is not reached by a flow, an embedded one has no trigger. */
function variantOf(element: Element): string | null {
  return 'variant' in element ? element.variant : null;
}

/** The kind of its event; of several triggers each, because what has come already was counted among the old ones. */
function awaitedBy(element: Element): string | null {
  if (!('event' in element)) return null;
  const { event } = element;
  return event.kind === 'multiple' ? signatureOf(event) : event.kind;
}
