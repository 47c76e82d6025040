/**
 * Instants, durations and cycles in ISO 8601, and cron for cycles. Pure: the present comes in as an argument.
 * Texts without a zone are read as UTC. Months and years count in the calendar, not as 30 days.
 */
import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';
import { EngineFailure } from '../errors.ts';

/** ISO 8601 with milliseconds in UTC, so that instants compare as texts. */
export type Instant = string;

export function instantFrom(text: string): Instant | null {
  const value = text.trim();
  const full = /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2}(?:\[.+\])?|\])$/i.test(full) ? full : `${full}Z`;
  try {
    return withMilliseconds(Temporal.Instant.from(zoned));
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

export function addDuration(from: Instant, duration: string): Instant {
  try {
    const start = Temporal.Instant.from(from).toZonedDateTimeISO('UTC');
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

export function cycleFrom(text: string): Cycle | null {
  const value = text.trim();
  return value.startsWith('R') ? repetitionFrom(value) : cronFrom(value);
}

function repetitionFrom(value: string): Cycle | null {
  const [head, ...rest] = value.split('/');
  const interval = rest.at(-1);
  const start = rest.length === 2 ? instantFrom(rest[0]!) : null;
  const times = head === 'R' ? null : Number(head!.slice(1));
  if (!interval || rest.length > 2 || !isDuration(interval)) return null;
  if (rest.length === 2 && !start) return null;
  if (times !== null && !Number.isInteger(times)) return null;
  return {
    times,
    next: (after, first) => (first && start && start > after ? start : addDuration(after, interval)),
  };
}

function cronFrom(value: string): Cycle | null {
  if (value.split(/\s+/).length < 5) return null;
  try {
    const cron = new Cron(value, { timezone: 'UTC', paused: true });
    return { times: null, next: (after) => cron.nextRun(new Date(after))?.toISOString() ?? null };
  } catch {
    return null;
  }
}

function withMilliseconds(instant: Temporal.Instant): Instant {
  return instant.toString({ smallestUnit: 'millisecond' });
}
