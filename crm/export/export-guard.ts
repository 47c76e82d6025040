/**
 * What stands between a person with the right to export and the whole company on a stick: the rows that his roles let him
 * take out in 24 hours, and the alarm when an export is unusual. A run is written down before the first byte leaves, so
 * that several downloads at once count together; afterwards it says how many rows really went.
 */
import { actorOf, type Caller } from '../caller.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import { notify } from '../notifications/notify.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import type { RequestUser } from '../rights/request-user.ts';
import { appendEvents, type FieldChange } from '../timeline/append-events.ts';
import { letsExport } from './may-export.ts';
import { type ExportRules, type UnusualReason, unusualReasons } from './unusual-export.ts';

export interface ExportSettings extends ExportRules {
  readonly version: number;
  /** Every role, with what it lets a person take out in 24 hours; null for no limit. */
  readonly limits: { readonly role: string; readonly rowsPerDay: number | null }[];
}

export interface ExportRun {
  readonly id: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly entity: string;
  readonly at: string;
  readonly rows: number;
  readonly fileName: string;
  readonly reasons: readonly UnusualReason[];
  readonly seen: { readonly by: { readonly id: string; readonly name: string }; readonly at: string } | null;
}

/** Told to administrators; the host mails it. */
export interface ExportAlarm {
  readonly run: ExportRun;
  readonly administrators: readonly { readonly email: string; readonly locale: 'en' | 'ru' }[];
}

export interface ExportAllowance {
  /** Null: as many as there are. */
  readonly limit: number | null;
  readonly left: number | null;
}

export interface ExportGuard {
  settings(): Promise<ExportSettings>;
  /** @throws CrmRejection CRM_VERSION_CONFLICT, CRM_FIELDS_INVALID */
  saveSettings(caller: Caller, settings: ExportSettings): Promise<ExportSettings>;
  /** The latest first. */
  runs(filter: { readonly unusualOnly: boolean }): Promise<ExportRun[]>;
  /** @throws CrmRejection CRM_EXPORT_RUN_NOT_FOUND */
  markSeen(caller: Caller, id: string): Promise<void>;
  allowance(user: RequestUser, entity: string): Promise<ExportAllowance>;
  /** Writes a run down before it begins. @throws CrmRejection CRM_EXPORT_LIMIT */
  begin(caller: Caller, run: { entity: string; rows: number; fileName: string }): Promise<string>;
  /** Says how many rows went; null where nothing about it is unusual. */
  finish(caller: Caller, run: { id: string; rows: number }): Promise<ExportAlarm | null>;
}

/** The full export, which is unusual however often it is made. */
const EVERYTHING = 'full_export';
const DAY_MS = 86_400_000;
const HABIT_RUNS = 50;

const SELECT_RULES = `
  select rows_max as "rowsMax", habit_times as "habitTimes", habit_rows_min as "habitRowsMin", night_from as "nightFrom",
    night_to as "nightTo", night_rows_min as "nightRowsMin", version,
    (select coalesce(json_agg(json_build_object('role', r.code, 'rowsPerDay', l.rows_per_day) order by r.code), '[]')
     from crm.role r left join crm.export_limit l on l.role_id = r.id) as limits
  from crm.export_rule`;
const UPDATE_RULES = `
  update crm.export_rule set rows_max = $1, habit_times = $2, habit_rows_min = $3, night_from = $4, night_to = $5,
    night_rows_min = $6, version = version + 1
  where version = $7`;
const INSERT_LIMITS = `
  insert into crm.export_limit (role_id, rows_per_day)
  select r.id, l.rows from unnest($1::text[], $2::int[]) as l(code, rows) join crm.role r on r.code = l.code`;
const SELECT_RUNS = `
  select x.id, json_build_object('id', x.user_id, 'name', coalesce(u.name, '')) as person, x.entity, x.at,
    x.row_count::float8 as rows, x.file_name as "fileName", x.reasons, x.seen_at,
    json_build_object('id', x.seen_by, 'name', coalesce(s.name, '')) as seen_by
  from crm.export_run x
  left join crm."user" u on u.id = x.user_id
  left join crm."user" s on s.id = x.seen_by`;
const SELECT_TAKEN = `
  select coalesce(sum(row_count), 0)::float8 as rows from crm.export_run
  where user_id = $1 and at > $2 and entity <> '${EVERYTHING}'`;
const SELECT_BEFORE = `
  select row_count::float8 as rows from crm.export_run
  where user_id = $1 and id <> $2 and entity <> '${EVERYTHING}' order by at desc limit ${HABIT_RUNS}`;
const SELECT_ADMINISTRATORS = `
  select u.id, u.email, u.locale from crm."user" u
  join crm.user_role ur on ur.user_id = u.id join crm.role r on r.id = ur.role_id
  where r.code = 'admin' and u.status = 'active' and u.deleted_at is null order by u.email`;

interface RunRow extends Omit<ExportRun, 'at' | 'seen'> {
  readonly at: Date;
  readonly seen_at: Date | null;
  readonly seen_by: { readonly id: string; readonly name: string };
}

export function createExportGuard(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}): ExportGuard {
  const { transactions, clock, ids } = ports;
  const reader = transactions.reader(null);
  return {
    settings: () => readSettings(reader),
    saveSettings: (caller, settings) =>
      transactions.run(caller.transaction, async (unit) => {
        const before = await readSettings(unit.client);
        await writeSettings(unit, settings);
        const after = await readSettings(unit.client);
        const changes = changesBetween(before, after);
        if (changes.length > 0)
          await appendEvents(unit.client, [
            {
              id: ids.next(),
              occurredAt: clock.now(),
              actor: actorOf(caller),
              kind: 'record',
              verb: 'export_rules_changed',
              entity: 'user',
              recordId: caller.user.id,
              changes,
            },
          ]);
        return after;
      }),
    async runs({ unusualOnly }) {
      const where = unusualOnly ? `where x.reasons <> '{}'` : '';
      const { rows } = await reader.query<RunRow>(
        `${SELECT_RUNS} ${where} order by x.at desc, x.id desc limit 100`,
      );
      return rows.map(runView);
    },
    markSeen: (caller, id) =>
      transactions.run(caller.transaction, async ({ client }) => {
        const { rowCount } = await client.query(
          'update crm.export_run set seen_by = coalesce(seen_by, $2), seen_at = coalesce(seen_at, $3) where id = $1',
          [id, caller.user.id, clock.now()],
        );
        if (rowCount === 0)
          throw new CrmRejection('CRM_EXPORT_RUN_NOT_FOUND', `Expected export '${id}' to be known.`, { id });
      }),
    async allowance(user, entity) {
      const limit = limitOf(await readSettings(reader), user, entity);
      if (limit === null) return { limit, left: null };
      return { limit, left: Math.max(0, limit - (await takenSince(reader, user.id, clock.now()))) };
    },
    begin: (caller, { entity, rows, fileName }) =>
      transactions.run(caller.transaction, async ({ client }) => {
        const { user } = caller;
        const now = clock.now();
        // Two downloads of one person at the same instant see each other.
        await client.query(`select pg_advisory_xact_lock(hashtextextended('export ' || $1, 0))`, [user.id]);
        const limit = limitOf(await readSettings(client), user, entity);
        if (limit !== null) {
          const left = Math.max(0, limit - (await takenSince(client, user.id, now)));
          if (rows > left) throw overLimit({ limit, left, rows });
        }
        const id = ids.next();
        await client.query(
          'insert into crm.export_run (id, user_id, entity, at, row_count, file_name) values ($1, $2, $3, $4, $5, $6)',
          [id, user.id, entity, now, rows, fileName],
        );
        return id;
      }),
    finish: (caller, { id, rows }) =>
      transactions.run(caller.transaction, async (unit) => {
        const { client } = unit;
        const { user } = caller;
        const now = clock.now();
        await client.query('update crm.export_run set row_count = $2 where id = $1', [id, rows]);
        const { rows: found } = await client.query<RunRow>(`${SELECT_RUNS} where x.id = $1`, [id]);
        const run = found[0];
        if (!run) return null;
        const before = await client.query<{ rows: number }>(SELECT_BEFORE, [user.id, id]);
        const hour = hourOf(now, user.timeZone);
        const taken = { rows, hour, before: before.rows.map((one) => one.rows) };
        const reasons: UnusualReason[] = [
          ...(run.entity === EVERYTHING ? (['everything'] as const) : []),
          ...unusualReasons(taken, await readSettings(client)),
        ];
        const told = {
          id: ids.next(),
          occurredAt: now,
          actor: actorOf(caller),
          kind: 'record' as const,
          recordId: id,
        };
        const text = `${run.fileName} (${rows})`;
        await appendEvents(client, [{ ...told, verb: 'exported', entity: run.entity, text }]);
        if (reasons.length === 0) return null;
        await client.query('update crm.export_run set reasons = $2 where id = $1', [id, reasons]);
        const alarm = { ...told, id: ids.next(), verb: 'export_unusual', entity: 'user', recordId: user.id };
        await appendEvents(client, [{ ...alarm, text: `${text}: ${reasons.join(', ')}` }]);
        const administrators = await client.query<{ id: string; email: string; locale: 'en' | 'ru' }>(
          SELECT_ADMINISTRATORS,
        );
        const people = administrators.rows.map((one) => one.id);
        const notice = {
          kind: 'export',
          entity: 'user',
          recordId: user.id,
          actor: actorOf(caller),
          at: now,
        } as const;
        await notify(unit, ids, people, { ...notice, text: String(rows) });
        return { run: runView({ ...run, reasons }), administrators: administrators.rows };
      }),
  };
}

/** The most that a role which gives the right lets him take out; null where one of them sets no limit. */
function limitOf(settings: ExportSettings, user: RequestUser, entity: string): number | null {
  const codes = user.roles.filter((role) => letsExport(role, entity)).map((role) => role.code);
  const limits = codes.map((code) => settings.limits.find((one) => one.role === code)?.rowsPerDay ?? null);
  return limits.reduce<number | null>(
    (most, limit) => (most === null || limit === null ? null : Math.max(most, limit)),
    limits.length === 0 ? null : 0,
  );
}

async function takenSince(client: Queryable, userId: string, now: Date): Promise<number> {
  const { rows } = await client.query<{ rows: number }>(SELECT_TAKEN, [
    userId,
    new Date(now.getTime() - DAY_MS),
  ]);
  return rows[0]?.rows ?? 0;
}

function overLimit(facts: { limit: number; left: number; rows: number }): CrmRejection {
  const { limit, left } = facts;
  return new CrmRejection(
    'CRM_EXPORT_LIMIT',
    `Your role lets you take out ${limit} rows in 24 hours and ${left} are left, but the list has more: narrow its filter, wait, or ask an administrator.`,
    facts,
  );
}

async function readSettings(client: Queryable): Promise<ExportSettings> {
  const { rows } = await client.query<ExportSettings>(SELECT_RULES);
  if (!rows[0]) throw new Error('Expected the rules of exports to be there.');
  return rows[0];
}

async function writeSettings({ client }: Unit, settings: ExportSettings): Promise<void> {
  const { rowsMax, habitTimes, habitRowsMin, nightFrom, nightTo, nightRowsMin, version } = settings;
  const values = [rowsMax, habitTimes, habitRowsMin, nightFrom, nightTo, nightRowsMin, version];
  const { rowCount } = await client.query(UPDATE_RULES, values);
  if (rowCount === 0)
    throw new CrmRejection('CRM_VERSION_CONFLICT', 'Expected the rules as they are now: read them again.');
  const limited = settings.limits.filter((one) => one.rowsPerDay !== null);
  await client.query('delete from crm.export_limit');
  const inserted = await client.query(INSERT_LIMITS, [
    limited.map((one) => one.role),
    limited.map((one) => one.rowsPerDay),
  ]);
  if (inserted.rowCount !== limited.length)
    throw fieldsInvalid([
      { path: 'limits', code: 'gone', message: 'A limit is for a role that is not there: read them again.' },
    ]);
}

function changesBetween(before: ExportSettings, after: ExportSettings): FieldChange[] {
  const keys = ['rowsMax', 'habitTimes', 'habitRowsMin', 'nightFrom', 'nightTo', 'nightRowsMin'] as const;
  const rules = keys
    .filter((key) => before[key] !== after[key])
    .map((field): FieldChange => ({ field, from: before[field], to: after[field] }));
  const limits = after.limits.flatMap(({ role, rowsPerDay }): FieldChange[] => {
    const from = before.limits.find((one) => one.role === role)?.rowsPerDay ?? null;
    return from === rowsPerDay ? [] : [{ field: `limit ${role}`, from, to: rowsPerDay }];
  });
  return [...rules, ...limits];
}

function runView({ at, seen_at: seenAt, seen_by: by, ...row }: RunRow): ExportRun {
  return { ...row, at: at.toISOString(), seen: seenAt && { by, at: seenAt.toISOString() } };
}

function hourOf(at: Date, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));
}
