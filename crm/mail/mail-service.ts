/**
 * What mail asks of the CRM: whose address it is, which record a number means, whether somebody has to do with a record,
 * and that an address does not work any more. For the host's mail alone: no rights of a person apply here.
 */
import { actorOf, type Caller } from '../caller.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import { entities, entityOf, findEntity } from '../entities/registry.ts';
import { notify } from '../notifications/notify.ts';
import { normaliseEmail } from '../phones/normalise-email.ts';
import type { CrmClock, CrmIds, CrmTransaction } from '../ports.ts';
import { appendEvents } from '../timeline/append-events.ts';
import { currentLinkSql } from '../contacts/current-link.ts';

export interface MailSender {
  readonly contactId: string | null;
  readonly accountId: string | null;
}

export interface MailSubject {
  readonly entity: string;
  readonly id: string;
}

export interface MailService {
  /** The contact, else the account, that has the address; null when nobody has. */
  findSender(email: string, transaction?: CrmTransaction | null): Promise<MailSender | null>;
  /** The record with this number, such as T-1042. */
  findByNumber(number: string, transaction?: CrmTransaction | null): Promise<MailSubject | null>;
  /** Whether the address is one of the record's customer, of a person of that customer, or of a colleague. */
  belongsTo(
    request: { readonly record: MailSubject; readonly email: string },
    transaction?: CrmTransaction | null,
  ): Promise<boolean>;
  /** Marks the address wherever it stands, and says so on the record that was written about. */
  markBounced(
    caller: Caller,
    request: { readonly email: string; readonly record: MailSubject | null; readonly text: string },
  ): Promise<void>;
  /** The owner of a record is told that somebody wrote. */
  tellOwner(caller: Caller, request: { readonly record: MailSubject; readonly text: string }): Promise<void>;
}

const SELECT_SENDER = `
  select p.party_type, p.party_id,
    case p.party_type when 'account' then p.party_id else (
      select l.account_id from crm.account_contact l
      join crm.account a on a.id = l.account_id and a.deleted_at is null
      where l.contact_id = p.party_id and ${currentLinkSql('l')}
      order by l.is_primary_account desc, l.created_at limit 1) end as account_id
  from crm.comm_point p
  left join crm.contact c on p.party_type = 'contact' and c.id = p.party_id
  left join crm.account o on p.party_type = 'account' and o.id = p.party_id
  where p.email_norm = $1 and coalesce(c.deleted_at, o.deleted_at) is null
  order by p.party_type desc, p.is_primary desc, p.created_at
  limit 1`;

/** A customer's record names its account, its contact, or both. */
const HAS_CONTACT: ReadonlySet<string> = new Set(['ticket', 'lead', 'activity']);
const HAS_ACCOUNT: ReadonlySet<string> = new Set(['ticket', 'lead', 'activity', 'deal', 'quote', 'order']);

const BELONGS = `
  select exists (
    select from crm.comm_point p where p.email_norm = $1 and (
      (p.party_type = 'contact' and p.party_id = $2) or (p.party_type = 'account' and p.party_id = $3)
      or (p.party_type = 'contact' and p.party_id in (
        select l.contact_id from crm.account_contact l where l.account_id = $3 and ${currentLinkSql('l')})))
  ) or exists (select from crm."user" u where lower(u.email) = $1 and u.status = 'active' and u.deleted_at is null)
  or exists (select from crm.lead r where r.id = $4 and lower(r.email) = $1) as belongs`;

export function createMailService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}): MailService {
  const { transactions, clock, ids } = ports;
  return {
    async findSender(email, transaction) {
      const address = normaliseEmail(email);
      if (!address) return null;
      const { rows } = await transactions
        .reader(transaction)
        .query<{ party_type: string; party_id: string; account_id: string | null }>(SELECT_SENDER, [address]);
      const [row] = rows;
      if (!row) return null;
      return { contactId: row.party_type === 'contact' ? row.party_id : null, accountId: row.account_id };
    },

    async findByNumber(number, transaction) {
      const numbered = entities.filter((one) => one.numberColumn !== null && one.model !== null);
      const parts = numbered.map(
        (one) =>
          `select '${one.entity}' as entity, r.id from ${one.table} r where r.${one.numberColumn} = $1 and r.deleted_at is null`,
      );
      const { rows } = await transactions
        .reader(transaction)
        .query<MailSubject>(`${parts.join(' union all ')} limit 1`, [number]);
      return rows[0] ?? null;
    },

    async belongsTo({ record, email }, transaction) {
      const reader = transactions.reader(transaction);
      const parties = await partiesOf(reader, record);
      const lead = record.entity === 'lead' ? record.id : null;
      const { rows } = await reader.query<{ belongs: boolean }>(BELONGS, [
        email.toLowerCase(),
        parties.contactId,
        parties.accountId,
        lead,
      ]);
      return rows[0]?.belongs ?? false;
    },

    markBounced: (caller, { email, record, text }) =>
      transactions.run(caller.transaction, async (unit) => {
        const now = clock.now();
        const { rows } = await unit.client.query<{ party_type: string; party_id: string }>(
          `update crm.comm_point set status = 'bounced', updated_at = $2
           where email_norm = $1 and status <> 'bounced' returning party_type, party_id`,
          [email.toLowerCase(), now],
        );
        for (const { party_type, party_id } of rows)
          unit.changed({ entity: party_type, recordId: party_id, change: 'changed', version: null });
        if (!record || !findEntity(record.entity)) return;
        await appendEvents(unit.client, [
          {
            id: ids.next(),
            occurredAt: now,
            actor: actorOf(caller),
            kind: 'mail',
            verb: 'bounced',
            entity: record.entity,
            recordId: record.id,
            accountId: await accountOf(unit.client, record),
            text,
          },
        ]);
        unit.changed({ entity: record.entity, recordId: record.id, change: 'changed', version: null });
      }),

    tellOwner: (caller, { record, text }) =>
      transactions.run(caller.transaction, async (unit) => {
        const { rows } = await unit.client.query<{ owner_id: string | null }>(
          `select owner_id from ${entityOf(record.entity).table} where id = $1`,
          [record.id],
        );
        const owner = rows[0]?.owner_id;
        if (!owner) return;
        const notice = {
          entity: record.entity,
          recordId: record.id,
          actor: actorOf(caller),
          at: clock.now(),
        };
        await notify(unit, ids, [owner], { ...notice, kind: 'comment', text });
      }),
  };
}

async function partiesOf(reader: Queryable, { entity, id }: MailSubject): Promise<MailSender> {
  if (entity === 'contact') return { contactId: id, accountId: null };
  if (entity === 'account') return { contactId: null, accountId: id };
  if (!HAS_ACCOUNT.has(entity)) return { contactId: null, accountId: null };
  const contact = HAS_CONTACT.has(entity) ? 'r.contact_id' : 'null::uuid';
  const { rows } = await reader.query<MailSender>(
    `select ${contact} as "contactId", r.account_id as "accountId" from ${entityOf(entity).table} r where r.id = $1`,
    [id],
  );
  return rows[0] ?? { contactId: null, accountId: null };
}

async function accountOf(reader: Queryable, record: MailSubject): Promise<string | null> {
  return (await partiesOf(reader, record)).accountId;
}
