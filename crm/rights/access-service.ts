/** Answers of administrators' questions about access, and the audit's note of who looked through whose eyes. */
import { actorOf, type Caller, rowContext } from '../caller.ts';
import type { Transactions } from '../database/transaction.ts';
import { readRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import { recordNotFound } from '../entities/write-record.ts';
import { CrmRejection } from '../errors.ts';
import type { CrmClock, CrmIds, CrmTransaction } from '../ports.ts';
import { appendEvents, type FieldChange } from '../timeline/append-events.ts';
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
  /** Notes in the audit what happened to a person's way of signing in. `text` says by what: an address, a key's name. */
  noteSecurity(event: SecurityEvent): Promise<void>;
}

export interface SecurityEvent {
  readonly verb:
    | 'signed_in'
    | 'sign_in_failed'
    | 'signed_out'
    | 'sessions_ended'
    | 'password_changed'
    | 'password_reset'
    | 'second_factor_on'
    | 'second_factor_off'
    | 'second_factor_reset'
    | 'recovery_code_used'
    | 'recovery_codes_renewed'
    | 'api_key_created'
    | 'api_key_revoked'
    | 'provider_linked'
    | 'user_provisioned'
    | 'sign_in_rules_changed'
    | 'invited'
    | 'invitation_accepted'
    | 'full_export_begun'
    | 'full_export_fetched'
    | 'full_export_discarded';
  /** Whose sign-in it is about. */
  readonly userId: string;
  /** Who did it; null for somebody who did not prove who he is. */
  readonly by: string | null;
  readonly text?: string | null;
  readonly changes?: readonly FieldChange[];
}

const SELECT_ROLE_NAMES = `
  select code, case $1 when 'ru' then coalesce(name_ru, name) else name end as name from crm.role`;

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
      const grounds = await explainAccess(reader, { definition, id, user, participants });
      // The person's roles were loaded with names in the person's own language.
      const { rows } = await reader.query<{ code: string; name: string }>(SELECT_ROLE_NAMES, [
        caller.user.locale,
      ]);
      const names = new Map(rows.map((role) => [role.code, role.name]));
      return grounds.map((ground) => ({
        ...ground,
        role: ground.role && { ...ground.role, name: names.get(ground.role.code) ?? ground.role.name },
      }));
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
    noteSecurity: ({ verb, userId, by, text, changes }) =>
      transactions.run(null, (unit) =>
        appendEvents(unit.client, [
          {
            id: ids.next(),
            occurredAt: clock.now(),
            actor: by === null ? { kind: 'system', id: null } : { kind: 'user', id: by },
            kind: 'record',
            verb,
            entity: 'user',
            recordId: userId,
            ...(changes ? { changes } : {}),
            text: text ?? null,
          },
        ]),
      ),
  };
}
