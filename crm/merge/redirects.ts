/** Where a merged record went, and what has been merged into one; merges of merges are followed to their end. */
import type { Queryable } from '../database/transaction.ts';
import { isUuid } from '../entities/filter-sql.ts';

/** A chain of merges is as long as somebody had patience; a ring cannot arise, the limit is for a broken row. */
const CHAIN_MAX = 50;

const FORWARD = `
  with recursive chain as (
    select d.loser_id as asked, d.survivor_id, 1 as steps from crm.record_redirect d
    where d.loser_id = any($1::uuid[]) and d.entity = $2
    union all
    select c.asked, d.survivor_id, c.steps + 1 from chain c
    join crm.record_redirect d on d.loser_id = c.survivor_id
    where c.steps < ${CHAIN_MAX})
  select distinct on (asked) asked, survivor_id from chain order by asked, steps desc`;
const MERGED_INTO = `
  with recursive merged as (
    select d.loser_id, 1 as steps from crm.record_redirect d where d.survivor_id = $1
    union all
    select d.loser_id, m.steps + 1 from merged m
    join crm.record_redirect d on d.survivor_id = m.loser_id
    where m.steps < ${CHAIN_MAX})
  select loser_id from merged`;

/** By the id asked for, the record that has become of it; what was never merged is missing. */
export async function survivorsOf(
  reader: Queryable,
  entity: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await reader.query<{ asked: string; survivor_id: string }>(FORWARD, [
    ids.filter((id) => isUuid(id)),
    entity,
  ]);
  return new Map(rows.map((row) => [row.asked, row.survivor_id]));
}

export async function mergedInto(reader: Queryable, id: string): Promise<readonly string[]> {
  const { rows } = await reader.query<{ loser_id: string }>(MERGED_INTO, [id]);
  return rows.map((row) => row.loser_id);
}
