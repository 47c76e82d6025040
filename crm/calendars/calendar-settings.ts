/**
 * Working calendars as administrators make them: hours, holidays, who goes by which, and what stands against deleting
 * one. Promises of open tickets follow the new hours at once; tasks and calls keep the time for which they are planned.
 */
import { assertSettingVersion } from '../audit/assert-setting-version.ts';
import { type SettingPorts, tellOfSetting } from '../audit/tell-of-setting.ts';
import type { Caller } from '../caller.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import type { LocalizedText } from '../entities/entity-types.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import { type CalendarContent, calendarProblems } from './calendar-hours.ts';
import { claimHours } from './hours-lock.ts';
import { nextWorkingSpans } from './working-time.ts';

export interface CalendarDraft extends CalendarContent {
  readonly code: string;
  readonly label: LocalizedText;
  /** The company's: of everybody and everything that has no other. There is always one. */
  readonly isDefault: boolean;
  /** People and teams that go by it. */
  readonly userIds: readonly string[];
  readonly teamIds: readonly string[];
}

export interface CalendarView extends CalendarDraft {
  readonly version: number;
  readonly uses: readonly CalendarUse[];
}

export interface CalendarUse {
  readonly kind: 'company' | 'person' | 'team' | 'servicePolicy' | 'openClocks' | 'process';
  readonly name: string;
}

/** Hears of other hours of a calendar, in the transaction of the change. */
export type HoursListener = (
  unit: Unit,
  change: Pick<CalendarView, 'code' | 'isDefault'>,
  caller: Caller,
) => Promise<void>;

export interface CalendarSettings {
  all(): Promise<readonly CalendarView[]>;
  /** For administrators; the host checks that. @throws CrmRejection CRM_FIELDS_INVALID, CRM_SETTING_CHANGED */
  save(caller: Caller, draft: CalendarDraft & { version?: number | undefined }): Promise<CalendarView>;
  /** `alsoUsed`: what the host knows of. @throws CrmRejection CRM_CALENDAR_IN_USE, CRM_RECORD_NOT_FOUND */
  remove(caller: Caller, request: { code: string; alsoUsed: readonly CalendarUse[] }): Promise<void>;
  /** When somebody who goes by such hours works next. @throws CrmRejection CRM_FIELDS_INVALID */
  preview(
    request: CalendarContent & { from: Date | null; count: number },
  ): readonly { from: string; to: string }[];
}

const SELECT = `
  select c.code, json_build_object('en', c.name, 'ru', coalesce(c.name_ru, c.name)) as label,
    c.time_zone as "timeZone", c.week, c.is_default as "isDefault", c.version,
    coalesce((select json_agg(json_build_object('on', e.on_date, 'name', e.name, 'hours', e.hours) order by e.on_date)
              from crm.calendar_exception e where e.calendar_code = c.code), '[]') as exceptions,
    array(select u.id::text from crm."user" u
          where u.calendar_code = c.code and u.status = 'active' and u.deleted_at is null order by u.name) as "userIds",
    array(select t.id::text from crm.team t where t.calendar_code = c.code and t.deleted_at is null order by t.name) as "teamIds"
  from crm.working_calendar c order by c.is_default desc, c.name`;
const SELECT_USES = `
  select c.code, 'company' as kind, c.name from crm.working_calendar c where c.is_default
  union all
  select u.calendar_code, 'person', u.name from crm."user" u where u.calendar_code is not null and u.deleted_at is null
  union all
  select t.calendar_code, 'team', t.name from crm.team t where t.calendar_code is not null and t.deleted_at is null
  union all
  select p.calendar_code, 'servicePolicy', o.label_en from crm.sla_policy p
  join crm.select_option o on o.list = p.list and o.code = p.code where p.calendar_code is not null
  union all
  select k.calendar_code, 'openClocks', count(*)::text from crm.sla_clock k
  where k.ended_at is null and k.calendar_code is not null group by k.calendar_code`;
const UPSERT = `
  insert into crm.working_calendar (code, name, name_ru, time_zone, week, is_default) values ($1, $2, $3, $4, $5, $6)
  on conflict (code) do update set name = excluded.name, name_ru = excluded.name_ru, time_zone = excluded.time_zone,
    week = excluded.week, is_default = excluded.is_default, version = crm.working_calendar.version + 1,
    updated_at = clock_timestamp()`;
const CLEAR_EXCEPTIONS = 'delete from crm.calendar_exception where calendar_code = $1';
const INSERT_EXCEPTIONS = `
  insert into crm.calendar_exception (calendar_code, on_date, name, hours)
  select $1, e."on", e.name, e.hours from jsonb_to_recordset($2::jsonb) as e ("on" date, name text, hours jsonb)`;
const CLEAR_DEFAULT = 'update crm.working_calendar set is_default = false where is_default and code <> $1';
const assignSql = (table: string): string => `
  update ${table} set calendar_code = case when id = any($2::uuid[]) then $1 end
  where (calendar_code = $1) is distinct from (id = any($2::uuid[])) and (calendar_code = $1 or id = any($2::uuid[]))`;
const ASSIGN = [assignSql('crm."user"'), assignSql('crm.team')] as const;

export function createCalendarSettings(
  ports: SettingPorts & {
    readonly transactions: Transactions;
    /** What this node keeps of a calendar is out of date. */
    readonly forget: () => void;
    readonly onHours: HoursListener;
  },
): CalendarSettings {
  const { transactions, clock } = ports;
  return {
    all: () => readAll(transactions.reader(null)),

    async save(caller, { version, ...draft }) {
      const problems = calendarProblems(draft);
      if (problems.length > 0) throw fieldsInvalid(problems);
      const saved = await transactions.run(caller.transaction, async (unit) => {
        const { client } = unit;
        await claimHours(client);
        const before = (await readAll(client)).find(({ code }) => code === draft.code);
        const name = draft.label[caller.user.locale];
        assertSettingVersion(name, before, version);
        if (before?.isDefault && !draft.isDefault)
          throw fieldsInvalid([
            {
              path: 'isDefault',
              message: 'One calendar is the company’s: make another one so instead.',
              code: 'lastDefault',
            },
          ]);
        await write(client, draft);
        const after = (await readAll(client)).find(({ code }) => code === draft.code);
        if (!after) throw new Error('Expected the calendar to be there after writing it.');
        await tellOfSetting(client, caller, { ...ports, entity: 'working_calendar', name, before, after });
        if (before && hoursOf(before) !== hoursOf(after)) await ports.onHours(unit, after, caller);
        return after;
      });
      ports.forget();
      return saved;
    },

    async remove(caller, { code, alsoUsed }) {
      await transactions.run(caller.transaction, async ({ client }) => {
        const before = (await readAll(client)).find((one) => one.code === code);
        if (!before)
          throw new CrmRejection('CRM_RECORD_NOT_FOUND', `Expected calendar '${code}' to exist.`, { code });
        assertUnused(before, [...before.uses, ...alsoUsed]);
        await client.query('delete from crm.working_calendar where code = $1', [code]);
        const name = before.label[caller.user.locale];
        const told = { entity: 'working_calendar', name, before, after: { removed: true } };
        await tellOfSetting(client, caller, { ...ports, ...told });
      });
      ports.forget();
    },

    preview({ from, count, ...content }) {
      const problems = calendarProblems(content);
      if (problems.length > 0) throw fieldsInvalid(problems);
      const { timeZone, week, exceptions } = content;
      const calendar = {
        ...{ code: 'preview', timeZone, week },
        exceptions: new Map(exceptions.map(({ on, hours }) => [on, hours])),
      };
      return nextWorkingSpans(calendar, from ?? clock.now(), count).map((span) => ({
        from: span.from.toISOString(),
        to: span.to.toISOString(),
      }));
    },
  };
}

async function readAll(reader: Queryable): Promise<readonly CalendarView[]> {
  const calendars = await reader.query<Omit<CalendarView, 'uses'>>(SELECT);
  const uses = await reader.query<CalendarUse & { code: string }>(SELECT_USES);
  return calendars.rows.map((calendar) => ({
    ...calendar,
    uses: uses.rows.filter(({ code }) => code === calendar.code).map(({ kind, name }) => ({ kind, name })),
  }));
}

/** What decides which instants are working time, and whether it counts for those who have no calendar. */
function hoursOf({ timeZone, week, exceptions, isDefault }: CalendarView): string {
  return JSON.stringify([timeZone, week, exceptions.map(({ on, hours }) => [on, hours]), isDefault]);
}

async function write(client: Queryable, draft: CalendarDraft): Promise<void> {
  const { code, label, timeZone, week, exceptions, isDefault, userIds, teamIds } = draft;
  if (isDefault) await client.query(CLEAR_DEFAULT, [code]);
  await client.query(UPSERT, [code, label.en, label.ru, timeZone, JSON.stringify(week), isDefault]);
  await client.query(CLEAR_EXCEPTIONS, [code]);
  await client.query(INSERT_EXCEPTIONS, [code, JSON.stringify(exceptions)]);
  await client.query(ASSIGN[0], [code, userIds]);
  await client.query(ASSIGN[1], [code, teamIds]);
}

function assertUnused({ code, label }: CalendarView, uses: readonly CalendarUse[]): void {
  if (uses.length === 0) return;
  const named = uses.map(({ kind, name }) => `${kind} '${name}'`).join(', ');
  throw new CrmRejection(
    'CRM_CALENDAR_IN_USE',
    `Expected calendar '${label.en}' to be of no use to anybody, but it is: ${named}. Give them another one first.`,
    { code, uses },
  );
}
