/**
 * Where a customer came from, kept on the account for life: the first touch is set when a lead becomes an account or by whoever makes
 * the account, by hand or by an import, and never again; the last one follows every lead of the customer. A touch is a lead with a source, at the instant at which it came.
 */
import type { Queryable } from '../database/transaction.ts';
import type { DoneWrite } from '../entities/entity-types.ts';

export interface Touch {
  readonly accountId: string;
  readonly source: string;
  readonly campaign: string | null;
  readonly at: Date;
}

const KEEP = `
  update crm.account set last_source = $2, last_campaign = $3, last_touch_at = $4
  where id = $1 and coalesce(last_touch_at <= $4, true)`;

export async function keepTouch(client: Queryable, touch: Touch): Promise<void> {
  await client.query(KEEP, [touch.accountId, touch.source, touch.campaign, touch.at]);
}

/** A lead of a known customer, or one that has just become known as his. */
export async function keepTouchOfLead(client: Queryable, { before, after }: DoneWrite): Promise<void> {
  const { account, source, createdAt } = after;
  const campaign = after.campaign ?? after.utmCampaign;
  const isNews = before === null || before.account !== account || before.source !== source;
  if (typeof account !== 'string' || typeof source !== 'string' || !isNews) return;
  await keepTouch(client, {
    accountId: account,
    source,
    campaign: typeof campaign === 'string' ? campaign : null,
    at: new Date(String(createdAt)),
  });
}
