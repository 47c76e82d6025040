/**
 * Days and spans as people say them, as SQL: "today", "in 7 days", "this month". They are counted from the clock of the
 * product on the calendar of the person who asks, so that a saved list means the same tomorrow, and for a colleague in
 * another time zone. Weeks begin on Monday.
 */
import type { SqlParameters } from '../database/sql-parameters.ts';

export interface DayContext {
  readonly parameters: SqlParameters;
  readonly timeZone: string;
}

/** From the first day up to, and without, the second. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
}

const RELATIVE_DAY = /^today(?:([+-])(\d{1,4}))?$/;
const CALENDAR_SPAN = /^(this|last|next)(Week|Month|Quarter|Year)$/;
const ROLLING_SPAN = /^(last|next):(\d{1,4})$/;
const NAMED_DAYS: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };

/** `today`, `today+7`, `today-30` as an SQL date; null for anything else. */
export function relativeDaySql(value: unknown, context: DayContext): string | null {
  const [whole, sign, count] = typeof value === 'string' ? (RELATIVE_DAY.exec(value) ?? []) : [];
  if (whole === undefined) return null;
  const today = todaySql(context);
  return count === undefined ? today : `(${today} ${sign === '-' ? '-' : '+'} ${Number(count)})`;
}

/** A day (`yesterday`), a span of the calendar (`thisMonth`) or of days (`last:30`, `next:7`, today with both). */
export function daySpanSql(value: unknown, context: DayContext): DaySpan | null {
  if (typeof value !== 'string') return null;
  const offset = NAMED_DAYS[value];
  if (offset !== undefined) {
    const today = todaySql(context);
    return { from: `(${today} + ${offset})`, to: `(${today} + ${offset + 1})` };
  }
  const [, way, count] = ROLLING_SPAN.exec(value) ?? [];
  if (way !== undefined) {
    const today = todaySql(context);
    const days = Number(count);
    return way === 'last'
      ? { from: `(${today} - ${days})`, to: `(${today} + 1)` }
      : { from: today, to: `(${today} + ${days + 1})` };
  }
  const [, which = '', unit = ''] = CALENDAR_SPAN.exec(value) ?? [];
  return unit === '' ? null : calendarSpan(which, unit.toLowerCase(), context);
}

function calendarSpan(which: string, unit: string, context: DayContext): DaySpan {
  const step = unit === 'quarter' ? `interval '3 months'` : `interval '1 ${unit}'`;
  const begin = `date_trunc('${unit}', ${todaySql(context)}::timestamp)`;
  const steps = { last: -1, this: 0, next: 1 }[which] ?? 0;
  return {
    from: `(${begin} + ${steps} * ${step})::date`,
    to: `(${begin} + ${steps + 1} * ${step})::date`,
  };
}

/** The instant at which a day begins for the person. */
export function startOfDaySql(day: string, { parameters, timeZone }: DayContext): string {
  return `(${day}::timestamp at time zone ${parameters.add(timeZone, 'text')})`;
}

function todaySql({ parameters, timeZone }: DayContext): string {
  return `(public.throughline_now() at time zone ${parameters.add(timeZone, 'text')})::date`;
}
