/** Working calendars of the company: what the engine plans calls and due dates by. */
import type { SettingPorts } from '../audit/tell-of-setting.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import { CrmFailure } from '../errors.ts';
import { type CalendarSettings, createCalendarSettings, type HoursListener } from './calendar-settings.ts';
import {
  addWorkingDuration,
  planWorkingInstant,
  type PlanRequest,
  type WorkingCalendar,
} from './working-time.ts';

export interface CalendarService {
  /**
   * The first instant at or after `from` + offset that is working time of the calendar (null: the company's) and lies
   * in the window of the customer's day. @throws CrmFailure CRM_CALENDAR_UNKNOWN, CRM_DURATION_INVALID
   */
  planWorkingTime(request: PlanRequest & { readonly calendar: string | null }): Promise<Date>;
  /** @throws CrmFailure CRM_CALENDAR_UNKNOWN, CRM_DURATION_INVALID */
  addWorkingDuration(request: { from: Date; duration: string; calendar: string | null }): Promise<Date>;
  /** With the names of the reader's language where they have them. */
  list(locale?: 'en' | 'ru'): Promise<{ code: string; name: string; timeZone: string }[]>;
  /** For administrators: making, changing and deleting them. */
  readonly settings: CalendarSettings;
}

const SELECT_CALENDAR = `
  select c.code, c.time_zone, c.week,
    (select coalesce(json_object_agg(e.on_date, e.hours), '{}') from crm.calendar_exception e where e.calendar_code = c.code) as exceptions
  from crm.working_calendar c
  where case when $1::text is null then c.is_default else c.code = $1 end`;

/** Calendars change a few times a year, and every task with a due time asks for one. */
const KEPT_MS = 1_000;

type Hours = [string, string][];

interface CalendarRow {
  readonly code: string;
  readonly time_zone: string;
  readonly week: Hours[];
  readonly exceptions: Record<string, Hours>;
}

/** The calendar of a code, or the company's. @throws CrmFailure CRM_CALENDAR_UNKNOWN */
export async function readCalendar(reader: Queryable, code: string | null): Promise<WorkingCalendar> {
  const { rows } = await reader.query<CalendarRow>(SELECT_CALENDAR, [code]);
  const row = rows[0];
  if (row) {
    return {
      code: row.code,
      timeZone: row.time_zone,
      week: row.week,
      exceptions: new Map(Object.entries(row.exceptions)),
    };
  }
  throw new CrmFailure(
    'CRM_CALENDAR_UNKNOWN',
    `Expected a working calendar '${code ?? 'of the company'}', but there is none.`,
    { calendar: code },
  );
}

export function createCalendarService(
  ports: SettingPorts & {
    readonly reader: Queryable;
    readonly transactions: Transactions;
    readonly onHours: HoursListener;
  },
): CalendarService {
  const { reader } = ports;
  const kept = new Map<string | null, { readonly at: number; readonly calendar: Promise<WorkingCalendar> }>();
  const load = (code: string | null): Promise<WorkingCalendar> => {
    // The machine's own time: how long a copy is kept has nothing to do with the demonstration clock.
    const at = performance.now();
    const known = kept.get(code);
    if (known && at - known.at < KEPT_MS) return known.calendar;
    const calendar = readCalendar(reader, code);
    kept.set(code, { at, calendar });
    calendar.catch(() => kept.delete(code));
    return calendar;
  };
  return {
    settings: createCalendarSettings({ ...ports, forget: () => kept.clear() }),
    planWorkingTime: async (request) => planWorkingInstant(await load(request.calendar), request),
    addWorkingDuration: async (request) =>
      addWorkingDuration(await load(request.calendar), request.from, request.duration),
    async list(locale = 'en') {
      const { rows } = await reader.query<{ code: string; name: string; time_zone: string }>(
        `select code, case $1 when 'ru' then coalesce(name_ru, name) else name end as name, time_zone
         from crm.working_calendar order by is_default desc, 2`,
        [locale],
      );
      return rows.map((row) => ({ code: row.code, name: row.name, timeZone: row.time_zone }));
    },
  };
}
