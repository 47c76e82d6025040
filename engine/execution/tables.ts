/**
 * The rows that a decision works on, by id, with a journal of every change. The journal gives the write at the
 * end (first value before, last value after) and lets one failed step be taken back without touching the others.
 */
import type { Rows, Slice, Write } from '../store/store-port.ts';
import type {
  IncidentRow,
  InstanceRow,
  JobRow,
  LoopResultRow,
  LoopRow,
  RecordLinkRow,
  ScopeRow,
  SubscriptionRow,
  TokenRow,
  UserTaskRow,
} from './state.ts';

export interface Tables {
  readonly instances: Map<string, InstanceRow>;
  readonly scopes: Map<string, ScopeRow>;
  readonly tokens: Map<string, TokenRow>;
  readonly userTasks: Map<string, UserTaskRow>;
  readonly jobs: Map<string, JobRow>;
  readonly subscriptions: Map<string, SubscriptionRow>;
  readonly incidents: Map<string, IncidentRow>;
  /** By instance and variable. */
  readonly recordLinks: Map<string, RecordLinkRow>;
  /** By body scope. */
  readonly loops: Map<string, LoopRow>;
  readonly loopResults: Map<string, LoopResultRow>;
}

export type TableName = keyof Tables;
type RowOf<T extends TableName> = Tables[T] extends Map<string, infer Row> ? Row : never;

interface Change {
  readonly table: TableName;
  readonly id: string;
  readonly before: unknown;
}

export interface State extends Tables {
  readonly journal: Change[];
  /** Made when first asked for: how many rows there are costs nothing then. */
  readonly indexes: Map<string, Index>;
}

interface Index {
  readonly table: TableName;
  readonly column: string;
  readonly ids: Map<unknown, Set<string>>;
}

type Key<T extends TableName> = keyof RowOf<T> & string;

/** The rows whose column has the value. */
export function rowsWith<T extends TableName, K extends Key<T>>(
  state: State,
  table: T,
  column: K,
  value: RowOf<T>[K],
): RowOf<T>[] {
  const rows = state[table] as Map<string, RowOf<T>>;
  if (rows.size === 0) return [];
  // So few are looked through faster than an index is made.
  if (rows.size <= FEW && !state.indexes.has(`${table}.${column}`)) {
    const found: RowOf<T>[] = [];
    for (const row of rows.values()) if (row[column] === value) found.push(row);
    return found;
  }
  const ids = indexOf(state, table, column).ids.get(value);
  return ids ? [...ids].map((id) => rows.get(id)!) : [];
}

const FEW = 8;

function indexOf(state: State, table: TableName, column: string): Index {
  const name = `${table}.${column}`;
  const known = state.indexes.get(name);
  if (known) return known;
  const index: Index = { table, column, ids: new Map() };
  state.indexes.set(name, index);
  for (const [id, row] of state[table]) enter(index, id, row);
  return index;
}

function enter({ column, ids }: Index, id: string, row: unknown): void {
  const value = (row as Record<string, unknown>)[column];
  const known = ids.get(value);
  if (known) known.add(id);
  else ids.set(value, new Set([id]));
}

function leave({ column, ids }: Index, id: string, row: unknown): void {
  const value = (row as Record<string, unknown>)[column];
  const known = ids.get(value);
  known?.delete(id);
  if (known?.size === 0) ids.delete(value);
}

function isSame({ column }: Index, before: unknown, row: unknown): boolean {
  return (before as Record<string, unknown>)[column] === (row as Record<string, unknown>)[column];
}

/** The one place where rows change. */
function replace(state: State, table: TableName, id: string, row: unknown): void {
  const rows = state[table] as Map<string, unknown>;
  const before = rows.get(id);
  if (row === undefined) rows.delete(id);
  else rows.set(id, row);
  if (state.indexes.size === 0) return;
  for (const index of state.indexes.values()) {
    if (index.table !== table || (before && row && isSame(index, before, row))) continue;
    if (before !== undefined) leave(index, id, before);
    if (row !== undefined) enter(index, id, row);
  }
}

export function emptyState(): State {
  return {
    instances: new Map(),
    scopes: new Map(),
    tokens: new Map(),
    userTasks: new Map(),
    jobs: new Map(),
    subscriptions: new Map(),
    incidents: new Map(),
    recordLinks: new Map(),
    loops: new Map(),
    loopResults: new Map(),
    journal: [],
    indexes: new Map(),
  };
}

export function stateFrom(slice: Slice | null): State {
  const state = emptyState();
  if (!slice) return state;
  for (const row of slice.instances) state.instances.set(row.id, row);
  for (const row of slice.scopes) state.scopes.set(row.id, row);
  for (const row of slice.tokens) state.tokens.set(row.id, row);
  for (const row of slice.userTasks) state.userTasks.set(row.id, row);
  for (const row of slice.jobs) state.jobs.set(row.id, row);
  for (const row of slice.subscriptions) state.subscriptions.set(row.id, row);
  for (const row of slice.incidents) state.incidents.set(row.id, row);
  for (const row of slice.loops) state.loops.set(row.id, row);
  for (const row of slice.loopResults) state.loopResults.set(row.id, row);
  return state;
}

export function put<T extends TableName>(state: State, table: T, id: string, row: RowOf<T>): void {
  state.journal.push({ table, id, before: state[table].get(id) });
  replace(state, table, id, row);
}

export function drop(state: State, table: TableName, id: string): void {
  const before = state[table].get(id);
  if (before === undefined) return;
  state.journal.push({ table, id, before });
  replace(state, table, id, undefined);
}

/** Takes back every change since the journal had this length. */
export function revert(state: State, length: number): void {
  while (state.journal.length > length) {
    const { table, id, before } = state.journal.pop()!;
    replace(state, table, id, before);
  }
}

/** What the journal amounts to: rows that are new, changed and gone. */
export function changesOf(state: State): Pick<Write, 'inserted' | 'updated' | 'deleted'> {
  const inserted = emptyRows();
  const updated = emptyRows();
  const deleted = emptyIds();
  const seen: Partial<Record<TableName, Set<string>>> = {};
  for (const { table, id, before } of state.journal) {
    const ids = (seen[table] ??= new Set());
    if (ids.has(id)) continue;
    ids.add(id);
    const after = (state[table] as Map<string, unknown>).get(id);
    if (after !== undefined && before === undefined) (inserted[table] as unknown[]).push(after);
    else if (after !== undefined && after !== before) (updated[table] as unknown[]).push(after);
    else if (after === undefined && before !== undefined) deleted[table].push(id);
  }
  return { inserted, updated, deleted };
}

function emptyRows(): { -readonly [T in TableName]: Rows[T] } {
  return {
    instances: [],
    scopes: [],
    tokens: [],
    userTasks: [],
    jobs: [],
    subscriptions: [],
    incidents: [],
    recordLinks: [],
    loops: [],
    loopResults: [],
  };
}

function emptyIds(): Record<TableName, string[]> {
  return {
    instances: [],
    scopes: [],
    tokens: [],
    userTasks: [],
    jobs: [],
    subscriptions: [],
    incidents: [],
    recordLinks: [],
    loops: [],
    loopResults: [],
  };
}
