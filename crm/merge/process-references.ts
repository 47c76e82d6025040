/**
 * Running processes follow a merge, and come back with an undo: the host rewrites what they hold, in the transaction of
 * the merge. An engine step locks its instance and then records, so instances are locked before the first record here,
 * too. What began to hold the loser between that lock and the commit is found by a sweep; until then whoever reads the
 * loser is led on to the survivor, so that nothing goes wrong meanwhile.
 */
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import type { CrmActor, CrmClock, CrmProcesses, CrmProcessPlace, CrmRecordRef } from '../ports.ts';
import type { Replaced } from './references.ts';

const MERGES_PER_SWEEP = 50;
/** A transaction that was under way when the merge was committed is through by then. */
const SETTLED_AFTER_MS = 60_000;

/** Root instances that hold the record, locked; to be called before any record is. */
export async function lockHolders(
  processes: CrmProcesses | null,
  client: Unit['client'],
  record: CrmRecordRef,
): Promise<readonly string[]> {
  return (await processes?.lock({ record, among: null }, client)) ?? [];
}

interface Move {
  readonly rootIds: readonly string[];
  readonly replaced: Replaced;
  readonly actor: CrmActor;
  /** As the cards of the processes tell it. */
  readonly reason: string | null;
}

/** Returns how many processes go on with the survivor. */
export async function followMerge(
  processes: CrmProcesses | null,
  { client }: Unit,
  { rootIds, replaced, actor, reason }: Move,
): Promise<number> {
  if (!processes || rootIds.length === 0) return 0;
  const { mergeId, entity, survivorId, loserId } = replaced;
  const from = { $record: entity, id: loserId };
  const to = { $record: entity, id: survivorId };
  const places = await processes.replace({ rootIds, from, to, places: null, actor, reason }, client);
  await client.query('update crm.merge_log set process_refs = process_refs || $2::jsonb where id = $1', [
    mergeId,
    JSON.stringify(places),
  ]);
  return rootsOf(places).length;
}

const PLACES = `
  select entity, survivor_id, process_refs from crm.merge_log
  where id = $1 and undone_at is null and process_refs <> '[]'`;

/** What of the merge's processes still runs with the survivor, locked, and the places to give back. */
export async function lockForUndo(
  processes: CrmProcesses | null,
  client: Unit['client'],
  mergeId: string,
): Promise<{ readonly rootIds: readonly string[]; readonly places: readonly CrmProcessPlace[] }> {
  const { rows } = await client.query<{
    entity: string;
    survivor_id: string;
    process_refs: CrmProcessPlace[];
  }>(PLACES, [mergeId]);
  const [log] = rows;
  if (!processes || !log) return { rootIds: [], places: [] };
  const record = { $record: log.entity, id: log.survivor_id };
  const rootIds = await processes.lock({ record, among: rootsOf(log.process_refs) }, client);
  return { rootIds, places: log.process_refs };
}

/** Returns how many processes are back with the record that was merged. */
export async function followUndo(
  processes: CrmProcesses | null,
  { client }: Unit,
  { rootIds, replaced, actor, reason, places }: Move & { readonly places: readonly CrmProcessPlace[] },
): Promise<number> {
  if (!processes || rootIds.length === 0) return 0;
  const { entity, survivorId, loserId } = replaced;
  const from = { $record: entity, id: survivorId };
  const to = { $record: entity, id: loserId };
  return rootsOf(await processes.replace({ rootIds, from, to, places, actor, reason }, client)).length;
}

function rootsOf(places: readonly CrmProcessPlace[]): readonly string[] {
  return [...new Set(places.map((place) => place.rootId))];
}

interface PendingMerge {
  readonly id: string;
  readonly entity: string;
  readonly survivor_id: string;
  readonly loser_id: string;
  readonly actor_kind: CrmActor['kind'];
  readonly actor_id: string | null;
}

const PENDING = `
  select id, entity, survivor_id, loser_id, actor_kind, actor_id from crm.merge_log
  where process_state = 'pending' and undone_at is null and at < $1 order by at limit ${MERGES_PER_SWEEP}`;

/** Returns how many processes were still holding a record that is no more. */
export async function followLate(ports: {
  readonly transactions: Transactions;
  readonly processes: CrmProcesses | null;
  readonly clock: CrmClock;
}): Promise<number> {
  const { transactions, processes, clock } = ports;
  const before = new Date(clock.now().getTime() - SETTLED_AFTER_MS);
  const { rows } = await transactions.reader(null).query<PendingMerge>(PENDING, [before]);
  let moved = 0;
  for (const merge of rows) {
    const { id: mergeId, entity, survivor_id: survivorId, loser_id: loserId } = merge;
    const replaced = { mergeId, entity, survivorId, loserId };
    const actor = { kind: merge.actor_kind, id: merge.actor_id };
    moved += await transactions.run(null, async (unit) => {
      const rootIds = await lockHolders(processes, unit.client, { $record: entity, id: loserId });
      if (!(await isStillPending(unit.client, mergeId))) return 0;
      const found = await followMerge(processes, unit, { rootIds, replaced, actor, reason: null });
      if (found === 0)
        await unit.client.query(`update crm.merge_log set process_state = 'done' where id = $1`, [mergeId]);
      return found;
    });
  }
  return moved;
}

/** Locks the merge, so that it is not taken back meanwhile. */
async function isStillPending(client: Queryable, mergeId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from crm.merge_log where id = $1 and process_state = 'pending' and undone_at is null for update`,
    [mergeId],
  );
  return rowCount === 1;
}
