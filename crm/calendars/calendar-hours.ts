/** Whether a calendar that somebody writes can be worked by, told field by field. Pure. */
import type { FieldRefusal } from '../errors.ts';
import { isTimeZone } from './working-time.ts';

export type Hours = readonly (readonly [from: string, to: string])[];

export interface CalendarException {
  /** ISO date. */
  readonly on: string;
  readonly name: string;
  /** Instead of the week's; empty: a day off. */
  readonly hours: Hours;
}

export interface CalendarContent {
  readonly timeZone: string;
  /** Monday first. */
  readonly week: readonly Hours[];
  readonly exceptions: readonly CalendarException[];
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

export function calendarProblems({ timeZone, week, exceptions }: CalendarContent): readonly FieldRefusal[] {
  const problems: FieldRefusal[] = [];
  const say = (path: string, problem: Said | null): void =>
    void (problem && problems.push({ path, ...problem }));
  if (!isTimeZone(timeZone))
    say('timeZone', {
      message: `'${timeZone}' is no time zone: choose one such as Europe/Moscow.`,
      code: 'noTimeZone',
    });
  for (const [day, hours] of week.entries()) say(`week.${day}`, hoursProblem(hours));
  if (week.every((hours) => hours.length === 0))
    say('week', {
      message: 'A calendar needs working time on at least one day of the week.',
      code: 'noHours',
    });
  const days = new Set<string>();
  for (const { on, hours } of exceptions) {
    const twice: Said = { message: `${on} is there twice: remove one.`, code: 'twice', values: { what: on } };
    say(`exceptions.${on}`, days.has(on) ? twice : (dateProblem(on) ?? hoursProblem(hours)));
    days.add(on);
  }
  return problems;
}

type Said = Omit<FieldRefusal, 'path'>;

function hoursProblem(hours: Hours): Said | null {
  let last = '';
  for (const [from, to] of hours) {
    const values = { from };
    if (!TIME.test(from) || !(TIME.test(to) || to === '24:00'))
      return { message: 'Times are written as 09:00; a day ends with 24:00 at the latest.', code: 'badTime' };
    if (from >= to)
      return { message: `Work from ${from} has to end after it begins.`, code: 'endsEarly', values };
    if (from < last) {
      const message = `Work from ${from} overlaps what is before it: put them in order.`;
      return { message, code: 'overlaps', values };
    }
    last = to;
  }
  return null;
}

function dateProblem(on: string): Said | null {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(on) && new Date(`${on}T00:00:00Z`).toISOString().startsWith(on);
  return isDay ? null : { message: `'${on}' is no date: write it as 2026-12-31.`, code: 'notDate' };
}
