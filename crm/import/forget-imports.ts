/** What an import leaves behind: its rows and its file go after their time; the file's content with the bin's. */
import type { Queryable } from '../database/transaction.ts';

const IS_OLD = `coalesce(j.finished_at, j.created_at) < $1 and j.state in ('done', 'undone', 'failed', 'mapping', 'ready')`;
/** Whether a record or another import has the same content is asked when it is its turn to be deleted. */
const LET_CONTENT_GO = `
  insert into crm.content_to_delete (storage_key) values ($1) on conflict (storage_key) do nothing`;
const LET_OLD_GO = `
  insert into crm.content_to_delete (storage_key)
  select distinct j.storage_key from crm.import_job j where ${IS_OLD} and j.storage_key <> ''
  on conflict (storage_key) do nothing`;
const FORGET_FILES = `update crm.import_job j set storage_key = '' where ${IS_OLD} and j.storage_key <> ''`;
const FORGET_ROWS = `delete from crm.import_row r using crm.import_job j where j.id = r.import_id and ${IS_OLD}`;

/** An import that wrote nothing. */
export async function forgetImport(
  client: Queryable,
  { id, storageKey }: { readonly id: string; readonly storageKey: string },
): Promise<void> {
  await client.query(LET_CONTENT_GO, [storageKey]);
  await client.query('delete from crm.import_job where id = $1', [id]);
}

/** Answers how many rows went. */
export async function forgetOldImports(client: Queryable, before: Date): Promise<number> {
  const { rowCount } = await client.query(FORGET_ROWS, [before]);
  await client.query(LET_OLD_GO, [before]);
  await client.query(FORGET_FILES, [before]);
  return rowCount ?? 0;
}
