import type { Crm } from '#crm';
import type { Directory } from '#engine';
import { crmTransaction } from './crm-transaction.ts';

/** The company's people for the engine, read in the step's transaction when there is one. */
export function directory(crm: Crm): Directory {
  return {
    resolve: ({ assignment, record, initiator, at }, transaction) =>
      crm.organisation.resolveExecutors(
        { kind: assignment.kind, value: assignment.value, record, initiator, at },
        crmTransaction(transaction),
      ),
  };
}
