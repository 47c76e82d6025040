/**
 * Files that were taken off their records long ago, or whose records are gone, go; and with the last file the content,
 * which lies with the host. It is asked for each content, and what it could not delete is tried again.
 */
import type { Pool } from 'pg';
import { entities } from '../entities/entity-table.ts';

const UNLINK = 'delete from crm.record_file where deleted_at < $1';
const DELETE_FILES = `
  with gone as (
    delete from crm.file f
    where f.created_at < $1 and not exists (select from crm.record_file r where r.file_id = f.id)
    returning f.id, f.storage_key)
  insert into crm.content_to_delete (storage_key)
  select distinct g.storage_key from gone g
  where not exists (select from crm.file f where f.storage_key = g.storage_key and f.id not in (select id from gone))
  on conflict (storage_key) do nothing`;
const DUE = `
  select c.storage_key from crm.content_to_delete c
  where ($1::text[] is null and c.since < clock_timestamp() - interval '1 hour') or c.storage_key = any($1::text[])
  order by c.since limit 1000`;
/** Somebody may have brought the same content anew. */
const NEEDED = `
  select exists (select from crm.file f where f.storage_key = $1)
    or exists (select from crm.import_job j where j.storage_key = $1) as needed`;
const DONE = 'delete from crm.content_to_delete where storage_key = $1';

/** Takes file records away that nobody can take out of the bin any more. */
export async function purgeFiles(pool: Pool, before: Date): Promise<void> {
  await pool.query(UNLINK, [before]);
  for (const { entity, table, model } of entities) {
    if (!model) continue;
    await pool.query(
      `delete from crm.record_file r where r.entity = $1 and not exists (select from ${table} t where t.id = r.record_id)`,
      [entity],
    );
  }
  await pool.query(DELETE_FILES, [before]);
}

/** Deletes these contents at once, or without them all that are due. `remove` says false where it must stay. */
export async function deleteContents(
  pool: Pool,
  remove: (storageKey: string) => Promise<boolean>,
  only: readonly string[] | null,
): Promise<number> {
  const { rows } = await pool.query<{ storage_key: string }>(DUE, [only]);
  let deleted = 0;
  for (const { storage_key: key } of rows) {
    const { rows: asked } = await pool.query<{ needed: boolean }>(NEEDED, [key]);
    if (asked[0]?.needed !== true) {
      if (!(await remove(key))) continue;
      deleted += 1;
    }
    await pool.query(DONE, [key]);
  }
  return deleted;
}
