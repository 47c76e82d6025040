/** Rules of distribution, people who receive, and what was decided, as they lie in the database. */
import type { Queryable } from '../database/transaction.ts';
import type { Arrival } from '../entities/hand-on-types.ts';
import type { LocalizedText } from '../entities/entity-types.ts';
import type { EntryRule } from '../pipelines/entry-rule.ts';
import type { CrmActor } from '../ports.ts';
import type { Decision, DistributionWay } from './decide.ts';

export interface DistributionRuleDraft extends DistributionWay {
  readonly code: string;
  readonly label: LocalizedText;
  readonly arrivals: readonly Arrival[];
  readonly match: EntryRule;
  readonly teamId: string;
  readonly order: number;
  readonly active: boolean;
}

export interface DistributionRule extends DistributionRuleDraft {
  readonly version: number;
}

const SELECT_RULES = `
  select code, json_build_object('en', label_en, 'ru', label_ru) as label, arrivals, match, team_id as "teamId",
         pick, calendar, use_skills as "useSkills", prefer_known_owner as "preferKnownOwner",
         default_capacity as "defaultCapacity", sort_order as "order", active, version
  from crm.distribution_rule order by sort_order, code`;

export async function readRules(reader: Queryable): Promise<readonly DistributionRule[]> {
  return (await reader.query<DistributionRule>(SELECT_RULES)).rows;
}

const UPSERT_RULE = `
  insert into crm.distribution_rule (code, label_en, label_ru, arrivals, match, team_id, pick, calendar, use_skills,
                                     prefer_known_owner, default_capacity, sort_order, active)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  on conflict (code) do update set label_en = excluded.label_en, label_ru = excluded.label_ru,
    arrivals = excluded.arrivals, match = excluded.match, team_id = excluded.team_id, pick = excluded.pick,
    calendar = excluded.calendar, use_skills = excluded.use_skills,
    prefer_known_owner = excluded.prefer_known_owner, default_capacity = excluded.default_capacity,
    sort_order = excluded.sort_order, active = excluded.active,
    version = crm.distribution_rule.version + 1, updated_at = clock_timestamp()`;

export async function writeRule(client: Queryable, rule: DistributionRuleDraft): Promise<void> {
  await client.query(UPSERT_RULE, [
    rule.code,
    rule.label.en,
    rule.label.ru,
    rule.arrivals,
    JSON.stringify(rule.match),
    rule.teamId,
    rule.pick,
    rule.calendar,
    rule.useSkills,
    rule.preferKnownOwner,
    rule.defaultCapacity,
    rule.order,
    rule.active,
  ]);
}

/** A person as the rules know him; calendars are looked up by their code. */
export interface ReceiverRow {
  readonly id: string;
  readonly name: string;
  readonly isMember: boolean;
  readonly receives: boolean;
  readonly capacity: number | null;
  readonly languages: readonly string[];
  readonly sources: readonly string[];
  readonly products: readonly string[];
  readonly territories: readonly string[];
  readonly calendarCode: string | null;
  readonly isAbsent: boolean;
  readonly open: number;
  readonly lastTurn: number | null;
}

/** `$1` the instant, `$2` leads that do not count: those that are just being given. */
const receiversSql = (isMember: string, where: string): string => `
  select u.id, u.name, ${isMember} as "isMember", coalesce(p.receives, true) as receives, p.capacity,
    coalesce(p.languages, '{}') as languages, coalesce(p.sources, '{}') as sources,
    coalesce(p.product_ids, '{}')::text[] as products, coalesce(u.calendar_code, (
      select t.calendar_code from crm.team_member m join crm.team t on t.id = m.team_id
      where m.user_id = u.id and t.calendar_code is not null order by t.name limit 1)) as "calendarCode",
    array(
      with recursive below as (
        select t.territory_id as id from crm.user_territory t where t.user_id = u.id
        union
        select t.id from crm.territory t join below on t.parent_id = below.id)
      select id::text from below) as territories,
    exists (select from crm.substitution s where s.user_id = u.id and s.from_at <= $1 and s.to_at > $1) as "isAbsent",
    (select count(*)::int from crm.lead l
       join crm.stage s on s.list = 'lead.status' and s.code = l.status and s.base_status = 'open'
     where l.owner_id = u.id and l.deleted_at is null and not l.id = any($2::uuid[])) as open,
    (select g.seq::float8 from crm.distribution_log g where g.user_id = u.id order by g.seq desc limit 1) as "lastTurn"
  from crm."user" u left join crm.distribution_profile p on p.user_id = u.id
  where u.status = 'active' and u.deleted_at is null and ${where}
  order by u.name, u.id`;

const IN_TEAM = 'exists (select from crm.team_member m where m.team_id = $3 and m.user_id = u.id)';
const SELECT_TEAM = receiversSql(IN_TEAM, `(${IN_TEAM} or u.id = $4)`);
const SELECT_EVERYBODY = receiversSql('true', '$3::boolean');

/** Members of a team, and the one person beside them who may come first. */
export async function readReceivers(
  reader: Queryable,
  asked: {
    readonly now: Date;
    readonly without: readonly string[];
    readonly teamId: string;
    readonly beside: string | null;
  },
): Promise<readonly ReceiverRow[]> {
  const values = [asked.now, asked.without, asked.teamId, asked.beside];
  return (await reader.query<ReceiverRow>(SELECT_TEAM, values)).rows;
}

export async function readEverybody(reader: Queryable, now: Date): Promise<readonly ReceiverRow[]> {
  return (await reader.query<ReceiverRow>(SELECT_EVERYBODY, [now, [], true])).rows;
}

const INSERT_LOG = `
  insert into crm.distribution_log (id, lead_id, at, rule_code, outcome, user_id, reason, candidates, actor_kind, actor_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning seq::float8 as seq`;
/** The whole team sees and takes what waits in its queue, whatever the levels of its roles are. */
const INSERT_QUEUE = `
  with shared as (
    insert into crm.record_share (id, entity, record_id, team_id, access, created_at)
    select $5, 'lead', $1, $3, 'edit', $4 where not exists (select from crm.distribution_queue where lead_id = $1)
    on conflict do nothing returning id)
  insert into crm.distribution_queue (lead_id, rule_code, team_id, since, share_id)
  values ($1, $2, $3, $4, (select id from shared))
  on conflict (lead_id) do update set rule_code = excluded.rule_code`;
const leaveQueueSql = (where: string): string => `
  with gone as (delete from crm.distribution_queue q where ${where} returning share_id)
  delete from crm.record_share where id in (select share_id from gone)`;
const LEAVE_QUEUE = leaveQueueSql('q.lead_id = $1');
/** What has an owner, is closed or gone waits no longer. */
const TIDY_QUEUE = leaveQueueSql(`not exists (
    select from crm.lead l
    join crm.stage s on s.list = 'lead.status' and s.code = l.status and s.base_status in ('open', 'paused')
    where l.id = q.lead_id and l.owner_id is null and l.deleted_at is null)`);

export async function tidyQueue(client: Queryable): Promise<void> {
  await client.query(TIDY_QUEUE);
}

export interface Decided {
  readonly id: string;
  /** Of the share that a queue makes. */
  readonly shareId: string;
  readonly leadId: string;
  readonly at: Date;
  readonly rule: DistributionRule;
  readonly decision: Decision;
  readonly actor: CrmActor;
}

/** Keeps a decision with its reasons, and who waits; returns the place of the turn. */
export async function keepDecision(client: Queryable, decided: Decided): Promise<number> {
  const { id, leadId, at, rule, decision, actor } = decided;
  const isGiven = decision.chosen !== null;
  const { rows } = await client.query<{ seq: number }>(INSERT_LOG, [
    id,
    leadId,
    at,
    rule.code,
    isGiven ? 'given' : 'queued',
    decision.chosen,
    decision.reason,
    JSON.stringify(decision.verdicts),
    actor.kind,
    actor.id,
  ]);
  if (isGiven) await client.query(LEAVE_QUEUE, [leadId]);
  else await client.query(INSERT_QUEUE, [leadId, rule.code, rule.teamId, at, decided.shareId]);
  return rows[0]?.seq ?? 0;
}

/** Those who answer for a team; all of it where nobody does. */
const SELECT_ALARMED = `
  select m.user_id as id from crm.team_member m
  where m.team_id = $1 and (m.role = 'lead' or not exists (
    select from crm.team_member l where l.team_id = $1 and l.role = 'lead'))`;

export async function readAlarmed(reader: Queryable, teamId: string): Promise<readonly string[]> {
  return (await reader.query<{ id: string }>(SELECT_ALARMED, [teamId])).rows.map(({ id }) => id);
}
