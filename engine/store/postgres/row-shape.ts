/**
 * Rows as the database's JSON gives them differ from the engine's rows only in how instants are written, and in
 * that an instance row carries its outermost scope. This file knows these two differences and nothing else.
 */
import type { InstanceRow, ScopeRow } from '../../execution/state.ts';
import type { Variables } from '../../ports.ts';

const INSTANTS = [
  'startedAt',
  'endedAt',
  'enteredAt',
  'createdAt',
  'availableAt',
  'dueAt',
  'completedAt',
  'followUpAt',
] as const;
const INSTANT_NAMES: ReadonlySet<string> = new Set(INSTANTS);

/** Rewrites the instants of a row in place as ISO 8601 in UTC with milliseconds. */
export function withIsoInstants<T extends object>(row: T): T {
  const instants = row as Record<string, unknown>;
  for (const name of INSTANTS) {
    const value = instants[name];
    if (typeof value === 'string') instants[name] = isoInstant(value);
  }
  return row;
}

/** With milliseconds and in UTC, as most are, it is written the same way but for its end. */
function isoInstant(text: string): string {
  if (text.length === 29 && text.endsWith('+00:00')) return `${text.slice(0, 23)}Z`;
  return new Date(text).toISOString();
}

/** Rows of one kind, each column by itself, as the database's JSON gives them. */
export type Columns<T> = { readonly [K in keyof T]: readonly T[K][] };

/** The rows again, with their instants rewritten. Each is a copy of the first: an object that grows costs several times as much. */
export function rowsFrom<T extends object>(columns: Columns<T>, count: number): T[] {
  const named = Object.entries<readonly unknown[]>(columns);
  const first = Object.fromEntries(named.map(([name, values]) => [name, values[0]]));
  const rows = Array.from({ length: count }, () => ({ ...first }));
  for (const [name, values] of named) {
    const isInstant = INSTANT_NAMES.has(name);
    for (let index = 0; index < count; index++) {
      const value = values[index];
      rows[index]![name] = isInstant && typeof value === 'string' ? isoInstant(value) : value;
    }
  }
  return rows as T[];
}

/** A row of the view engine.instance_row. */
export interface StoredInstance extends InstanceRow {
  readonly variables: Variables;
  readonly live: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly memo: Variables;
  readonly version: number | null;
  readonly nextSeq: number | null;
}

export function instanceOf(stored: StoredInstance): InstanceRow {
  const {
    variables: _variables,
    live: _live,
    counts: _counts,
    memo: _memo,
    version: _version,
    nextSeq: _nextSeq,
    ...instance
  } = stored;
  return instance;
}

/** The outermost scope of an instance has the instance's id. */
export function outermostScopeOf(stored: StoredInstance): ScopeRow {
  return {
    id: stored.id,
    rootId: stored.rootId,
    instanceId: stored.id,
    kind: 'process',
    parentId: null,
    elementId: null,
    tokenId: null,
    variables: stored.variables,
    live: stored.live,
    counts: stored.counts,
    memo: stored.memo,
  };
}
