/**
 * Leads get their owners here, in the transaction that makes them or asks for it. One lock stands before every decision
 * until the transaction ends: whoever comes second counts what the first has given, so nobody gets more than he may have
 * and turns are taken in order. Lock order: the lead's row, then this lock.
 */
import { readCalendar } from '../calendars/calendar-service.ts';
import { addWorkingDuration, type WorkingCalendar } from '../calendars/working-time.ts';
import type { Queryable, Unit } from '../database/transaction.ts';
import type { FieldValues } from '../entities/entity-types.ts';
import type { Arrival, HandOn, HandOnRequest } from '../entities/hand-on-types.ts';
import { fieldsOfRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/entity-table.ts';
import { readRowsAsWritten } from '../entities/row-as-written.ts';
import { CrmFailure } from '../errors.ts';
import { notify } from '../notifications/notify.ts';
import { isConditionMet } from '../pipelines/entry-rule.ts';
import type { CrmActor, CrmIds } from '../ports.ts';
import { systemUser } from '../rights/system-user.ts';
import { appendEvents } from '../timeline/append-events.ts';
import { decide, type Decision, type LeadNeeds, type Receiver } from './decide.ts';
import {
  type DistributionRule,
  keepDecision,
  readAlarmed,
  readReceivers,
  readRules,
  type ReceiverRow,
} from './distribution-rows.ts';

/** In whose name rules look at leads and give them. */
export const DISTRIBUTOR = systemUser({
  id: '00000000-0000-7000-8000-000000000003',
  name: 'Throughline',
  actions: ['read', 'edit'],
});

/** Any constant; see above. */
const TURN_LOCK = 0x7475726e;
const SELECT_WANTED =
  'select exists (select from crm.distribution_rule where active and $1 = any(arrivals)) as found';

export interface RuledLead {
  readonly rule: DistributionRule;
  readonly decision: Decision;
}

/** The people of one instant; what is given meanwhile counts at once. */
export class Desk {
  readonly #reader: Queryable;
  readonly #now: Date;
  readonly #without: readonly string[];
  readonly #teams = new Map<string, readonly Receiver[]>();
  readonly #worksAt = new Map<string | null, Promise<Date | null>>();
  readonly #given = new Map<string, { count: number; turn: number }>();

  constructor(reader: Queryable, at: { readonly now: Date; readonly without: readonly string[] }) {
    this.#reader = reader;
    this.#now = at.now;
    this.#without = at.without;
  }

  /** The first rule that speaks for the lead, and what it says; null: none. `arrival` null: however it came. */
  async judge(
    rules: readonly DistributionRule[],
    lead: FieldValues,
    arrival: Arrival | null,
  ): Promise<RuledLead | null> {
    const rule = rules.find(
      (one) => one.active && (arrival === null || one.arrivals.includes(arrival)) && speaks(one, lead),
    );
    if (!rule) return null;
    const knownOwner = rule.preferKnownOwner ? await this.#ownerOf(lead.account) : null;
    const receivers = await this.#receivers(rule.teamId, knownOwner);
    const decision = decide(rule, { ...needsOf(lead), knownOwner }, { receivers, now: this.#now });
    return { rule, decision };
  }

  given(userId: string, turn: number): void {
    const count = (this.#given.get(userId)?.count ?? 0) + 1;
    this.#given.set(userId, { count, turn });
  }

  async #ownerOf(account: unknown): Promise<string | null> {
    if (typeof account !== 'string') return null;
    const { rows } = await this.#reader.query<{ owner: string | null }>(
      'select owner_id as owner from crm.account where id = $1 and deleted_at is null',
      [account],
    );
    return rows[0]?.owner ?? null;
  }

  async #receivers(teamId: string, beside: string | null): Promise<readonly Receiver[]> {
    const key = `${teamId} ${beside ?? ''}`;
    const known = this.#teams.get(key) ?? (await this.#readTeam(teamId, beside));
    this.#teams.set(key, known);
    return known.map((person) => {
      const given = this.#given.get(person.id);
      return given ? { ...person, open: person.open + given.count, lastTurn: given.turn } : person;
    });
  }

  async #readTeam(teamId: string, beside: string | null): Promise<readonly Receiver[]> {
    const asked = { now: this.#now, without: this.#without, teamId, beside };
    const people: Receiver[] = [];
    for (const row of await readReceivers(this.#reader, asked)) people.push(await this.#receiver(row));
    return people;
  }

  async #receiver({ calendarCode, ...row }: ReceiverRow): Promise<Receiver> {
    const known = this.#worksAt.get(calendarCode) ?? worksNext(this.#reader, calendarCode, this.#now);
    this.#worksAt.set(calendarCode, known);
    return { ...row, worksAt: await known };
  }
}

/** When a calendar works next; null where it never does. */
export async function worksNext(reader: Queryable, code: string | null, now: Date): Promise<Date | null> {
  return nextWorkingInstant(await readCalendar(reader, code), now);
}

function nextWorkingInstant(calendar: WorkingCalendar, now: Date): Date | null {
  try {
    return addWorkingDuration(calendar, now, 'PT0S');
  } catch (cause) {
    if (cause instanceof CrmFailure && cause.code === 'CRM_WORKING_TIME_NOT_FOUND') return null;
    throw cause;
  }
}

function speaks({ match }: DistributionRule, fields: FieldValues): boolean {
  const facts = { fields, contactRoles: [], activityKindsDone: [], lineItems: 0, quotesAccepted: 0 };
  return match.all.every((condition) => isConditionMet(condition, facts));
}

function needsOf(lead: FieldValues): Omit<LeadNeeds, 'knownOwner'> {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  return {
    language: text(lead.language),
    source: text(lead.source),
    product: text(lead.product),
    territory: text(lead.territory),
  };
}

/** Waits for its turn; until the transaction ends nobody else decides. */
export async function takeTurn({ client }: Unit): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [TURN_LOCK]);
}

export async function readLeadValues(
  unit: Unit,
  ids: readonly string[],
): Promise<
  readonly { readonly id: string; readonly accountId: string | null; readonly fields: FieldValues }[]
> {
  const definition = entityOf('lead');
  const context = { user: DISTRIBUTOR, participants: null };
  const rows = await readRowsAsWritten(unit, definition, ids, context);
  return rows.map((row) => ({ id: row.id, accountId: row.account_id, fields: fieldsOfRow(definition, row) }));
}

/** What a decision leaves behind beside the owner: its reasons, the timeline, and the alarm for who waits. */
export async function tellDecision(
  unit: Unit,
  told: RuledLead & {
    readonly leadId: string;
    readonly accountId: string | null;
    readonly now: Date;
    readonly actor: CrmActor;
    readonly newIds: CrmIds;
    /** False: it waited before, and those who answer know. */
    readonly isNewInQueue: boolean;
  },
): Promise<number> {
  const { leadId, rule, decision, now, actor, newIds } = told;
  const { chosen } = decision;
  const turn = await keepDecision(unit.client, {
    id: newIds.next(),
    shareId: newIds.next(),
    leadId,
    at: now,
    rule,
    decision,
    actor,
  });
  if (chosen === null && !told.isNewInQueue) return turn;
  await appendEvents(unit.client, [
    {
      id: newIds.next(),
      occurredAt: now,
      actor: { kind: 'system', id: null },
      kind: 'record',
      verb: chosen === null ? 'queued' : 'distributed',
      entity: 'lead',
      recordId: leadId,
      accountId: told.accountId,
      changes: chosen === null ? [] : [{ field: 'owner', from: null, to: chosen }],
      text: rule.label.en,
    },
  ]);
  if (chosen === null) {
    const people = await readAlarmed(unit.client, rule.teamId);
    const notice = {
      entity: 'lead',
      recordId: leadId,
      actor: { kind: 'system', id: null },
      at: now,
    } as const;
    await notify(unit, newIds, people, { ...notice, kind: 'queue' });
  }
  return turn;
}

const SET_OWNERS = `
  update crm.lead l set owner_id = g.owner_id, team_id = coalesce(l.team_id, g.team_id)
  from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as g (id, owner_id, team_id) where l.id = g.id`;

/** New leads, in the transaction in which they are made and before anybody is told of them. */
export const handOnLeads: HandOn = {
  async isWanted({ client }, arrival) {
    return (await client.query<{ found: boolean }>(SELECT_WANTED, [arrival])).rows[0]?.found ?? false;
  },

  async give(unit, { ids, arrival, now, actor, newIds }: HandOnRequest) {
    await takeTurn(unit);
    const rules = await readRules(unit.client);
    const desk = new Desk(unit.client, { now, without: ids });
    const unspoken = new Set<string>();
    const owners: { id: string; owner: string | null; team: string | null }[] = [];
    for (const { id, accountId, fields } of await readLeadValues(unit, ids)) {
      const ruled = await desk.judge(rules, fields, arrival);
      if (!ruled) {
        unspoken.add(id);
        continue;
      }
      const { chosen } = ruled.decision;
      owners.push({ id, owner: chosen, team: chosen === null ? ruled.rule.teamId : null });
      const told = { ...ruled, leadId: id, accountId, now, actor, newIds, isNewInQueue: true };
      const turn = await tellDecision(unit, told);
      if (chosen !== null) desk.given(chosen, turn);
    }
    const column = <T>(value: (one: (typeof owners)[number]) => T): T[] => owners.map(value);
    await unit.client.query(SET_OWNERS, [
      column(({ id }) => id),
      column(({ owner }) => owner),
      column(({ team }) => team),
    ]);
    return unspoken;
  },
};
