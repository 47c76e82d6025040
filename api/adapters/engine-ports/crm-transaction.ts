import type { CrmChange, CrmTransaction } from '#crm';
import type { EngineTransaction } from '#engine';

/** The CRM's view of a step's open transaction; null on the memory store and outside of steps. */
export function crmTransaction(
  transaction: EngineTransaction | null,
  onChange?: (change: CrmChange) => void,
): CrmTransaction | null {
  return transaction?.client ? { client: transaction.client, ...(onChange ? { onChange } : {}) } : null;
}
