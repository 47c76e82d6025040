/**
 * How a service clock runs, stands still and is set anew: pure. What was used up is kept, and the due instant follows
 * from what is left, so that a pause, a new target and a new calendar need no history to be right. Time is the wall's
 * or a working calendar's; while a clock stands still nothing is used up, whatever the calendar says.
 */
import {
  addWorkingMilliseconds,
  type WorkingCalendar,
  workingMillisecondsBetween,
} from '../calendars/working-time.ts';

export interface ClockState {
  readonly spentMs: number;
  /** Null while it stands still. */
  readonly runningSince: Date | null;
  readonly dueAt: Date;
  readonly pausedAt: Date | null;
  /** Of the wall's time: what the customer let us wait. */
  readonly pausedTotalMs: number;
}

/** Which time counts for a target. */
export interface ClockTime {
  between(from: Date, to: Date): number;
  after(from: Date, ms: number): Date;
}

export const WALL_TIME: ClockTime = {
  between: (from, to) => Math.max(0, to.getTime() - from.getTime()),
  after: (from, ms) => new Date(from.getTime() + ms),
};

export function workingTime(calendar: WorkingCalendar): ClockTime {
  return {
    between: (from, to) => workingMillisecondsBetween(calendar, from, to),
    after: (from, ms) => addWorkingMilliseconds(calendar, from, ms),
  };
}

export function startedClock(now: Date, totalMs: number, time: ClockTime): ClockState {
  return { spentMs: 0, runningSince: now, dueAt: time.after(now, totalMs), pausedAt: null, pausedTotalMs: 0 };
}

export function pausedClock(clock: ClockState, now: Date, time: ClockTime): ClockState {
  if (clock.runningSince === null) return clock;
  return {
    ...clock,
    spentMs: clock.spentMs + time.between(clock.runningSince, now),
    runningSince: null,
    pausedAt: now,
  };
}

export function resumedClock(
  clock: ClockState,
  now: Date,
  { totalMs, time }: { readonly totalMs: number; readonly time: ClockTime },
): ClockState {
  if (clock.pausedAt === null) return clock;
  const left = totalMs - clock.spentMs;
  return {
    ...clock,
    runningSince: now,
    pausedAt: null,
    pausedTotalMs: clock.pausedTotalMs + Math.max(0, now.getTime() - clock.pausedAt.getTime()),
    // What was late before the pause stays late by as much.
    dueAt: left > 0 ? time.after(now, left) : clock.dueAt,
  };
}

/** Another target or calendar: what was used up counts by the old time, what is left runs by the new. */
export function retargetedClock(
  clock: ClockState,
  now: Date,
  to: { readonly totalMs: number; readonly before: ClockTime; readonly time: ClockTime },
): ClockState {
  const spentMs =
    clock.runningSince === null ? clock.spentMs : clock.spentMs + to.before.between(clock.runningSince, now);
  const left = to.totalMs - spentMs;
  return {
    ...clock,
    spentMs,
    runningSince: clock.runningSince === null ? null : now,
    dueAt: left > 0 ? to.time.after(now, left) : now,
  };
}
