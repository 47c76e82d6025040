/**
 * Which records are one person: the contact, what was merged into it, the leads that it came from, and the account of a
 * private customer who is alone in it. Asked by the account of a private customer, it is that account with the one
 * contact that belongs to it. And what is about the person: tickets, activities, deals, documents.
 */
import type { Queryable } from '../database/transaction.ts';
import { isUuid } from '../entities/filter-sql.ts';

export type PersonEntity = 'contact' | 'lead' | 'account';

export interface PersonRef {
  readonly entity: PersonEntity;
  readonly id: string;
}

/** The first contact, lead or account stands for the person, in this order. */
export interface Person {
  readonly contacts: readonly string[];
  readonly leads: readonly string[];
  /** Private customers: accounts of the kind "person" that nobody else belongs to. */
  readonly accounts: readonly string[];
}

export interface RecordKey {
  readonly entity: string;
  readonly id: string;
}

/** A lead that knows its contact is that contact; a private customer is the only contact of his account. */
const SELECT_CONTACTS = `
  with recursive root as (
    select case $1
      when 'contact' then $2::uuid
      when 'lead' then (select coalesce(r.survivor_id, l.contact_id) from crm.lead l
                        left join crm.record_redirect r on r.loser_id = l.contact_id where l.id = $2)
      else (select (array_agg(distinct k.contact_id))[1] from crm.account a
            join crm.account_contact k on k.account_id = a.id
            where a.id = $2 and a.kind = 'person' having count(distinct k.contact_id) = 1) end as id),
  same as (
    select id from root where id is not null
    union select r.loser_id from crm.record_redirect r join same s on r.survivor_id = s.id where r.entity = 'contact')
  select s.id from same s join crm.contact c on c.id = s.id order by (c.id = (select id from root)) desc, c.id`;

/** By its link, by its conversion, or by address or phone together with the family name. $3: accounts of the person. */
const SELECT_LEADS = `
  with recursive addresses as (
    select p.email_norm, p.e164 from crm.comm_point p where p.party_type = 'contact' and p.party_id = any($1::uuid[])
    union all select lower(l.email), l.phone_e164 from crm.lead l where l.id = $2),
  families as (
    select lower(c.family_name) as name from crm.contact c where c.id = any($1::uuid[])
    union select lower(l.family_name) from crm.lead l where l.id = $2),
  same as (
    select l.id from crm.lead l
    where l.id = $2 or l.contact_id = any($1::uuid[])
      or l.id in (select v.lead_id from crm.lead_conversion v where v.undone_at is null and (v.contact_id = any($1::uuid[])
                     or v.account_id = any($3::uuid[]) and (v.contact_id is null or v.contact_id = any($1::uuid[]))))
      or ((lower(l.email) in (select email_norm from addresses) or l.phone_e164 in (select e164 from addresses))
          and l.contact_id is null and lower(l.family_name) in (select name from families))
    union select r.loser_id from crm.record_redirect r join same s on r.survivor_id = s.id where r.entity = 'lead')
  select s.id from same s join crm.lead l on l.id = s.id order by l.created_at, l.id`;

/** $2: the account that was asked for, and what was merged into it. */
const SELECT_ACCOUNTS = `
  with recursive same as (
    select a.id from crm.account a
    where a.kind = 'person' and (a.id = $2
      or exists (select from crm.account_contact k where k.account_id = a.id and k.contact_id = any($1::uuid[]))
        and not exists (select from crm.account_contact k where k.account_id = a.id and k.contact_id <> all($1::uuid[])))
    union select r.loser_id from crm.record_redirect r join same s on r.survivor_id = s.id where r.entity = 'account')
  select s.id from same s join crm.account a on a.id = s.id order by a.id is not distinct from $2 desc, a.id`;

/** Null when there is no such record, or it is a company. No rights apply: whoever asks has asked them before. */
export async function findPerson(reader: Queryable, { entity, id }: PersonRef): Promise<Person | null> {
  if (!isUuid(id)) return null;
  const idsOf = async (sql: string, values: unknown[]): Promise<string[]> =>
    (await reader.query<{ id: string }>(sql, values)).rows.map((row) => row.id);
  const contacts = await idsOf(SELECT_CONTACTS, [entity, id]);
  const accounts = await idsOf(SELECT_ACCOUNTS, [contacts, entity === 'account' ? id : null]);
  const leads = await idsOf(SELECT_LEADS, [contacts, entity === 'lead' ? id : null, accounts]);
  return contacts.length + leads.length + accounts.length === 0 ? null : { contacts, leads, accounts };
}

export function keysOfPerson(person: Person): RecordKey[] {
  const keys = (entity: string, ids: readonly string[]): RecordKey[] => ids.map((id) => ({ entity, id }));
  return [
    ...keys('contact', person.contacts),
    ...keys('lead', person.leads),
    ...keys('account', person.accounts),
  ];
}

/** Of a table: what names one of them in these columns, outside the bin by the index of each, and in it. */
function namedIn(entity: string, table: string, columns: Readonly<Record<string, string>>): string {
  const names = Object.entries(columns).map(([column, ids]) => `${column} = any(${ids}::uuid[])`);
  return [
    ...names.map(
      (name) => `select '${entity}' as entity, id from ${table} where deleted_at is null and ${name}`,
    ),
    `select '${entity}', id from ${table} where deleted_at is not null and (${names.join(' or ')})`,
  ].join(' union ');
}

// Each part walks an index; one condition with "or" would go through all rows.
const SELECT_RELATED = `
  with ticket as (${namedIn('ticket', 'crm.ticket', { contact_id: '$1', account_id: '$3' })})
  select entity, id from ticket
  union ${namedIn('activity', 'crm.activity', { contact_id: '$1', lead_id: '$2', account_id: '$3' })}
  union select 'activity', activity_id from crm.activity_link
    where entity in ('contact', 'lead', 'account') and record_id = any($1::uuid[] || $2::uuid[] || $3::uuid[])
  union select 'activity', activity_id from crm.activity_participant where contact_id = any($1::uuid[])
  union ${namedIn('activity', 'crm.activity', {
    ticket_id: `(array(select t.id from crm.ticket t
    join ticket k on k.id = t.id where t.contact_id = any($1::uuid[])))`,
  })}
  union ${namedIn('deal', 'crm.deal', { lead_id: '$2', account_id: '$3' })}
  union select 'deal', deal_id from crm.deal_contact where contact_id = any($1::uuid[])
  union ${namedIn('quote', 'crm.quote', { contact_id: '$1', account_id: '$3' })}
  union ${namedIn('order', 'crm.order_doc', { contact_id: '$1', account_id: '$3' })}`;

/** Tickets, activities, deals, quotes and orders that are about the person, those in the bin included. */
export async function relatedRecords(reader: Queryable, person: Person): Promise<RecordKey[]> {
  const { contacts, leads, accounts } = person;
  return (await reader.query<RecordKey>(SELECT_RELATED, [contacts, leads, accounts])).rows;
}
