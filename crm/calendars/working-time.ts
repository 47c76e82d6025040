/**
 * Working time as pure functions over a calendar: weekly hours in the calendar's own zone, with exceptions by date.
 * All arithmetic goes through zoned date-times, so a day may have 23 or 25 hours and "a week later, same time" means
 * the wall clock. Searches end after a named number of days instead of running for ever on an empty calendar.
 */
import { Temporal } from 'temporal-polyfill';
import { CrmFailure } from '../errors.ts';

export interface WorkingCalendar {
  readonly code: string;
  readonly timeZone: string;
  /** Monday first; pairs of wall-clock times. */
  readonly week: readonly (readonly (readonly [string, string])[])[];
  /** Hours of single days by ISO date; empty: a day off. */
  readonly exceptions: ReadonlyMap<string, readonly (readonly [string, string])[]>;
}

export interface PlanRequest {
  readonly from: Date;
  /** ISO 8601; days, weeks and months by the wall clock of `timeZone`. */
  readonly offset: string;
  /** HH:MM; null: the whole day. */
  readonly windowFrom: string | null;
  readonly windowTo: string | null;
  /** The customer's IANA zone; null: the calendar's. */
  readonly timeZone: string | null;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A calendar without one working hour in this time is a mistake, not a long holiday. */
const SEARCH_DAYS_MAX = 400;
const DAY_MS = 86_400_000;
/** When hours and window do not meet for so long, the zones are too far apart ever to meet. */
const MEETING_DAYS_MAX = 14;

/** The first working instant at or after `from` + offset that lies in the window of the customer's day. */
export function planWorkingInstant(calendar: WorkingCalendar, request: PlanRequest): Date {
  const zone = zoneOf(request.timeZone ?? calendar.timeZone);
  const wanted = addToInstant(request.from, request.offset, zone).getTime();
  if (request.windowFrom === null && request.windowTo === null) {
    return firstInstant(workingSpans(calendar, wanted, SEARCH_DAYS_MAX), wanted, calendar);
  }
  const window = { from: request.windowFrom ?? '00:00', to: request.windowTo ?? '24:00', zone };
  for (const span of workingSpans(calendar, wanted, MEETING_DAYS_MAX)) {
    const found = firstInWindow(span, window, wanted);
    if (found !== null) return new Date(found);
  }
  // The office is closed whenever the customer may be called: then the window wins, on working days of the calendar.
  return firstInstant(windowSpans(calendar, window, wanted), wanted, calendar);
}

/**
 * Adds working time: hours and minutes count only while the calendar works, days are working days at the same time of
 * day, weeks and months are the calendar's own.
 */
export function addWorkingDuration(calendar: WorkingCalendar, from: Date, duration: string): Date {
  const parsed = parseDuration(duration);
  const zone = zoneOf(calendar.timeZone);
  const wholes = Temporal.Duration.from({ years: parsed.years, months: parsed.months, weeks: parsed.weeks });
  let at = addToInstant(from, wholes.toString(), zone);
  for (let day = 0; day < parsed.days; day += 1) at = nextWorkingDay(calendar, at);
  const minutes = parsed.hours * 60 + parsed.minutes + parsed.seconds / 60;
  if (minutes <= 0)
    return firstInstant(workingSpans(calendar, at.getTime(), SEARCH_DAYS_MAX), at.getTime(), calendar);
  return addWorkingMilliseconds(calendar, at, minutes * 60_000);
}

/** What is left of the present span of working time, and those after it. @throws CrmFailure CRM_WORKING_TIME_NOT_FOUND */
export function nextWorkingSpans(
  calendar: WorkingCalendar,
  from: Date,
  count: number,
): readonly { readonly from: Date; readonly to: Date }[] {
  const found: { from: Date; to: Date }[] = [];
  for (const span of workingSpans(calendar, from.getTime(), SEARCH_DAYS_MAX)) {
    if (found.length === count) break;
    found.push({ from: new Date(Math.max(span.from, from.getTime())), to: new Date(span.to) });
  }
  if (found.length === 0) throw noWorkingTime(calendar);
  return found;
}

export function isTimeZone(zone: string): boolean {
  try {
    return zoneOf(zone) !== '';
  } catch {
    return false;
  }
}

/** How much of the time between two instants is working time. */
export function workingMillisecondsBetween(calendar: WorkingCalendar, from: Date, to: Date): number {
  let worked = 0;
  const days = Math.ceil(Math.max(0, to.getTime() - from.getTime()) / DAY_MS) + 1;
  for (const span of workingSpans(calendar, from.getTime(), days)) {
    if (span.from >= to.getTime()) break;
    worked += Math.max(0, Math.min(span.to, to.getTime()) - Math.max(span.from, from.getTime()));
  }
  return worked;
}

/** @throws CrmFailure CRM_DURATION_INVALID */
export function parseDuration(text: string): Temporal.Duration {
  try {
    const duration = Temporal.Duration.from(text);
    if (duration.sign >= 0) return duration;
  } catch {
    // Told below, with the text.
  }
  throw new CrmFailure(
    'CRM_DURATION_INVALID',
    `Expected an ISO 8601 duration such as P7D or PT2H, but got '${text}'.`,
    {
      duration: text,
    },
  );
}

function addToInstant(from: Date, offset: string, zone: string): Date {
  const zoned = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(zone);
  return new Date(zoned.add(parseDuration(offset)).epochMilliseconds);
}

/** Working milliseconds later; nothing later is the instant itself. */
export function addWorkingMilliseconds(calendar: WorkingCalendar, from: Date, duration: number): Date {
  let left = duration;
  for (const span of workingSpans(calendar, from.getTime(), SEARCH_DAYS_MAX)) {
    const start = Math.max(span.from, from.getTime());
    const length = span.to - start;
    if (length >= left) return new Date(start + left);
    left -= Math.max(0, length);
  }
  throw noWorkingTime(calendar);
}

function nextWorkingDay(calendar: WorkingCalendar, at: Date): Date {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(
    zoneOf(calendar.timeZone),
  );
  for (let days = 1; days <= SEARCH_DAYS_MAX; days += 1) {
    const next = zoned.add({ days });
    if (hoursOn(calendar, next.toPlainDate()).length > 0) return new Date(next.epochMilliseconds);
  }
  throw noWorkingTime(calendar);
}

/** Spans of working time in order, from the day of `from` on. */
function* workingSpans(calendar: WorkingCalendar, from: number, days: number): Generator<Span> {
  const zone = zoneOf(calendar.timeZone);
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).toPlainDate();
  for (let day = 0; day <= days; day += 1) {
    const date = first.add({ days: day });
    for (const [start, end] of hoursOn(calendar, date)) {
      const span = { from: instantOn(date, start, zone), to: instantOn(date, end, zone) };
      if (span.to > Math.max(span.from, from)) yield span;
    }
  }
}

/** The customer's window on each working day of the calendar, by the customer's dates. */
function* windowSpans(
  calendar: WorkingCalendar,
  window: { from: string; to: string; zone: string },
  from: number,
): Generator<Span> {
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(window.zone).toPlainDate();
  for (let day = 0; day <= SEARCH_DAYS_MAX; day += 1) {
    const date = first.add({ days: day });
    if (hoursOn(calendar, date).length === 0) continue;
    const span = {
      from: instantOn(date, window.from, window.zone),
      to: instantOn(date, window.to, window.zone),
    };
    if (span.to > Math.max(span.from, from)) yield span;
  }
}

function firstInWindow(
  span: Span,
  window: { from: string; to: string; zone: string },
  wanted: number,
): number | null {
  const first = Temporal.Instant.fromEpochMilliseconds(span.from)
    .toZonedDateTimeISO(window.zone)
    .toPlainDate();
  // A working span may reach into two days of the customer, and the window of a day is one span of it.
  for (let day = 0; day <= 1; day += 1) {
    const date = first.add({ days: day });
    const from = Math.max(span.from, instantOn(date, window.from, window.zone), wanted);
    const to = Math.min(span.to, instantOn(date, window.to, window.zone));
    if (from < to) return from;
  }
  return null;
}

function firstInstant(spans: Iterable<Span>, wanted: number, calendar: WorkingCalendar): Date {
  for (const span of spans) return new Date(Math.max(span.from, wanted));
  throw noWorkingTime(calendar);
}

function hoursOn(
  calendar: WorkingCalendar,
  date: Temporal.PlainDate,
): readonly (readonly [string, string])[] {
  return calendar.exceptions.get(date.toString()) ?? calendar.week[date.dayOfWeek - 1] ?? [];
}

/** `24:00` is the next midnight; a wall-clock time that a change of clocks skips is moved on by the skipped hour. */
function instantOn(date: Temporal.PlainDate, time: string, zone: string): number {
  if (time === '24:00') return date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}

function zoneOf(zone: string): string {
  try {
    return Temporal.Now.zonedDateTimeISO(zone).timeZoneId;
  } catch {
    throw new CrmFailure(
      'CRM_CALENDAR_UNKNOWN',
      `Expected an IANA time zone such as Europe/Moscow, but got '${zone}'.`,
      { zone },
    );
  }
}

function noWorkingTime(calendar: WorkingCalendar): CrmFailure {
  return new CrmFailure(
    'CRM_WORKING_TIME_NOT_FOUND',
    `Expected working time within ${SEARCH_DAYS_MAX} days in calendar '${calendar.code}', but there is none.`,
    { calendar: calendar.code },
  );
}
