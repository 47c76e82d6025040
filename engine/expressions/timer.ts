/** When a timer fires first, and again. The payload travels in the timer's job. */
import type { TimerDefinition } from '../definition/model.ts';
import { EngineFailure } from '../errors.ts';
import type { Json } from '../ports.ts';
import { addDuration, cycleFrom, instantFrom, type Instant } from './time.ts';

export interface TimerPayload {
  readonly [key: string]: Json;
  /** The cycle's text; null fires once. */
  readonly cycle: string | null;
  /** How many firings are left after the one that the job stands for; null: no end. */
  readonly remaining: number | null;
}

/** A timer whose missed firings are not all made up for says so in its payload. */
export function withCatchUp(due: TimerDue, { catchUp }: Pick<TimerDefinition, 'catchUp'>): TimerDue {
  if (catchUp === 'all' || due.payload.cycle === null) return due;
  return { ...due, payload: { ...due.payload, catchUp } };
}

export interface TimerDue {
  readonly dueAt: Instant;
  readonly payload: TimerPayload;
}

/** @throws EngineFailure ENG_TIMER_INVALID when the evaluated text is no such timer. */
export function firstDue(
  form: TimerDefinition['form'],
  text: string,
  now: Instant,
  timeZone: string | null = null,
): TimerDue {
  const zone = timeZone ?? undefined;
  if (form === 'duration') return { dueAt: addDuration(now, text, zone), payload: ONCE };
  if (form === 'date') {
    const dueAt = instantFrom(text, zone);
    if (dueAt) return { dueAt, payload: ONCE };
  } else {
    const cycle = cycleFrom(text, zone);
    const dueAt = cycle?.next(now);
    if (cycle && dueAt) {
      const remaining = cycle.times && cycle.times - 1;
      return { dueAt, payload: { cycle: text, remaining, ...(zone && { timeZone: zone }) } };
    }
  }
  throw new EngineFailure('ENG_TIMER_INVALID', `Expected '${text}' to be a ${form} in ISO 8601.`);
}

/** The next firing after the one that was due at `dueAt`; null when there is none. */
export function nextDue(payload: TimerPayload, dueAt: Instant): TimerDue | null {
  if (payload.cycle === null || payload.remaining === 0) return null;
  // Kept only where it is not UTC.
  const zone = typeof payload.timeZone === 'string' ? payload.timeZone : undefined;
  const next = cycleFrom(payload.cycle, zone)?.next(dueAt);
  if (!next) return null;
  const remaining = payload.remaining === null ? null : payload.remaining - 1;
  return { dueAt: next, payload: { ...payload, remaining } };
}

const ONCE: TimerPayload = { cycle: null, remaining: 0 };
