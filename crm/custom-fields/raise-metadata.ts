import type { Queryable } from '../database/transaction.ts';

/**
 * Tells every node, with the commit, that fields or choices changed. Also a lock: one administrator at a time, so that
 * keys, order and versions are decided by one.
 */
export async function raiseMetadata(client: Queryable): Promise<void> {
  await client.query('update crm.metadata_version set version = version + 1');
}
