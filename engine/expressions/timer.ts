/** When a timer fires first, and again. The payload travels in the timer's job. */
import type { TimerDefinition } from '../definition/model.ts';
import { EngineFailure } from '../errors.ts';
import type { Json } from '../ports.ts';
import { addDuration, cycleFrom, instantFrom, type Cycle, type Instant } from './time.ts';

/** With `from`, from where the firings are counted, of a cycle without a start of its own; `timeZone` and `catchUp`. */
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
      const counted = !cycle.hasStart && { from: now };
      return { dueAt, payload: { cycle: text, remaining, ...counted, ...(zone && { timeZone: zone }) } };
    }
  }
  throw new EngineFailure('ENG_TIMER_INVALID', `Expected '${text}' to be a ${form} in ISO 8601.`);
}

/**
 * The next firing after the one that was due at `dueAt`; null when there is none. A cycle without a start of its own is
 * counted from when it was armed; from the firing itself where that was moved, by hand or by a rest of its instance, or
 * where the timer was armed before its beginning was kept.
 */
export function nextDue(payload: TimerPayload, dueAt: Instant): TimerDue | null {
  if (payload.cycle === null || payload.remaining === 0) return null;
  // Kept only where it is not UTC.
  const zone = typeof payload.timeZone === 'string' ? payload.timeZone : undefined;
  const cycle = cycleFrom(payload.cycle, zone);
  if (!cycle) return null;
  const { from: begun } = payload;
  const from = typeof begun === 'string' && isOf(cycle, dueAt, begun) ? begun : dueAt;
  const next = cycle.next(dueAt, from);
  if (!next) return null;
  const remaining = payload.remaining === null ? null : payload.remaining - 1;
  return { dueAt: next, payload: { ...payload, remaining, ...(!cycle.hasStart && { from }) } };
}

/** Whether it is one of the firings that are counted from there. */
function isOf(cycle: Cycle, dueAt: Instant, from: Instant): boolean {
  const before = new Date(Date.parse(dueAt) - 1).toISOString();
  return cycle.next(before, from) === dueAt;
}

const ONCE: TimerPayload = { cycle: null, remaining: 0 };
