/** Whether a calendar that somebody writes can be worked by, told field by field. Pure. */
import type { FieldProblem } from '../errors.ts';
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

export function calendarProblems({ timeZone, week, exceptions }: CalendarContent): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!isTimeZone(timeZone))
    problems.push({
      path: 'timeZone',
      message: `'${timeZone}' is no time zone: choose one such as Europe/Moscow.`,
    });
  for (const [day, hours] of week.entries()) {
    const message = hoursProblem(hours);
    if (message) problems.push({ path: `week.${day}`, message });
  }
  if (week.every((hours) => hours.length === 0))
    problems.push({
      path: 'week',
      message: 'A calendar needs working time on at least one day of the week.',
    });
  const days = new Set<string>();
  for (const { on, hours } of exceptions) {
    const message = days.has(on)
      ? `${on} is there twice: remove one.`
      : (dateProblem(on) ?? hoursProblem(hours));
    if (message) problems.push({ path: `exceptions.${on}`, message });
    days.add(on);
  }
  return problems;
}

function hoursProblem(hours: Hours): string | null {
  let last = '';
  for (const [from, to] of hours) {
    if (!TIME.test(from) || !(TIME.test(to) || to === '24:00'))
      return 'Times are written as 09:00; a day ends with 24:00 at the latest.';
    if (from >= to) return `Work from ${from} has to end after it begins.`;
    if (from < last) return `Work from ${from} overlaps what is before it: put them in order.`;
    last = to;
  }
  return null;
}

function dateProblem(on: string): string | null {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(on) && new Date(`${on}T00:00:00Z`).toISOString().startsWith(on);
  return isDay ? null : `'${on}' is no date: write it as 2026-12-31.`;
}
