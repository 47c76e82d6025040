/** Policies, targets and clocks as they lie in the database. */
import type { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import type { LocalizedText } from '../entities/entity-types.ts';
import type { EntryRule } from '../pipelines/entry-rule.ts';
import type { CrmActor, CrmIds } from '../ports.ts';
import type { ClockState } from './clock-rules.ts';

export const SLA_METRICS = ['first_response', 'next_response', 'resolution'] as const;
export type SlaMetric = (typeof SLA_METRICS)[number];

export interface SlaTarget {
  readonly metric: SlaMetric;
  readonly minutes: number;
  readonly pauseStates: readonly string[];
  readonly useWorkingHours: boolean;
}

export interface SlaPolicy {
  readonly code: string;
  readonly label: LocalizedText;
  /** The first policy in order that matches is the ticket's. */
  readonly order: number;
  readonly match: EntryRule;
  readonly calendarCode: string | null;
  readonly reopenDays: number;
  readonly targets: readonly SlaTarget[];
  readonly version: number;
}

export interface ClockRow extends ClockState {
  readonly id: string;
  readonly ticketId: string;
  readonly policyCode: string;
  readonly metric: SlaMetric;
  readonly round: number;
  readonly targetMinutes: number;
  readonly useWorkingHours: boolean;
  readonly calendarCode: string | null;
  readonly pauseStates: readonly string[];
  readonly startedAt: Date;
  readonly metAt: Date | null;
  readonly breachedAt: Date | null;
  readonly endedAt: Date | null;
}

const SELECT_POLICIES = `
  select p.code, json_build_object('en', o.label_en, 'ru', o.label_ru) as label, o.sort_order as "order",
         p.match,
         p.calendar_code as "calendarCode", p.reopen_days as "reopenDays", p.version,
         coalesce((select json_agg(json_build_object('metric', t.metric, 'minutes', t.minutes,
                                                     'pauseStates', t.pause_states,
                                                     'useWorkingHours', t.use_working_hours) order by t.metric)
                   from crm.sla_target t where t.policy_code = p.code), '[]') as targets
  from crm.sla_policy p
  join crm.select_option o on o.list = p.list and o.code = p.code
  where o.active
  order by o.sort_order, p.code`;

export async function readPolicies(reader: Queryable): Promise<readonly SlaPolicy[]> {
  return (await reader.query<SlaPolicy>(SELECT_POLICIES)).rows;
}

const CLOCK_COLUMNS = `
  id, ticket_id as "ticketId", policy_code as "policyCode", metric, round, target_minutes as "targetMinutes",
  use_working_hours as "useWorkingHours", calendar_code as "calendarCode", pause_states as "pauseStates",
  started_at as "startedAt", spent_ms::float8 as "spentMs", running_since as "runningSince", due_at as "dueAt",
  paused_at as "pausedAt", paused_total_ms::float8 as "pausedTotalMs", met_at as "metAt",
  breached_at as "breachedAt", ended_at as "endedAt"`;

export async function readClocks(reader: Queryable, ticketId: string): Promise<readonly ClockRow[]> {
  const sql = `select ${CLOCK_COLUMNS} from crm.sla_clock where ticket_id = $1 order by started_at, metric, id`;
  return (await reader.query<ClockRow>(sql, [ticketId])).rows;
}

/** Clocks whose promise was broken by `now` and of which nobody was told; skips what another node works on. */
export async function lockBrokenClocks(
  reader: Queryable,
  request: { readonly now: Date; readonly limit: number },
): Promise<readonly ClockRow[]> {
  const sql = `
    select ${CLOCK_COLUMNS} from crm.sla_clock
    where ended_at is null and paused_at is null and breached_at is null and due_at <= $1
    order by due_at limit $2 for update skip locked`;
  return (await reader.query<ClockRow>(sql, [request.now, request.limit])).rows;
}

/** Running clocks that go by the hours of a calendar; they stay locked until the transaction ends. */
export async function lockClocksByCalendar(
  reader: Queryable,
  { code, isDefault }: { readonly code: string; readonly isDefault: boolean },
): Promise<readonly ClockRow[]> {
  const sql = `
    select ${CLOCK_COLUMNS} from crm.sla_clock
    where ended_at is null and paused_at is null and use_working_hours
      and (calendar_code = $1 or ($2 and calendar_code is null))
    order by id for update`;
  return (await reader.query<ClockRow>(sql, [code, isDefault])).rows;
}

/** As many as are worth looking at: those that fall due first. */
const RUNNING_MAX = 1_000;

/** Running clocks of tickets within the scope (of alias r) that are not late yet, the nearest due first. */
export async function readRunningClocks(
  reader: Queryable,
  {
    now,
    scope,
    parameters,
  }: { readonly now: Date; readonly scope: string; readonly parameters: SqlParameters },
): Promise<readonly ClockRow[]> {
  const sql = `
    select ${CLOCK_COLUMNS} from crm.sla_clock c
    where ended_at is null and paused_at is null and due_at > ${parameters.add(now, 'timestamptz')}
      and exists (select from crm.ticket r where r.id = c.ticket_id and r.deleted_at is null and ${scope})
    order by due_at limit ${RUNNING_MAX}`;
  return (await reader.query<ClockRow>(sql, parameters.values)).rows;
}

/** How far back what was kept is like what is kept now, and as many of it as say enough. */
const KEPT_DAYS = 180;
const KEPT_MAX = 1_000;

const SELECT_KEPT = `
  select a.*, array(
    select k.spent_ms::float8 from crm.sla_clock k
    where k.policy_code = a."policyCode" and k.metric = a.metric and k.use_working_hours = a."useWorkingHours"
      and k.met_at is not null and k.ended_at <= $4
      and k.ended_at > $4::timestamptz - make_interval(days => ${KEPT_DAYS})
    order by k.ended_at desc limit ${KEPT_MAX}) as times
  from (select distinct * from unnest($1::text[], $2::text[], $3::boolean[])
          as p ("policyCode", metric, "useWorkingHours")) a`;

type Kind = Pick<ClockRow, 'policyCode' | 'metric' | 'useWorkingHours'>;

/** What promises of these kinds took until they were kept, in milliseconds of the time by which they run. */
export async function readKeptTimes(
  reader: Queryable,
  kinds: readonly Kind[],
  now: Date,
): Promise<{ of(kind: Kind): readonly number[] }> {
  const { rows } = await reader.query<Kind & { readonly times: readonly number[] }>(SELECT_KEPT, [
    kinds.map(({ policyCode }) => policyCode),
    kinds.map(({ metric }) => metric),
    kinds.map(({ useWorkingHours }) => useWorkingHours),
    now,
  ]);
  const nameOf = ({ policyCode, metric, useWorkingHours }: Kind): string =>
    `${metric} ${useWorkingHours} ${policyCode}`;
  const timesOf = new Map(rows.map((row) => [nameOf(row), row.times]));
  return { of: (kind) => timesOf.get(nameOf(kind)) ?? [] };
}

const UPSERT_CLOCK = `
  insert into crm.sla_clock (id, ticket_id, policy_code, metric, round, target_minutes, use_working_hours, calendar_code,
                             pause_states, started_at, spent_ms, running_since, due_at, paused_at, paused_total_ms,
                             met_at, breached_at, ended_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
  on conflict (id) do update set policy_code = excluded.policy_code, target_minutes = excluded.target_minutes,
    use_working_hours = excluded.use_working_hours, calendar_code = excluded.calendar_code,
    pause_states = excluded.pause_states, spent_ms = excluded.spent_ms, running_since = excluded.running_since,
    due_at = excluded.due_at, paused_at = excluded.paused_at, paused_total_ms = excluded.paused_total_ms,
    met_at = excluded.met_at, breached_at = excluded.breached_at, ended_at = excluded.ended_at`;
const INSERT_LOG = `
  insert into crm.sla_clock_log (id, clock_id, at, what, due_before, due_after, actor_kind, actor_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`;

export type ClockChange =
  'started' | 'paused' | 'resumed' | 'retargeted' | 'recalculated' | 'met' | 'breached' | 'dropped';

export interface ClockTold {
  readonly now: Date;
  readonly actor: CrmActor;
  readonly ids: CrmIds;
}

/** Writes a clock with the row that says what happened to it. */
export async function writeClock(
  client: Queryable,
  clock: ClockRow,
  change: { readonly what: ClockChange; readonly dueBefore: Date | null; readonly told: ClockTold },
): Promise<void> {
  const { what, dueBefore, told } = change;
  await client.query(UPSERT_CLOCK, [
    clock.id,
    clock.ticketId,
    clock.policyCode,
    clock.metric,
    clock.round,
    clock.targetMinutes,
    clock.useWorkingHours,
    clock.calendarCode,
    clock.pauseStates,
    clock.startedAt,
    Math.round(clock.spentMs),
    clock.runningSince,
    clock.dueAt,
    clock.pausedAt,
    Math.round(clock.pausedTotalMs),
    clock.metAt,
    clock.breachedAt,
    clock.endedAt,
  ]);
  await client.query(INSERT_LOG, [
    told.ids.next(),
    clock.id,
    told.now,
    what,
    dueBefore,
    clock.dueAt,
    told.actor.kind,
    told.actor.id,
  ]);
}

export interface MovedClock extends Pick<ClockRow, 'id' | 'dueAt' | 'breachedAt'> {
  readonly dueBefore: Date;
}

const MOVE_CLOCKS = `
  update crm.sla_clock c set due_at = m.due_at, breached_at = m.breached_at
  from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) as m (id, due_at, breached_at) where c.id = m.id`;
const INSERT_LOGS = `
  insert into crm.sla_clock_log (id, clock_id, at, what, due_before, due_after, actor_kind, actor_id)
  select l.id, l.clock_id, $5, 'recalculated', l.due_before, l.due_after, $6, $7
  from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[]) as l (id, clock_id, due_before, due_after)`;

/** Writes other due instants of many clocks, each with its row of history. */
export async function moveClocks(
  client: Queryable,
  moved: readonly MovedClock[],
  { now, actor, ids }: ClockTold,
): Promise<void> {
  if (moved.length === 0) return;
  const clockIds = moved.map(({ id }) => id);
  const due = moved.map(({ dueAt }) => dueAt);
  await client.query(MOVE_CLOCKS, [clockIds, due, moved.map(({ breachedAt }) => breachedAt)]);
  const before = moved.map(({ dueBefore }) => dueBefore);
  const logIds = moved.map(() => ids.next());
  await client.query(INSERT_LOGS, [logIds, clockIds, before, due, now, actor.kind, actor.id]);
}
