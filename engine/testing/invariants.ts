/**
 * What must hold after every command, in every test (architecture.md §8): nothing lives outside a live scope, the
 * counters equal the rows, history folds to the rows, and whatever waits has exactly one waker.
 */
import { isDeepStrictEqual } from 'node:util';
import type { JobRow, SubscriptionRow, TokenRow, UserTaskRow } from '../execution/state.ts';
import type { State } from '../execution/tables.ts';
import type { HistoryEvent } from '../history/events.ts';
import type { Slice } from '../store/store-port.ts';

/** One sentence per broken invariant. `folded`: what the whole history amounts to. */
export function brokenInvariants(slice: Slice, folded: State): readonly string[] {
  return [
    ...unfoldedRows(slice, folded),
    ...strayRows(slice),
    ...wrongCounts(slice),
    ...slice.tokens
      .filter((token) => token.state === 'waiting')
      .flatMap((token) => wakerProblem(slice, token)),
  ];
}

const isOpen = (task: UserTaskRow): boolean => task.state === 'planned' || task.state === 'ready';

type Keyed = { readonly id: string };

function unfoldedRows(slice: Slice, folded: State): string[] {
  const isActive = (row: { readonly status: string }): boolean => row.status === 'active';
  const pairs: readonly (readonly [string, readonly Keyed[], readonly Keyed[]])[] = [
    ['instances', [...folded.instances.values()].filter(isActive), slice.instances.filter(isActive)],
    ['scopes', [...folded.scopes.values()], slice.scopes],
    ['tokens', [...folded.tokens.values()], slice.tokens],
    ['user tasks', [...folded.userTasks.values()].filter(isOpen), slice.userTasks.filter(isOpen)],
    ['jobs', [...folded.jobs.values()], slice.jobs],
    ['subscriptions', [...folded.subscriptions.values()], slice.subscriptions],
    ['incidents', [...folded.incidents.values()], slice.incidents],
  ];
  return pairs.flatMap(([what, expected, actual]) =>
    areSame(expected, actual)
      ? []
      : [`The folded ${what} differ from the rows:\n  ${canonical(expected)}\n  ${canonical(actual)}`],
  );
}

/** Row by row; the text decides only where the rows seem to differ, as it knows no absent values. */
function areSame(expected: readonly Keyed[], actual: readonly Keyed[]): boolean {
  if (expected.length !== actual.length) return false;
  const rows = new Map(actual.map((row) => [row.id, row]));
  return expected.every((row) => {
    const other = rows.get(row.id);
    return other !== undefined && (isDeepStrictEqual(row, other) || canonical([row]) === canonical([other]));
  });
}

/** `after`: the number of the event before them. */
export function gapsIn(events: readonly HistoryEvent[], after = 0): string[] {
  const wrong = events.find((event, index) => event.seq !== after + 1 + index);
  return wrong ? [`The history has a gap before number ${wrong.seq}.`] : [];
}

function strayRows(slice: Slice): string[] {
  const scopes = new Set(slice.scopes.map((scope) => scope.id));
  const tokens = new Set(slice.tokens.map((token) => token.id));
  const wakers = [
    ...slice.jobs,
    ...slice.subscriptions,
    ...slice.incidents,
    ...slice.userTasks.filter(isOpen),
  ];
  return [
    ...slice.tokens
      .filter((token) => !scopes.has(token.scopeId))
      .map((t) => `Token ${t.id} is in no live scope.`),
    ...wakers
      .filter(({ tokenId }) => tokenId && !tokens.has(tokenId))
      .map((w) => `Waker ${w.id} has no token.`),
    ...slice.scopes
      .filter(({ parentId }) => parentId && !scopes.has(parentId))
      .map((scope) => `Scope ${scope.id} is in no live scope.`),
  ];
}

function wrongCounts(slice: Slice): string[] {
  return slice.scopes.flatMap((scope) => {
    const tokens = slice.tokens.filter((token) => token.scopeId === scope.id);
    const counts: Record<string, number> = {};
    for (const { elementId } of tokens) counts[elementId] = (counts[elementId] ?? 0) + 1;
    const ids = new Set(tokens.map((token) => token.id));
    const children = slice.scopes.filter((child) => child.parentId === scope.id).length;
    const called = slice.instances.filter(
      (instance) => instance.status === 'active' && instance.parentTokenId && ids.has(instance.parentTokenId),
    ).length;
    const live = tokens.length + children + called;
    const isRight = canonical([{ ...scope, counts, live }]) === canonical([scope]);
    if (isRight) return [];
    return [
      `Scope ${scope.id} counts ${scope.live} ${JSON.stringify(scope.counts)}, but it has ${live} ${JSON.stringify(counts)}.`,
    ];
  });
}

/** It tells of the task, or makes it workable; the task is what wakes. */
function isBesideItsTask({ kind, payload }: JobRow): boolean {
  return kind === 'task-activation' || payload.listener !== undefined;
}

/** Its own task, job, subscription, child scope or called instance wakes it, or an incident that a person resolves. */
function wakerProblem(slice: Slice, token: TokenRow): string[] {
  const isItsOwn = (row: JobRow | SubscriptionRow): boolean =>
    row.tokenId === token.id && row.elementId === token.elementId && row.payload.group === undefined;
  const wakers =
    slice.userTasks.filter((task) => task.tokenId === token.id && isOpen(task)).length +
    slice.jobs.filter((job) => isItsOwn(job) && !isBesideItsTask(job)).length +
    slice.subscriptions.filter(isItsOwn).length +
    Number([...slice.jobs, ...slice.subscriptions].some((row) => isOneOfSeveral(row, token))) +
    Number([...slice.jobs, ...slice.subscriptions].some((row) => isAlternative(row, token))) +
    slice.scopes.filter((scope) => scope.tokenId === token.id).length +
    slice.instances.filter((child) => child.status === 'active' && child.parentTokenId === token.id).length;
  const incidents = slice.incidents.filter((incident) => incident.tokenId === token.id).length;
  if (wakers === 1 || (wakers === 0 && incidents === 1)) return [];
  return [`The token at '${token.elementId}' has ${wakers} wakers and ${incidents} incidents.`];
}

/** The triggers of one multiple event count as one waker. */
function isOneOfSeveral({ tokenId, elementId, payload }: JobRow | SubscriptionRow, token: TokenRow): boolean {
  return tokenId === token.id && elementId === token.elementId && payload.group === elementId;
}

/** Those behind an event-based gateway count as one waker. */
function isAlternative({ tokenId, elementId, payload }: JobRow | SubscriptionRow, token: TokenRow): boolean {
  return tokenId === token.id && elementId !== token.elementId && payload.group === token.elementId;
}

/** The same text for the same rows, whatever their order and that of their keys. */
function canonical<Row extends { readonly id: string }>(rows: Iterable<Row>): string {
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  return JSON.stringify(sorted, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
