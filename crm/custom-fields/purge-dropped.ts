/** Thirty days after a field was dropped its values leave the rows, its choices and its definition go. */
import type { Pool } from 'pg';
import { findEntity } from '../entities/entity-table.ts';

const KEPT_DAYS = 30;
/** Rows go in batches, so that no statement holds many locks for long. */
const BATCH = 1_000;

const SELECT_EXPIRED = `
  select id, entity, key from crm.field_def
  where dropped_at < $1::timestamptz - make_interval(days => $2) and index_state = 'none'`;

export async function purgeDropped(pool: Pool, now: Date): Promise<void> {
  const { rows } = await pool.query<{ id: string; entity: string; key: string }>(SELECT_EXPIRED, [
    now,
    KEPT_DAYS,
  ]);
  for (const { id, entity, key } of rows) {
    const definition = findEntity(entity);
    if (definition?.model) {
      const table = definition.isCustom ? 'crm.record' : definition.table;
      const inKind = definition.isCustom ? 'and entity = $3' : 'and $3::text is not null';
      const sql = `update ${table} set custom = custom - $1 where id in (
        select id from ${table} where custom ? $1 ${inKind} limit $2 for update skip locked)`;
      for (let gone = BATCH; gone > 0;) gone = (await pool.query(sql, [key, BATCH, entity])).rowCount ?? 0;
    }
    await pool.query('delete from crm.select_option where list = $1', [`${entity}.${key}`]);
    await pool.query('delete from crm.field_def where id = $1 and dropped_at is not null', [id]);
  }
}
