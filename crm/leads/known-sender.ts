/**
 * Who sent something from outside: the open lead and the contact that are the same person, by the rules of duplicates. So
 * alike that a person would be stopped counts as the same; less alike counts when the names that are known do not
 * differ, so that two people of one desk, one address or one telephone are not taken for each other.
 */
import { homeCountryOf } from '../company/home-country.ts';
import type { Queryable } from '../database/transaction.ts';
import { type ComparedEntity, findDuplicates } from '../duplicates/candidates.ts';
import { DUPLICATE_SAME } from '../duplicates/score.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { normaliseEmail } from '../phones/normalise-email.ts';
import { normalisePhone } from '../phones/normalise-phone.ts';
import { currentLinkSql } from '../contacts/current-link.ts';

export interface Sender {
  readonly email?: string;
  readonly phone?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly companyName?: string;
}

export interface KnownSender {
  /** An open lead. */
  readonly leadId: string | null;
  readonly contactId: string | null;
  /** The contact's account, the main one of several. */
  readonly accountId: string | null;
}

const agrees = (column: string, value: string): string =>
  `(coalesce(r.${column}, '') = '' or ${value} = '' or lower(r.${column}) = lower(${value}))`;
const IS_SAME = `r.id = any($1::uuid[])
  and (r.id = any($2::uuid[]) or (${agrees('given_name', '$3')} and ${agrees('family_name', '$4')}))
  order by array_position($1::uuid[], r.id) limit 1`;
const SAME_LEAD = `
  select r.id, null as account_id from crm.lead r
  join crm.stage s on s.list = 'lead.status' and s.code = r.status
  where s.base_status in ('open', 'paused') and ${IS_SAME}`;
const SAME_CONTACT = `
  select r.id, (
    select l.account_id from crm.account_contact l
    join crm.account a on a.id = l.account_id and a.deleted_at is null
    where l.contact_id = r.id and ${currentLinkSql('l')} order by l.is_primary_account desc, l.account_id limit 1) as account_id
  from crm.contact r where ${IS_SAME}`;

export async function knownSender(
  reader: Queryable,
  sender: Sender,
  context: RowContext,
): Promise<KnownSender> {
  const facts = factsOf(sender, await homeCountryOf(reader));
  const lead = await sameOf('lead', SAME_LEAD);
  const contact = await sameOf('contact', SAME_CONTACT);
  return {
    leadId: lead?.id ?? null,
    contactId: contact?.id ?? null,
    accountId: contact?.account_id ?? null,
  };

  async function sameOf(
    entity: ComparedEntity,
    sql: string,
  ): Promise<{ readonly id: string; readonly account_id: string | null } | undefined> {
    const request = { entity, probes: [{ ref: SENDER, facts }] };
    const found = (await findDuplicates(reader, request, context)).get(SENDER) ?? [];
    if (found.length === 0) return undefined;
    const sure = found.filter((candidate) => candidate.score >= DUPLICATE_SAME);
    const { rows } = await reader.query<{ id: string; account_id: string | null }>(sql, [
      found.map((candidate) => candidate.id),
      sure.map((candidate) => candidate.id),
      sender.givenName ?? '',
      sender.familyName ?? '',
    ]);
    return rows[0];
  }
}

const SENDER = 'sender';

function factsOf(
  { email: address, phone: number, givenName, familyName, companyName }: Sender,
  country: string,
) {
  const email = address ? normaliseEmail(address) : null;
  const phone = number ? normalisePhone(number, { country }).e164 : null;
  return {
    ...{ isCompany: false, taxId: '', domain: '', address: '', country: '', birthday: '' },
    name: companyName ?? '',
    givenName: givenName ?? '',
    familyName: familyName ?? '',
    phones: phone ? [phone] : [],
    emails: email ? [email] : [],
  };
}
