/**
 * Instants, durations and cycles in ISO 8601, and cron for cycles. Pure: the present comes in as an argument.
 * Texts without a zone are read as UTC, or in the zone that is given; days, weeks, months and years count in that zone's
 * calendar, so that nine o'clock stays nine o'clock when the clocks change.
 */
import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';
import { EngineFailure } from '../errors.ts';

const UTC = 'UTC';

/** ISO 8601 with milliseconds in UTC, so that instants compare as texts. */
export type Instant = string;

export function instantFrom(text: string, zone = UTC): Instant | null {
  const value = text.trim();
  const full = /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00` : value;
  const isZoned = /(?:Z|[+-]\d{2}:?\d{2}(?:\[.+\])?|\])$/i.test(full);
  try {
    // A time that the clocks skip is read as the one after the gap, one that they repeat as the first.
    const instant = isZoned
      ? Temporal.Instant.from(full)
      : Temporal.PlainDateTime.from(full).toZonedDateTime(zone).toInstant();
    return withMilliseconds(instant);
  } catch {
    return null;
  }
}

export function isDuration(text: string): boolean {
  try {
    Temporal.Duration.from(text.trim());
    return true;
  } catch {
    return false;
  }
}

export function isTimeZone(text: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(text);
    return true;
  } catch {
    return false;
  }
}

export function addDuration(from: Instant, duration: string, zone = UTC): Instant {
  try {
    const start = Temporal.Instant.from(from).toZonedDateTimeISO(zone);
    return withMilliseconds(start.add(Temporal.Duration.from(duration.trim())).toInstant());
  } catch {
    throw new EngineFailure('ENG_TIMER_INVALID', `Expected '${duration}' to be an ISO 8601 duration.`);
  }
}

/**
 * A repeating timer: `R3/PT10M`, `R/2026-01-31T09:00:00Z/P1M` from an instant on, `R/PT1H/2026-02-01` until one, two
 * instants for the first and the second time, or cron with five or six fields.
 */
export interface Cycle {
  /** How many times it fires in all; null: forever. */
  readonly times: number | null;
  /** It says itself from where its times are counted; otherwise whoever asks does. */
  readonly hasStart: boolean;
  /** The first instant after the given one, of those that are counted from `from`; null: it is over. */
  next(after: Instant, from?: Instant): Instant | null;
}

export function cycleFrom(text: string, zone = UTC): Cycle | null {
  const value = text.trim();
  return value.startsWith('R') ? repetitionFrom(value, zone) : cronFrom(value, zone);
}

interface Rhythm {
  readonly interval: Temporal.Duration;
  /** From where its times are counted, itself the first of them; null: from when it is armed. */
  readonly start: Instant | null;
  readonly end: Instant | null;
}

function repetitionFrom(value: string, zone: string): Cycle | null {
  const [head, ...parts] = value.split('/');
  const times = /^R(\d*)$/.exec(head!)?.[1];
  const rhythm = rhythmFrom(parts, zone);
  if (times === undefined || !rhythm) return null;
  const { start, interval, end } = rhythm;
  return {
    times: times === '' ? null : Number(times),
    hasStart: start !== null,
    next(after, from = after) {
      if (start !== null && start > after) return start;
      const next = countedFrom(start ?? from, interval, after, zone);
      return next === null || (end !== null && next > end) ? null : next;
    },
  };
}

function rhythmFrom(parts: readonly string[], zone: string): Rhythm | null {
  const [first, second] = parts;
  if (first === undefined || parts.length > 2) return null;
  const interval = intervalFrom(first);
  if (second === undefined) return interval && { interval, start: null, end: null };
  const instant = instantFrom(second, zone);
  if (interval) return instant === null ? null : { interval, start: null, end: instant };
  const start = instantFrom(first, zone);
  const between = start && instant ? Temporal.Instant.from(start).until(instant) : null;
  const every = intervalFrom(between?.toString() ?? second);
  return start !== null && every ? { interval: every, start, end: null } : null;
}

/** Null: no duration, or one that leads nowhere. */
function intervalFrom(text: string): Temporal.Duration | null {
  if (!isDuration(text)) return null;
  const interval = Temporal.Duration.from(text.trim());
  return interval.sign > 0 ? interval : null;
}

/**
 * The first after it, not the start: monthly from the 31st is the last of a shorter month, and the 31st again after it. Null
 * when it lies beyond all calendars.
 */
function countedFrom(
  start: Instant,
  interval: Temporal.Duration,
  after: Instant,
  zone: string,
): Instant | null {
  const first = Temporal.Instant.from(start).toZonedDateTimeISO(zone);
  const at = (count: number): Instant => withMilliseconds(first.add(times(interval, count)).toInstant());
  const passed = Date.parse(after) - Date.parse(start);
  try {
    // Months and years are as long as the first of them only about.
    let count = Math.max(1, Math.floor(passed / interval.total({ unit: 'milliseconds', relativeTo: first })));
    while (count > 1 && at(count) > after) count -= 1;
    while (at(count) <= after) count += 1;
    return at(count);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const UNITS = [
  'years',
  'months',
  'weeks',
  'days',
  'hours',
  'minutes',
  'seconds',
  'milliseconds',
  'microseconds',
  'nanoseconds',
] as const;

function times(interval: Temporal.Duration, count: number): Temporal.Duration {
  return Temporal.Duration.from(Object.fromEntries(UNITS.map((unit) => [unit, interval[unit] * count])));
}

function cronFrom(value: string, zone: string): Cycle | null {
  if (value.split(/\s+/).length < 5) return null;
  try {
    const cron = new Cron(value, { timezone: zone, paused: true });
    return {
      times: null,
      hasStart: true,
      next: (after) => cron.nextRun(new Date(after))?.toISOString() ?? null,
    };
  } catch {
    return null;
  }
}

/** Upwards: what is due at a part of a millisecond is not due before it. */
function withMilliseconds(instant: Temporal.Instant): Instant {
  return instant.toString({ smallestUnit: 'millisecond', roundingMode: 'ceil' });
}
