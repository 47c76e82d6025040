/** The snapshot of one instance, from live rows and history. */
import type { SubscriptionKind } from '../execution/state.ts';
import type { HistoryEvent } from '../history/events.ts';
import type { Variables } from '../ports.ts';
import type { KnownRoot } from './root-watch.ts';
import type { Snapshot } from './types.ts';

/** `isEnd` tells end events from other elements without a flow. */
export function snapshotOf(
  instanceId: string,
  root: KnownRoot,
  isEnd: (definitionId: string, elementId: string) => boolean,
): Snapshot {
  const { slice, events, folded } = root;
  const own = <Row extends { readonly instanceId: string | null }>(rows: readonly Row[]): readonly Row[] =>
    rows.filter((row) => row.instanceId === instanceId);
  const countOf = (kind: SubscriptionKind): number =>
    own(slice.subscriptions).filter((row) => row.kind === kind).length;
  const tokens = own(slice.tokens);
  const taskTokens = new Set(slice.userTasks.map((task) => task.tokenId));
  const callers = new Set(slice.instances.map((instance) => instance.parentTokenId));
  const scopeTokens = new Set(slice.scopes.map((scope) => scope.tokenId));
  const isElsewhere = (id: string): boolean => taskTokens.has(id) || callers.has(id) || scopeTokens.has(id);
  const children = [...folded.instances.values()].filter((row) => row.parentInstanceId === instanceId);
  const mine = events.filter((event) => event.instanceId === instanceId);
  return {
    ended: mine.some((event) => event.kind === 'InstanceEnded'),
    endEvents: endsIn(mine, isEnd),
    tasks: own(slice.userTasks)
      .filter((task) => task.state === 'planned' || task.state === 'ready')
      .map(({ elementId, name, assignee, candidateGroups }) => ({
        element: elementId,
        name,
        ...(assignee ? { assignee } : {}),
        candidateGroups,
      })),
    waiting: tokens
      .filter((t) => t.state === 'waiting' && !isElsewhere(t.id))
      .map((t) => t.elementId)
      .sort(),
    parked: tokens
      .filter((t) => t.state === 'parked')
      .map((t) => t.elementId)
      .sort(),
    timers: own(slice.jobs)
      .filter((job) => job.kind === 'timer')
      .map((job) => ({ element: job.elementId!, dueAt: job.dueAt })),
    subscriptions: {
      message: countOf('message'),
      signal: countOf('signal'),
      conditional: countOf('conditional'),
      compensation: countOf('compensation'),
    },
    incidents: own(slice.incidents).map(({ elementId, code }) => ({ element: elementId, code })),
    variables: variablesIn(instanceId, mine),
    children: children.map((child) => snapshotOf(child.id, root, isEnd)),
    visited: visitsIn(mine),
  };
}

function endsIn(
  events: readonly HistoryEvent[],
  isEnd: (definitionId: string, elementId: string) => boolean,
): readonly string[] {
  const left = events.flatMap((event) =>
    (event.kind === 'ElementPassed' || event.kind === 'ElementCompleted') && event.flows.length === 0
      ? [event]
      : [],
  );
  return left.filter((event) => isEnd(event.definitionId, event.elementId)).map((event) => event.elementId);
}

/** Process-level variables, also of an instance that has ended. */
function variablesIn(instanceId: string, events: readonly HistoryEvent[]): Variables {
  let variables: Variables = {};
  for (const event of events) {
    if (event.kind === 'InstanceStarted') variables = { ...event.variables };
    if (event.kind === 'VariablesSet' && event.scopeId === instanceId)
      variables = { ...variables, ...event.values };
  }
  return variables;
}

function visitsIn(events: readonly HistoryEvent[]): Record<string, number> {
  const visits: Record<string, number> = {};
  const bodies = new Set<string>();
  const note = (elementId: string, times = 1): void =>
    void (visits[elementId] = (visits[elementId] ?? 0) + times);
  for (const event of events) {
    if (event.kind === 'ElementPassed') note(event.elementId);
    if (event.kind === 'TokenParked') note(event.token.elementId);
    if (event.kind === 'ElementActivated' && !bodies.has(event.token.scopeId)) note(event.token.elementId);
    if (event.kind === 'ScopeOpened' && event.scopeKind === 'body') {
      // Its iterations are what counts.
      bodies.add(event.scopeId);
      note(event.elementId, -1);
    }
  }
  return visits;
}
