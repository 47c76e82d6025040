/**
 * Folding: several commands that waited for the same root are decided one after the other on the in-memory result of
 * the one before, and written at once. `overlay` makes that result visible in a slice that was read from the store,
 * `foldWrites` joins the decided writes into one that has the same effect as writing them in turn.
 */
import { seqAfter } from '../history/command-events.ts';
import type { Rows, Slice, Write } from '../store/store-port.ts';

type SliceTable = Exclude<keyof Rows, 'recordLinks'>;

const TABLES: readonly SliceTable[] = [
  'instances',
  'scopes',
  'tokens',
  'userTasks',
  'jobs',
  'subscriptions',
  'incidents',
  'loops',
  'loopResults',
];

interface Identified {
  readonly id: string;
}

function rowsOf(rows: Rows, table: SliceTable): readonly Identified[] {
  return rows[table];
}

function deletedOf(write: Write, table: SliceTable): readonly string[] {
  return table === 'instances' || table === 'userTasks' ? [] : write.deleted[table];
}

function touches(write: Write, table: SliceTable): boolean {
  return write.inserted[table].length + write.updated[table].length > 0 || deletedOf(write, table).length > 0;
}

/** The slice as it will be once the writes, decided but not yet sent, are in the store. */
export function overlay(slice: Slice, writes: readonly Write[]): Slice {
  if (writes.length === 0) return slice;
  const changed: Partial<Record<SliceTable, readonly Identified[]>> = {};
  for (const table of TABLES) {
    if (!writes.some((write) => touches(write, table))) continue;
    const rows = new Map((slice[table] as readonly Identified[]).map((row) => [row.id, row]));
    for (const write of writes) {
      for (const row of rowsOf(write.inserted, table)) rows.set(row.id, row);
      for (const row of rowsOf(write.updated, table)) rows.set(row.id, row);
      for (const id of deletedOf(write, table)) rows.delete(id);
    }
    changed[table] = [...rows.values()];
  }
  const after = seqAfter(writes.flatMap((write) => write.history));
  return {
    ...slice,
    ...(changed as Pick<Slice, SliceTable>),
    version: slice.version + writes.length,
    nextSeq: after ?? slice.nextSeq,
  };
}

/** One write with the effect of all; each later part keeps its own idempotency row and fence. */
export function foldWrites(writes: readonly Write[]): Write {
  const [first, ...later] = writes as [Write, ...Write[]];
  if (later.length === 0) return first;
  const inserted: Record<string, readonly Identified[]> = {};
  const updated: Record<string, readonly Identified[]> = {};
  const deleted: Record<string, readonly string[]> = {};
  for (const table of TABLES) {
    const change = foldTable(writes, table);
    inserted[table] = [...change.inserted.values()];
    updated[table] = [...change.updated.values()];
    deleted[table] = [...change.deleted];
  }
  const links = writes.flatMap((write) => [...write.inserted.recordLinks, ...write.updated.recordLinks]);
  const lastLinks = new Map(links.map((link) => [`${link.instanceId} ${link.variable}`, link]));
  return {
    rootId: first.rootId,
    expectedVersion: first.expectedVersion,
    history: writes.flatMap((write) => write.history),
    inserted: { ...(inserted as unknown as Rows), recordLinks: [...lastLinks.values()] },
    updated: { ...(updated as unknown as Rows), recordLinks: [] },
    deleted: deleted as unknown as Write['deleted'],
    outbox: writes.flatMap((write) => write.outbox),
    idempotency: first.idempotency,
    fence: first.fence,
    assumesLatest: [...new Set(writes.flatMap((write) => write.assumesLatest ?? []))],
    leases: writes.flatMap((write) => write.leases ?? []),
    soles: writes.flatMap((write) => write.soles ?? []),
    folded: later.map(({ idempotency, fence }) => ({ idempotency, fence })),
  };
}

function foldTable(
  writes: readonly Write[],
  table: SliceTable,
): { inserted: Map<string, Identified>; updated: Map<string, Identified>; deleted: Set<string> } {
  const inserted = new Map<string, Identified>();
  const updated = new Map<string, Identified>();
  const deleted = new Set<string>();
  for (const write of writes) {
    for (const row of rowsOf(write.inserted, table)) inserted.set(row.id, row);
    for (const row of rowsOf(write.updated, table)) {
      (inserted.has(row.id) ? inserted : updated).set(row.id, row);
    }
    for (const id of deletedOf(write, table)) {
      // What was made by an earlier part never reaches the store.
      if (!inserted.delete(id)) deleted.add(id);
      updated.delete(id);
    }
  }
  return { inserted, updated, deleted };
}
