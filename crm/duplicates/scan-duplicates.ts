/**
 * The nightly search, a chunk at a time: records in the order of their ids that were written since the pass before,
 * each compared with all others of its kind. Where a pass stands is a row, held by the node that works on a chunk, so
 * another node does nothing, and an interrupted pass goes on where it was.
 */
import type { Unit } from '../database/transaction.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { seeingAll } from '../rights/seeing-all.ts';
import { systemUser } from '../rights/system-user.ts';
import { type ComparedEntity, findDuplicates, readFacts } from './candidates.ts';

const CHUNK = 500;
/** A pass begins once a night; until then what is finished is finished. */
const PASS_EVERY_MS = 20 * 3_600_000;

interface ScanRow {
  readonly since: Date | null;
  readonly started_at: Date | null;
  readonly cursor: string | null;
  readonly finished_at: Date | null;
  readonly asked_at: Date | null;
}

/**
 * Returns how many records it looked at; 0 when the pass is over, not due, or another node is at it. By day only a pass
 * that somebody asked for goes on.
 */
export async function scanChunk(
  unit: Unit,
  entity: ComparedEntity,
  { now, onlyAsked }: { readonly now: Date; readonly onlyAsked: boolean },
): Promise<number> {
  const { client } = unit;
  const { rows } = await client.query<ScanRow>(
    `select since, started_at, cursor, finished_at, asked_at from crm.duplicate_scan where entity = $1
     for update skip locked`,
    [entity],
  );
  const [scan] = rows;
  if (!scan) return 0;
  const isDue = onlyAsked
    ? scan.asked_at !== null
    : scan.started_at !== null ||
      scan.finished_at === null ||
      now.getTime() - scan.finished_at.getTime() >= PASS_EVERY_MS;
  if (!isDue) return 0;
  const { rows: chunk } = await client.query<{ id: string }>(
    `select r.id from crm.${entity} r
     where r.deleted_at is null and ($1::uuid is null or r.id > $1) and ($2::timestamptz is null or r.updated_at >= $2)
     order by r.id limit ${CHUNK}`,
    [scan.cursor, scan.since],
  );
  const startedAt = scan.started_at ?? now;
  const last = chunk.at(-1);
  if (!last) {
    // The next pass looks at what was written since this one began.
    await client.query(
      `update crm.duplicate_scan set since = $2, started_at = null, cursor = null, finished_at = $3, asked_at = null where entity = $1`,
      [entity, startedAt, now],
    );
    return 0;
  }
  await keepPairs(
    unit,
    entity,
    chunk.map((row) => row.id),
    now,
  );
  await client.query('update crm.duplicate_scan set started_at = $2, cursor = $3 where entity = $1', [
    entity,
    startedAt,
    last.id,
  ]);
  return chunk.length;
}

/** What somebody decided stays decided; what is open gets the score of now. */
const KEEP = `
  insert into crm.duplicate_pair as p (entity, one_id, other_id, score, reasons, found_at)
  select $1, f.one, f.other, f.score, f.reasons, $3
  from jsonb_to_recordset($2) as f (one uuid, other uuid, score integer, reasons jsonb)
  on conflict (entity, one_id, other_id) do update set score = excluded.score, reasons = excluded.reasons
  where p.state = 'open'`;
/** Pairs of these records that nobody decided and that are none any more. */
const FORGET = `
  delete from crm.duplicate_pair p
  where p.entity = $1 and p.state = 'open' and (p.one_id = any($2::uuid[]) or p.other_id = any($2::uuid[]))
    and not exists (select from jsonb_to_recordset($3) as f (one uuid, other uuid)
                    where f.one = p.one_id and f.other = p.other_id)`;

/** Compares these records with all others of their kind, and keeps what was found for review. */
export async function keepPairs(
  unit: Unit,
  entity: ComparedEntity,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  const facts = await readFacts(unit.client, entity, ids, EVERYBODYS);
  const probes = ids.flatMap((id) => {
    const known = facts.get(id);
    return known ? [{ ref: id, facts: known.facts, ownId: id }] : [];
  });
  const found = await findDuplicates(unit.client, { entity, probes }, EVERYBODYS);
  const pairs = new Map<string, object>();
  for (const [id, candidates] of found)
    for (const { id: candidate, score, reasons } of candidates) {
      const [one, other] = id < candidate ? [id, candidate] : [candidate, id];
      pairs.set(`${one}:${other}`, { one, other, score, reasons });
    }
  const kept = JSON.stringify([...pairs.values()]);
  await unit.client.query(FORGET, [entity, ids, kept]);
  if (pairs.size > 0) await unit.client.query(KEEP, [entity, kept, now]);
}

/** The search compares all records with all; who may see which pair is asked when the list is read. */
const EVERYBODYS: RowContext = seeingAll({
  user: systemUser({ id: '00000000-0000-0000-0000-000000000000', name: '', actions: [] }),
  participants: null,
});
