/** How the metadata is changed: one administrator at a time, with a new version for every node, told to the audit. */
import { actorOf, type Caller } from '../caller.ts';
import type { Transactions, Unit } from '../database/transaction.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { appendEvents, type FieldChange } from '../timeline/append-events.ts';
import { raiseMetadata } from './raise-metadata.ts';

export interface MetadataChange {
  /** Runs the work under the lock of the metadata, whose version it raises. */
  changing<T>(caller: Caller, work: (unit: Unit) => Promise<T>): Promise<T>;
  tell(
    unit: Unit,
    caller: Caller,
    told: {
      readonly id: string;
      readonly entity: 'field' | 'entity';
      readonly verb: string;
      readonly text: string;
      readonly changes?: FieldChange[];
    },
  ): Promise<void>;
}

export function createMetadataChange({
  transactions,
  clock,
  ids,
}: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}): MetadataChange {
  return {
    changing: (caller, work) =>
      transactions.run(caller.transaction, async (unit) => {
        await raiseMetadata(unit.client);
        return work(unit);
      }),
    tell: (unit, caller, told) =>
      appendEvents(unit.client, [
        {
          id: ids.next(),
          occurredAt: clock.now(),
          actor: actorOf(caller),
          kind: 'record',
          verb: told.verb,
          entity: told.entity,
          recordId: told.id,
          changes: told.changes ?? [],
          text: told.text,
        },
      ]),
  };
}
