/** Which quotes have to be approved before they go out, by the company's rule. */
import type { Unit } from '../database/transaction.ts';
import type { PlannedWrite } from '../entities/entity-types.ts';
import { CrmRejection } from '../errors.ts';

export const QUOTE_APPROVAL_RULES = ['never', 'discount', 'amount', 'always'] as const;

export interface QuoteApproval {
  readonly rule: (typeof QUOTE_APPROVAL_RULES)[number];
  /** Above which discount in per cent, or above which sum without tax in the base currency; null for other rules. */
  readonly limit: number | null;
}

/** The highest discount of a line. */
export const discountMaxSql = (alias: string): string =>
  `(select coalesce(max(l.discount_pct), 0)::float8 from crm.line_item l where l.parent_type = 'quote' and l.parent_id = ${alias}.id)`;

/** Whether the rule asks for approval, as SQL. A sum that no rate is known for might be above any limit. */
export const needsApprovalSql = (alias: string): string => `
  (select case s.quote_approval
     when 'always' then true
     when 'discount' then ${discountMaxSql(alias)} > s.quote_approval_limit
     when 'amount' then coalesce(${alias}.net_total * case when ${alias}.currency = m.base_currency then 1 else (
         select r.rate from crm.currency_rate r
         where r.currency = ${alias}.currency and r.valid_from <= public.throughline_now()::date
         order by r.valid_from desc limit 1) end > s.quote_approval_limit, true)
     else false end
   from crm.company_setting s, crm.money_setting m)`;

/** States of which a quote can only be once it went out, or was approved. */
const OUT: readonly unknown[] = ['approved', 'sent', 'accepted'];

/** @throws CrmRejection CRM_QUOTE_NEEDS_APPROVAL for what would go out without it */
export async function assertApproved(unit: Unit, { id, before, wanted }: PlannedWrite): Promise<void> {
  const leavesDraft = before?.status === 'draft' && wanted.status === 'sent';
  const beginsOut = before === null && OUT.includes(wanted.status);
  if (!leavesDraft && !beginsOut) return;
  // A quote that is just being made has no lines yet: any rule might ask for it.
  const sql = leavesDraft
    ? `select ${needsApprovalSql('q')} as needed, s.quote_approval as rule, s.quote_approval_limit::float8 as "limit"
       from crm.quote q, crm.company_setting s where q.id = $1`
    : `select s.quote_approval <> 'never' as needed, s.quote_approval as rule, s.quote_approval_limit::float8 as "limit"
       from crm.company_setting s where $1::uuid is not null`;
  const { rows } = await unit.client.query<{ needed: boolean } & QuoteApproval>(sql, [id]);
  const [found] = rows;
  if (!found?.needed) return;
  const { rule, limit } = found;
  throw new CrmRejection(
    'CRM_QUOTE_NEEDS_APPROVAL',
    `Expected an approved quote, since the company's rule is '${rule}'${limit === null ? '' : ` above ${limit}`}: ask for approval first.`,
    { rule, limit },
  );
}
