/**
 * Consent by channel and purpose. Every statement is kept; the latest one is in force. `out` forbids, `pending` forbids
 * too (somebody was asked and has not answered), and where nothing was said, what is wanted decides: service may reach
 * people, marketing may not. "Do not call" on the contact stands above all of it.
 */
import { actorOf, type Caller, rowContext, writeContext } from '../caller.ts';
import type { Transactions } from '../database/transaction.ts';
import { readRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/entity-table.ts';
import { lockForChange, recordNotFound } from '../entities/write-record.ts';
import type { CrmClock, CrmIds, CrmTransaction } from '../ports.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { appendEvents } from '../timeline/append-events.ts';
import {
  type ConsentChannel,
  type ConsentParty,
  type ConsentPurpose,
  type ConsentState,
  type ConsentWay,
  type ContactRefusal,
  assertMayWriteTo,
  refusalOf,
} from './may-reach.ts';

export interface Consent {
  readonly id: string;
  readonly channel: ConsentChannel;
  readonly purpose: ConsentPurpose;
  readonly state: ConsentState;
  readonly source: string;
  readonly proof: string | null;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string | null };
}

export interface ConsentService {
  /** Everything that was said, the latest first. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  list(caller: Caller, party: ConsentParty): Promise<Consent[]>;
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN */
  state(
    caller: Caller,
    party: ConsentParty,
    said: Pick<Consent, 'channel' | 'purpose' | 'state' | 'source' | 'proof'>,
  ): Promise<void>;
  /** Why the party must not be reached so; null when it may be. No rights apply: a process asks, too. */
  refusalOf(party: ConsentParty, way: ConsentWay): Promise<ContactRefusal | null>;
  /** Whoever sends asks first; no rights apply. @throws CrmRejection CRM_CONSENT_REFUSED */
  assertMayWriteTo(
    addresses: readonly string[],
    purpose: ConsentPurpose,
    transaction?: CrmTransaction | null,
  ): Promise<void>;
}

const SELECT = `
  select c.id, c.channel, c.purpose, c.state, c.source, c.proof, c.at, c.actor_kind, c.actor_id, u.name as actor_name
  from crm.consent c
  left join crm."user" u on u.id = c.actor_id and c.actor_kind = 'user'
  where c.party_type = $1 and c.party_id = $2
  order by c.at desc, c.id desc
  limit 500`;

const INSERT = `
  insert into crm.consent (id, party_type, party_id, channel, purpose, state, source, proof, at, actor_kind, actor_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

interface ConsentRow {
  readonly id: string;
  readonly channel: ConsentChannel;
  readonly purpose: ConsentPurpose;
  readonly state: ConsentState;
  readonly source: string;
  readonly proof: string | null;
  readonly at: Date;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
}

export function createConsentService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}): ConsentService {
  const { transactions, clock, ids, participants } = ports;
  return {
    async list(caller, { entity, id }) {
      const reader = transactions.reader(caller.transaction);
      const request = { definition: entityOf(entity), id, lock: false };
      if (!(await readRow(reader, request, rowContext(caller, participants))))
        throw recordNotFound(entity, id);
      const { rows } = await reader.query<ConsentRow>(SELECT, [entity, id]);
      return rows.map(({ at, actor_kind, actor_id, actor_name, ...said }) => ({
        ...said,
        at: at.toISOString(),
        actor: { kind: actor_kind, id: actor_id, name: actor_name },
      }));
    },
    state: (caller, { entity, id }, said) =>
      transactions.run(caller.transaction, async (unit) => {
        const row = await lockForChange(
          unit,
          { definition: entityOf(entity), id, action: 'edit' },
          writeContext(caller, participants),
        );
        const actor = actorOf(caller);
        const now = clock.now();
        const { channel, purpose, state, source, proof } = said;
        await unit.client.query(INSERT, [
          ids.next(),
          entity,
          id,
          channel,
          purpose,
          state,
          source,
          proof,
          now,
          actor.kind,
          actor.id,
        ]);
        await appendEvents(unit.client, [
          {
            id: ids.next(),
            occurredAt: now,
            actor,
            kind: 'record',
            verb: `consent_${state}`,
            entity,
            recordId: id,
            accountId: row.account_id,
            text: `${channel} · ${purpose}`,
          },
        ]);
        unit.changed({ entity, recordId: id, change: 'changed', version: null });
      }),
    refusalOf: (party, way) => refusalOf(transactions.reader(null), party, way),
    assertMayWriteTo: (addresses, purpose, transaction) =>
      assertMayWriteTo(transactions.reader(transaction ?? null), addresses, purpose),
  };
}
