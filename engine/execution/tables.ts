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
  /** Each made when first asked for: how many rows there are costs nothing then. */
  indexes: Map<string, Index> | null;
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
  if (rows.size <= FEW && !state.indexes?.has(`${table}.${column}`)) {
    const found: RowOf<T>[] = [];
    for (const row of rows.values()) if (row[column] === value) found.push(row);
    return found;
  }
  const ids = indexOf(state, table, column).ids.get(value);
  return ids ? [...ids].map((id) => rows.get(id)!) : [];
}

const FEW = 12;

function indexOf(state: State, table: TableName, column: string): Index {
  const name = `${table}.${column}`;
  const known = state.indexes?.get(name);
  if (known) return known;
  const index: Index = { table, column, ids: new Map() };
  (state.indexes ??= new Map()).set(name, index);
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
  const tables = state as Record<TableName, Map<string, unknown>>;
  if (tables[table] === NO_ROWS) tables[table] = new Map();
  const rows = tables[table];
  const before = rows.get(id);
  if (row === undefined) rows.delete(id);
  else rows.set(id, row);
  if (state.indexes === null) return;
  for (const index of state.indexes.values()) {
    if (index.table !== table || (before && row && isSame(index, before, row))) continue;
    if (before !== undefined) leave(index, id, before);
    if (row !== undefined) enter(index, id, row);
  }
}

export function emptyState(): State {
  return {
    instances: NO_ROWS,
    scopes: NO_ROWS,
    tokens: NO_ROWS,
    userTasks: NO_ROWS,
    jobs: NO_ROWS,
    subscriptions: NO_ROWS,
    incidents: NO_ROWS,
    recordLinks: NO_ROWS,
    loops: NO_ROWS,
    loopResults: NO_ROWS,
    journal: [],
    indexes: null,
  };
}

export function stateFrom(slice: Slice | null): State {
  if (!slice) return emptyState();
  return {
    instances: tableOf(slice.instances),
    scopes: tableOf(slice.scopes),
    tokens: tableOf(slice.tokens),
    userTasks: tableOf(slice.userTasks),
    jobs: tableOf(slice.jobs),
    subscriptions: tableOf(slice.subscriptions),
    incidents: tableOf(slice.incidents),
    recordLinks: NO_ROWS,
    loops: tableOf(slice.loops),
    loopResults: tableOf(slice.loopResults),
    journal: [],
    indexes: null,
  };
}

/** Most tables of most decisions stay empty; these share one, which `replace` never writes to. */
const NO_ROWS = new Map<string, never>();

function tableOf<Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> {
  if (rows.length === 0) return NO_ROWS;
  const table = new Map<string, Row>();
  for (const row of rows) table.set(row.id, row);
  return table;
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
  const inserted: Grouped<unknown> = { ...NO_CHANGES };
  const updated: Grouped<unknown> = { ...NO_CHANGES };
  const deleted: Grouped<string> = { ...NO_CHANGES };
  const isFirst = state.journal.length <= FEW ? isFirstAmongFew(state.journal) : isFirstOfMany();
  for (let index = 0; index < state.journal.length; index++) {
    const { table, id, before } = state.journal[index]!;
    if (!isFirst(table, id, index)) continue;
    const after = (state[table] as Map<string, unknown>).get(id);
    if (after !== undefined && before === undefined) add(inserted, table, after);
    else if (after !== undefined && after !== before) add(updated, table, after);
    else if (after === undefined && before !== undefined) add(deleted, table, id);
  }
  return { inserted: inserted as unknown as Rows, updated: updated as unknown as Rows, deleted };
}

/** Whether the row has not been changed before in the journal. */
type IsFirst = (table: TableName, id: string, index: number) => boolean;

function isFirstAmongFew(journal: readonly Change[]): IsFirst {
  return (table, id, index) => {
    for (let before = 0; before < index; before++) {
      if (journal[before]!.id === id && journal[before]!.table === table) return false;
    }
    return true;
  };
}

function isFirstOfMany(): IsFirst {
  const seen: Partial<Record<TableName, Set<string>>> = {};
  return (table, id) => {
    const ids = (seen[table] ??= new Set());
    return ids.size < ids.add(id).size;
  };
}

type Grouped<T> = Record<TableName, readonly T[]>;

/** Most decisions change few tables; those that stay as they were share one list. */
const NOTHING: readonly never[] = [];
const NO_CHANGES: Grouped<never> = {
  instances: NOTHING,
  scopes: NOTHING,
  tokens: NOTHING,
  userTasks: NOTHING,
  jobs: NOTHING,
  subscriptions: NOTHING,
  incidents: NOTHING,
  recordLinks: NOTHING,
  loops: NOTHING,
  loopResults: NOTHING,
};

function add<T>(changes: Grouped<T>, table: TableName, change: T): void {
  if (changes[table] === NOTHING) changes[table] = [change];
  else (changes[table] as T[]).push(change);
}
