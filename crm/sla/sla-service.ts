/** The clocks of tickets as people see them, what keeps their promises, the sweep that finds broken ones, and policies. */
import { assertSettingVersion } from '../audit/assert-setting-version.ts';
import { tellOfSetting } from '../audit/tell-of-setting.ts';
import { actorOf, type Caller, rowContext, writeContext } from '../caller.ts';
import { raiseMetadata } from '../custom-fields/raise-metadata.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import type { LocalizedText } from '../entities/entity-types.ts';
import { readRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/entity-table.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import type { RecordEventSink } from '../entities/tell-of-write.ts';
import { lockForChange, recordNotFound } from '../entities/write-record.ts';
import { fieldsInvalid } from '../errors.ts';
import type { CrmActor, CrmClock, CrmIds } from '../ports.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { appendEvents } from '../timeline/append-events.ts';
import {
  type ClockForecast,
  type LikelyBreach,
  readForecasts,
  readLikelyBreaches,
} from './breach-forecast.ts';
import { learnOutlook } from './late-outlook.ts';
import {
  type ClockChange,
  type ClockRow,
  lockBrokenClocks,
  readClocks,
  readPolicies,
  type SlaMetric,
  type SlaPolicy,
  writeClock,
} from './sla-rows.ts';
import { answered, customerWrote } from './ticket-clocks.ts';

export type ClockViewState = 'running' | 'overdue' | 'paused' | 'met' | 'missed' | 'dropped';

export interface TicketClock {
  readonly id: string;
  readonly metric: SlaMetric;
  readonly round: number;
  readonly state: ClockViewState;
  readonly targetMinutes: number;
  readonly useWorkingHours: boolean;
  readonly startedAt: string;
  readonly dueAt: string;
  readonly pausedAt: string | null;
  readonly pausedTotalMs: number;
  readonly metAt: string | null;
  readonly breachedAt: string | null;
  readonly forecast: ClockForecast | null;
  readonly log: readonly {
    readonly at: string;
    readonly what: ClockChange;
    readonly dueBefore: string | null;
    readonly dueAfter: string | null;
    readonly actor: string | null;
  }[];
}

export interface TicketClocks {
  readonly policy: { readonly code: string; readonly label: LocalizedText } | null;
  readonly items: readonly TicketClock[];
}

/** `version`: what was changed; see `assertSettingVersion`. */
export type SlaPolicyDraft = Omit<SlaPolicy, 'version'> & { readonly version?: number | undefined };

export interface SlaService {
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND */
  clocks(caller: Caller, request: { ticketId: string }): Promise<TicketClocks>;
  /** Promises that are not broken yet but likely to be, the likeliest first, of tickets that the caller may read. */
  likelyBreaches(caller: Caller): Promise<readonly LikelyBreach[]>;
  /** Somebody of ours answered, or the customer wrote, where no activity says so. @throws CrmRejection CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  spoke(caller: Caller, request: { ticketId: string; who: 'us' | 'customer' }): Promise<void>;
  /** A message about the ticket went out by a process; nothing happens when nobody waited for it. */
  answeredByProcess(request: { ticketId: string; actor: CrmActor }): Promise<void>;
  /**
   * Finds promises that were broken since and tells of them; returns how many. Learns which others are likely to be, for
   * lists of tickets. Safe on many nodes at once.
   */
  sweep(): Promise<number>;
  policies(): Promise<readonly SlaPolicy[]>;
  /** For administrators; the host checks that. Open tickets keep their promises until they are written again. @throws CrmRejection CRM_FIELDS_INVALID, CRM_SETTING_CHANGED */
  savePolicy(caller: Caller, draft: SlaPolicyDraft): Promise<SlaPolicy>;
}

export interface SlaPorts {
  readonly transactions: Transactions;
  readonly options: OptionCatalogue;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
  readonly onRecordEvent: RecordEventSink;
}

const SYSTEM: CrmActor = { kind: 'system', id: null };
const SWEEP_MAX = 200;

const SELECT_LOG = `
  select l.clock_id, l.at, l.what, l.due_before as "dueBefore", l.due_after as "dueAfter", u.name as actor
  from crm.sla_clock_log l
  join crm.sla_clock c on c.id = l.clock_id
  left join crm."user" u on u.id = l.actor_id and l.actor_kind = 'user'
  where c.ticket_id = $1 order by l.at, l.id`;

const SELECT_TICKET = `
  select t.id, t.status, t.sla_policy as "policyCode", t.account_id as "accountId", o.base_state as "baseState"
  from crm.ticket t
  left join crm.select_option o on o.list = 'ticket.status' and o.code = t.status
  where t.id = $1 and t.deleted_at is null for update of t`;

interface TicketRow {
  readonly id: string;
  readonly status: string;
  readonly policyCode: string | null;
  readonly accountId: string | null;
  readonly baseState: string | null;
}

export function createSlaService(ports: SlaPorts): SlaService {
  const { transactions, options, clock, ids, participants } = ports;
  const told = (actor: CrmActor) => ({ now: clock.now(), actor, ids });
  return {
    async clocks(caller, { ticketId }) {
      const reader = transactions.reader(caller.transaction);
      const request = { definition: entityOf('ticket'), id: ticketId, lock: false };
      const row = await readRow(reader, request, rowContext(caller, participants));
      if (!row) throw recordNotFound('ticket', ticketId);
      const lists = await options.load(reader);
      const code = typeof row.f_slaPolicy === 'string' ? row.f_slaPolicy : null;
      return {
        policy: code === null ? null : { code, label: lists.label('ticket.slaPolicy', code) },
        items: await viewsOf(reader, await readClocks(reader, ticketId), clock.now(), ticketId),
      };
    },

    likelyBreaches: (caller) =>
      readLikelyBreaches(
        transactions.reader(caller.transaction),
        clock.now(),
        rowContext(caller, participants),
      ),

    spoke: (caller, { ticketId, who }) =>
      transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        await lockForChange(unit, { definition: entityOf('ticket'), id: ticketId, action: 'edit' }, context);
        const ticket = await readTicket(unit.client, ticketId);
        if (!ticket) throw recordNotFound('ticket', ticketId);
        await speak(unit, ticket, { who, told: told(actorOf(caller)) });
      }),

    answeredByProcess: ({ ticketId, actor }) =>
      transactions.run(null, async (unit) => {
        const ticket = await readTicket(unit.client, ticketId);
        if (ticket) await speak(unit, ticket, { who: 'us', told: told(actor) });
      }),

    async sweep() {
      let found = 0;
      for (let broken = SWEEP_MAX; broken === SWEEP_MAX; found += broken)
        broken = await transactions.run(null, (unit) => sweepOnce(ports, unit));
      await transactions.run(null, (unit) => learnOutlook(unit, clock.now()));
      return found;
    },

    policies: () => readPolicies(transactions.reader(null)),

    async savePolicy(caller, draft) {
      assertPolicy(draft);
      const saved = await transactions.run(caller.transaction, async ({ client }) => {
        await raiseMetadata(client);
        const policyOf = async () =>
          (await readPolicies(client)).find((policy) => policy.code === draft.code);
        const before = await policyOf();
        assertSettingVersion(draft.label[caller.user.locale], before, draft.version);
        await writePolicy(client, draft);
        const after = await policyOf();
        if (after)
          await tellOfSetting(client, caller, {
            ...{ entity: 'sla_policy', name: draft.label[caller.user.locale], before, after },
            ...{ clock, ids },
          });
        return after;
      });
      options.forget();
      if (!saved) throw new Error('Expected the policy to be there after writing it.');
      return saved;
    },
  };
}

async function readTicket(client: Queryable, id: string): Promise<TicketRow | null> {
  return (await client.query<TicketRow>(SELECT_TICKET, [id])).rows[0] ?? null;
}

async function speak(
  unit: Unit,
  ticket: TicketRow,
  spoken: { who: 'us' | 'customer'; told: { now: Date; actor: CrmActor; ids: CrmIds } },
): Promise<void> {
  await keepAnswer(unit, ticket, spoken);
  unit.changed({ entity: 'ticket', recordId: ticket.id, change: 'changed', version: null });
}

const SET_FIRST_ANSWER =
  'update crm.ticket set first_answered_at = $2 where id = $1 and first_answered_at is null';

async function keepAnswer(
  unit: Unit,
  ticket: TicketRow,
  { who, told }: { who: 'us' | 'customer'; told: { now: Date; actor: CrmActor; ids: CrmIds } },
): Promise<void> {
  if (who === 'us') {
    await answered(unit.client, ticket.id, told);
    await unit.client.query(SET_FIRST_ANSWER, [ticket.id, told.now]);
  } else if (ticket.baseState !== 'closed') {
    await customerWrote(unit.client, ticket, told);
  }
}

/** A done call, meeting or letter on a ticket is an answer of ours, or the customer's own word. */
export async function afterTicketActivity(
  unit: Unit,
  activity: { readonly ticketId: string; readonly direction: unknown },
  told: { now: Date; actor: CrmActor; ids: CrmIds },
): Promise<void> {
  const ticket = await readTicket(unit.client, activity.ticketId);
  if (!ticket) return;
  await speak(unit, ticket, { who: activity.direction === 'in' ? 'customer' : 'us', told });
}

async function sweepOnce(ports: SlaPorts, unit: Unit): Promise<number> {
  const now = ports.clock.now();
  const clocks = await lockBrokenClocks(unit.client, { now, limit: SWEEP_MAX });
  for (const clock of clocks) {
    const told = { now, actor: SYSTEM, ids: ports.ids };
    await writeClock(
      unit.client,
      { ...clock, breachedAt: clock.dueAt },
      { what: 'breached', dueBefore: clock.dueAt, told },
    );
    const ticket = await readTicket(unit.client, clock.ticketId);
    if (!ticket) continue;
    const id = ports.ids.next();
    await appendEvents(unit.client, [
      {
        id,
        occurredAt: now,
        actor: SYSTEM,
        kind: 'record',
        verb: `sla_breached_${clock.metric}`,
        entity: 'ticket',
        recordId: ticket.id,
        accountId: ticket.accountId,
      },
    ]);
    // Processes may start on it, or wait for it: the state of the ticket's promises changed.
    await ports.onRecordEvent(
      {
        id,
        entity: 'ticket',
        recordId: ticket.id,
        change: 'changed',
        actor: { kind: 'system', id: null },
        fields: {
          slaState: { from: 'running', to: 'overdue' },
          slaBreached: { from: null, to: clock.metric },
        },
      },
      unit,
    );
    unit.changed({ entity: 'ticket', recordId: ticket.id, change: 'changed', version: null });
  }
  return clocks.length;
}

async function viewsOf(
  reader: Queryable,
  clocks: readonly ClockRow[],
  now: Date,
  ticketId: string,
): Promise<readonly TicketClock[]> {
  const { rows } = await reader.query<{
    clock_id: string;
    at: Date;
    what: ClockChange;
    dueBefore: Date | null;
    dueAfter: Date | null;
    actor: string | null;
  }>(SELECT_LOG, [ticketId]);
  const forecast = await readForecasts(reader, clocks, now);
  return clocks.map((clock) => ({
    id: clock.id,
    metric: clock.metric,
    round: clock.round,
    state: stateOf(clock, now),
    targetMinutes: clock.targetMinutes,
    useWorkingHours: clock.useWorkingHours,
    startedAt: clock.startedAt.toISOString(),
    dueAt: clock.dueAt.toISOString(),
    pausedAt: clock.pausedAt?.toISOString() ?? null,
    pausedTotalMs: clock.pausedTotalMs,
    metAt: clock.metAt?.toISOString() ?? null,
    breachedAt: clock.breachedAt?.toISOString() ?? null,
    forecast: forecast(clock),
    log: rows
      .filter((row) => row.clock_id === clock.id)
      .map((row) => ({
        at: row.at.toISOString(),
        what: row.what,
        dueBefore: row.dueBefore?.toISOString() ?? null,
        dueAfter: row.dueAfter?.toISOString() ?? null,
        actor: row.actor,
      })),
  }));
}

function stateOf(clock: ClockRow, now: Date): ClockViewState {
  if (clock.endedAt !== null) {
    if (clock.breachedAt !== null) return 'missed';
    return clock.metAt === null ? 'dropped' : 'met';
  }
  if (clock.pausedAt !== null) return 'paused';
  return clock.dueAt <= now ? 'overdue' : 'running';
}

function assertPolicy(draft: SlaPolicyDraft): void {
  const metrics = draft.targets.map((target) => target.metric);
  if (new Set(metrics).size !== metrics.length)
    throw fieldsInvalid([
      { path: 'targets', message: 'Each promise is made once: remove the other.', code: 'promiseTwice' },
    ]);
  const keys = new Set(entityOf('ticket').fields.map((field) => field.key));
  for (const condition of draft.match.all) {
    if (condition.kind === 'field' && keys.has(condition.field)) continue;
    throw fieldsInvalid([
      { path: 'match', code: 'foreignField', message: 'A policy asks for fields of the ticket only.' },
    ]);
  }
}

const UPSERT_CHOICE = `
  insert into crm.select_option (list, code, label_en, label_ru, sort_order)
  values ('ticket.slaPolicy', $1, $2, $3, $4)
  on conflict (list, code) do update set label_en = excluded.label_en, label_ru = excluded.label_ru,
    sort_order = excluded.sort_order, active = true`;
const UPSERT_POLICY = `
  insert into crm.sla_policy (code, match, calendar_code, reopen_days) values ($1, $2, $3, $4)
  on conflict (code) do update set match = excluded.match, calendar_code = excluded.calendar_code,
    reopen_days = excluded.reopen_days, version = crm.sla_policy.version + 1, updated_at = clock_timestamp()`;
const INSERT_TARGETS = `
  insert into crm.sla_target (policy_code, metric, minutes, pause_states, use_working_hours)
  select $1, t.metric, t.minutes, array(select jsonb_array_elements_text(t.pause_states)), t.use_working_hours
  from jsonb_to_recordset($2::jsonb)
    as t (metric text, minutes int, pause_states jsonb, use_working_hours boolean)`;

async function writePolicy(client: Queryable, draft: SlaPolicyDraft): Promise<void> {
  const { code, label, order, match, calendarCode, reopenDays, targets } = draft;
  if (calendarCode !== null) {
    const { rowCount } = await client.query('select from crm.working_calendar where code = $1', [
      calendarCode,
    ]);
    if (rowCount === 0)
      throw fieldsInvalid([
        { path: 'calendarCode', code: 'notChoice', message: `There is no calendar '${calendarCode}'.` },
      ]);
  }
  await client.query(UPSERT_CHOICE, [code, label.en, label.ru, order]);
  await client.query(UPSERT_POLICY, [code, JSON.stringify(match), calendarCode, reopenDays]);
  await client.query('delete from crm.sla_target where policy_code = $1', [code]);
  const rows = targets.map((target) => ({
    metric: target.metric,
    minutes: target.minutes,
    pause_states: target.pauseStates,
    use_working_hours: target.useWorkingHours,
  }));
  await client.query(INSERT_TARGETS, [code, JSON.stringify(rows)]);
}
