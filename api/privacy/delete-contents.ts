/** Contents of files that nothing refers to any more leave the disk, but for what a message still has to carry. */
import type { ApiContext } from '../context.ts';

const CARRIED = `
  select from app.mail_message
  where next_attempt_at is not null and attachments @> jsonb_build_array(jsonb_build_object('storageKey', $1::text))
  limit 1`;

/** These at once, or without them all that are due. */
export async function deleteContents(
  { crm, pool, files }: Pick<ApiContext, 'crm' | 'pool' | 'files'>,
  only?: readonly string[],
): Promise<void> {
  await crm.files.deleteContents(async (storageKey) => {
    if ((await pool.query(CARRIED, [storageKey])).rowCount) return false;
    await files.remove(storageKey);
    return true;
  }, only);
}
