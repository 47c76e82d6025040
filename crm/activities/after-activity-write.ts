/**
 * What follows from a written activity, in its transaction: it is linked to its ticket, account, contact,
 * deal and lead, and the latter four know when they were last spoken to and what comes next. These two dates are derived, so they neither raise the party's
 * version nor appear on its timeline.
 */
import type { Unit } from '../database/transaction.ts';
import type { DoneWrite } from '../entities/entity-types.ts';
import { afterTicketActivity } from '../sla/sla-service.ts';

const INSERT_LINK = `
  insert into crm.activity_link (activity_id, entity, record_id) values ($1, $2, $3) on conflict do nothing`;

type Dated = 'account' | 'contact' | 'deal' | 'lead';

/** A contact took place when a call, meeting, visit or e-mail was done. */
const datesSql = (table: Dated) => `
  update crm.${table} p set
    last_contact_at = greatest(p.last_contact_at, (
      select max(coalesce(v.actual_end, v.planned_end)) from crm.activity v
      where v.${table}_id = p.id and v.deleted_at is null and v.status = 'done'
        and v.kind in ('call', 'meeting', 'visit', 'email'))),
    next_activity_at = (
      select min(v.planned_start) from crm.activity v
      where v.${table}_id = p.id and v.deleted_at is null and v.status in ('planned', 'in_progress'))
  where p.id = any($1::uuid[])`;

/** Always in this order: two activities of one customer never wait for each other in a circle. */
const DATED: readonly Dated[] = ['account', 'contact', 'deal', 'lead'];
const UPDATE_DATES = {
  account: datesSql('account'),
  contact: datesSql('contact'),
  deal: datesSql('deal'),
  lead: datesSql('lead'),
} as const;

/** What is said to a customer; a task or a note is not. */
const SPOKEN = ['call', 'meeting', 'visit', 'email'];

export async function afterActivityWrite(unit: Unit, written: DoneWrite): Promise<void> {
  const { id, before, after } = written;
  if (typeof after.ticket === 'string') await unit.client.query(INSERT_LINK, [id, 'ticket', after.ticket]);
  for (const entity of DATED) {
    const current = after[entity];
    const parties = [current, before?.[entity]].filter((party) => typeof party === 'string');
    if (typeof current === 'string') await unit.client.query(INSERT_LINK, [id, entity, current]);
    if (parties.length === 0) continue;
    await unit.client.query(UPDATE_DATES[entity], [parties]);
  }
  const isSpoken =
    after.status === 'done' && before?.status !== 'done' && SPOKEN.includes(String(after.kind));
  if (isSpoken && typeof after.ticket === 'string')
    await afterTicketActivity(unit, { ticketId: after.ticket, direction: after.direction }, written);
}
