/**
 * A transaction of the CRM that the api commits: what it changed is announced afterwards, or forgotten with it. One that
 * lost a race to another begins again.
 */
import { againWhenRaceLost, type CrmChange, type CrmTransaction } from '#crm';
import { inTransaction } from '../adapters/database/in-transaction.ts';
import type { ApiContext } from '../context.ts';

export function inCrmTransaction<T>(
  { pool, announce }: Pick<ApiContext, 'pool' | 'announce'>,
  work: (transaction: CrmTransaction) => Promise<T>,
): Promise<T> {
  return againWhenRaceLost(async () => {
    const changes: CrmChange[] = [];
    const result = await inTransaction(pool, (client) =>
      work({ client, onChange: (change) => changes.push(change) }),
    );
    if (changes.length > 0) announce(changes);
    return result;
  });
}
