/** What stands against an erasure: a legal hold, and tickets that are not closed. Processes are the host's to name. */
import type { Queryable } from '../database/transaction.ts';
import type { Person, RecordKey } from './person.ts';

export interface ErasureBlocker {
  readonly kind: 'hold' | 'ticket' | 'process';
  readonly id: string;
  readonly title: string;
}

const HOLDS = `
  select 'hold' as kind, h.record_id as id, h.reason as title from crm.legal_hold h
  where h.lifted_at is null and (h.entity, h.record_id) in (select * from unnest($1::text[], $2::uuid[]))
  order by h.at`;
const TICKETS = `
  select 'ticket' as kind, t.id, t.number || ' ' || t.subject as title
  from crm.ticket t
  left join crm.select_option o on o.list = 'ticket.status' and o.code = t.status
  where (t.contact_id = any($1::uuid[]) or t.account_id = any($2::uuid[])) and t.deleted_at is null
    and o.base_state is distinct from 'closed'
  order by t.created_at limit 50`;

export async function openBlockers(
  reader: Queryable,
  own: readonly RecordKey[],
  person: Person,
): Promise<ErasureBlocker[]> {
  const holds = await reader.query<ErasureBlocker>(HOLDS, [
    own.map((key) => key.entity),
    own.map((key) => key.id),
  ]);
  const tickets = await reader.query<ErasureBlocker>(TICKETS, [person.contacts, person.accounts]);
  return [...holds.rows, ...tickets.rows];
}
