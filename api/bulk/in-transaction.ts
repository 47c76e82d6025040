/** A transaction of the CRM that the api commits: what it changed is announced afterwards, or forgotten with it. */
import { againWhenRaceLost, type CrmChange, type CrmTransaction } from '#crm';
import type { ApiContext } from '../context.ts';

export function inTransaction<T>(
  context: ApiContext,
  work: (transaction: CrmTransaction) => Promise<T>,
): Promise<T> {
  return againWhenRaceLost(async () => {
    const changes: CrmChange[] = [];
    const client = await context.pool.connect();
    let isBroken = false;
    try {
      await client.query('begin');
      const result = await work({ client, onChange: (change) => changes.push(change) });
      await client.query('commit');
      if (changes.length > 0) context.announce(changes);
      return result;
    } catch (error) {
      // A client that cannot roll back may hold an open transaction and is thrown away.
      await client.query('rollback').catch(() => (isBroken = true));
      throw error;
    } finally {
      client.release(isBroken);
    }
  });
}
