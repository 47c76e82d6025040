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

/** A repeating timer: `R3/PT10M`, `R/2026-01-01T09:00:00Z/P1D`, or cron with five or six fields. */
export interface Cycle {
  /** How many times it fires in all; null: forever. */
  readonly times: number | null;
  next(after: Instant, first: boolean): Instant | null;
}

export function cycleFrom(text: string, zone = UTC): Cycle | null {
  const value = text.trim();
  return value.startsWith('R') ? repetitionFrom(value, zone) : cronFrom(value, zone);
}

function repetitionFrom(value: string, zone: string): Cycle | null {
  const [head, ...rest] = value.split('/');
  const interval = rest.at(-1);
  const start = rest.length === 2 ? instantFrom(rest[0]!, zone) : null;
  const times = head === 'R' ? null : Number(head!.slice(1));
  if (!interval || rest.length > 2 || !isDuration(interval)) return null;
  if (rest.length === 2 && !start) return null;
  if (times !== null && !Number.isInteger(times)) return null;
  return {
    times,
    next: (after, first) => (first && start && start > after ? start : addDuration(after, interval, zone)),
  };
}

function cronFrom(value: string, zone: string): Cycle | null {
  if (value.split(/\s+/).length < 5) return null;
  try {
    const cron = new Cron(value, { timezone: zone, paused: true });
    return { times: null, next: (after) => cron.nextRun(new Date(after))?.toISOString() ?? null };
  } catch {
    return null;
  }
}

function withMilliseconds(instant: Temporal.Instant): Instant {
  return instant.toString({ smallestUnit: 'millisecond' });
}
