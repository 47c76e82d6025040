/** The demonstration's leads with their scores, and what became of them. */
import type { PoolClient } from 'pg';
import { readScoreRules, scoreOf, scoreReasons } from '../leads/lead-score.ts';
import { demonstrationId } from './ids.ts';
import { type Row, type RowIds, written } from './rows.ts';
import { leads } from './sales.ts';

export async function leadRows(client: PoolClient, now: Date): Promise<readonly Row[]> {
  const rules = await readScoreRules(client);
  return leads(now).map((lead, index) => {
    const { givenName, familyName, companyName, phone, email, source, expectedAmount } = lead;
    const values = {
      givenName,
      familyName,
      companyName,
      phone,
      phoneE164: phone,
      email,
      source,
      expectedAmount,
    };
    const reasons = scoreReasons(rules, values);
    return {
      id: lead.id,
      number: `L-${1001 + index}`,
      title: lead.title,
      status: lead.status,
      pipeline: 'leads',
      stage_entered_at: lead.stageEnteredAt,
      given_name: givenName,
      family_name: familyName,
      company_name: companyName,
      phone,
      phone_e164: phone,
      email,
      city: lead.city,
      country: lead.country,
      message: lead.message,
      source,
      utm: lead.utm,
      payload: lead.payload,
      expected_amount: expectedAmount,
      currency: lead.currency,
      score: scoreOf(reasons),
      score_reasons: reasons,
      disqualify_reason: lead.disqualifyReason,
      converted_at: lead.dealIndex === null ? null : lead.stageEnteredAt,
      owner_id: lead.ownerId,
      ...written(lead.createdAt, lead.stageEnteredAt),
    };
  });
}

/** Leads that became customers know them, and the deal knows its lead. */
export async function linkLeads(client: PoolClient, now: Date, rows: RowIds): Promise<void> {
  const converted = leads(now).filter((lead) => lead.dealIndex !== null);
  const dealIds = converted.map((lead) => demonstrationId('deal', (lead.dealIndex ?? 0) + 1));
  await client.query(
    `with pair as (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as p (lead_id, deal_id, row_id)),
       linked as (
         update crm.deal d set lead_id = pair.lead_id from pair where d.id = pair.deal_id
         returning d.id, d.account_id, pair.lead_id, pair.row_id),
       known as (
         update crm.lead l set account_id = linked.account_id, converted_deal_id = linked.id,
           contact_id = (select c.contact_id from crm.deal_contact c where c.deal_id = linked.id limit 1)
         from linked where l.id = linked.lead_id
         returning l.id, l.account_id, l.contact_id, l.converted_deal_id, l.converted_at, linked.row_id)
     insert into crm.lead_conversion (id, lead_id, at, actor_kind, status_before, account_id, contact_id, deal_id)
     select row_id, id, converted_at, 'import', 'qualified', account_id, contact_id, converted_deal_id from known`,
    [converted.map((lead) => lead.id), dealIds, converted.map(() => rows.next())],
  );
  await client.query(KEEP_TOUCHES);
}

/** As the conversions would have done it; customers that a lead brought know it for life. */
const KEEP_TOUCHES = `
  update crm.account a set first_source = eldest.source, first_touch_at = eldest.created_at,
    last_source = newest.source, last_touch_at = newest.created_at
  from (select distinct on (account_id) account_id, source, created_at from crm.lead
        where account_id is not null order by account_id, created_at) eldest
  join (select distinct on (account_id) account_id, source, created_at from crm.lead
        where account_id is not null order by account_id, created_at desc) newest using (account_id)
  where a.id = eldest.account_id`;
