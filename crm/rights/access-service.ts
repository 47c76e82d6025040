/** Answers of administrators' questions about access, and the audit's note of who looked through whose eyes. */
import { actorOf, type Caller, rowContext } from '../caller.ts';
import type { Transactions } from '../database/transaction.ts';
import { readRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import { recordNotFound } from '../entities/write-record.ts';
import { CrmRejection } from '../errors.ts';
import type { CrmClock, CrmIds, CrmTransaction } from '../ports.ts';
import { appendEvents } from '../timeline/append-events.ts';
import { type AccessGround, explainAccess } from './explain-access.ts';
import { loadRequestUser } from './request-user.ts';
import type { ParticipantSource } from './scope-for.ts';

export interface AccessService {
  /**
   * Why the person may see or change the record; empty when there is no ground. The asker must see it himself.
   * @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_USER_NOT_FOUND
   */
  explain(caller: Caller, request: { entity: string; id: string; userId: string }): Promise<AccessGround[]>;
  /** Notes in the audit that an administrator begins or ends to see the product as somebody else. */
  noteSeenAs(
    caller: Caller,
    request: { userId: string; verb: 'seen_as' | 'seen_as_ended' },
    transaction?: CrmTransaction | null,
  ): Promise<void>;
}

export function createAccessService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}): AccessService {
  const { transactions, clock, ids, participants } = ports;
  return {
    async explain(caller, { entity, id, userId }) {
      const reader = transactions.reader(caller.transaction);
      const definition = entityOf(entity);
      const own = await readRow(reader, { definition, id, lock: false }, rowContext(caller, participants));
      if (!own) throw recordNotFound(entity, id);
      const user = await loadRequestUser(reader, userId, clock.now());
      if (!user)
        throw new CrmRejection('CRM_USER_NOT_FOUND', `Expected user '${userId}' to exist.`, { userId });
      return explainAccess(reader, { definition, id, user, participants });
    },
    noteSeenAs: (caller, { userId, verb }, transaction) =>
      transactions.run(transaction, (unit) =>
        appendEvents(unit.client, [
          {
            id: ids.next(),
            occurredAt: clock.now(),
            actor: actorOf(caller),
            kind: 'record',
            verb,
            entity: 'user',
            recordId: userId,
          },
        ]),
      ),
  };
}
