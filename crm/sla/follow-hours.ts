/**
 * Clocks that run by a working calendar whose hours changed: a holiday that was forgotten is no working time, neither
 * from now on nor since the clock runs. What was used up before its last pause stays, and so do clocks that stand
 * still (they follow when they go on) and those that are over. A promise that may still be kept is not broken by this.
 */
import { readCalendar } from '../calendars/calendar-service.ts';
import type { Unit } from '../database/transaction.ts';
import { type ClockTime, workingTime } from './clock-rules.ts';
import { type ClockRow, type ClockTold, lockClocksByCalendar, moveClocks } from './sla-rows.ts';

/** @param change `code` of the calendar; `isDefault`: clocks without a calendar of their own run by it, too. */
export async function followHours(
  unit: Unit,
  change: { readonly code: string; readonly isDefault: boolean },
  told: ClockTold,
): Promise<void> {
  const clocks = await lockClocksByCalendar(unit.client, change);
  if (clocks.length === 0) return;
  const time = workingTime(await readCalendar(unit.client, change.code));
  const moved = clocks.flatMap((clock) => {
    const dueAt = dueByHours(clock, told.now, time);
    if (dueAt === null || dueAt.getTime() === clock.dueAt.getTime()) return [];
    // What was broken by the former hours may be kept by these.
    const breachedAt = dueAt > told.now ? null : clock.breachedAt;
    return [{ id: clock.id, dueBefore: clock.dueAt, dueAt, breachedAt, ticketId: clock.ticketId }];
  });
  await moveClocks(unit.client, moved, told);
  for (const recordId of new Set(moved.map(({ ticketId }) => ticketId)))
    unit.changed({ entity: 'ticket', recordId, change: 'changed', version: null });
}

/** Null where it stays: what is late by more than hours can tell, or would be late only by the new ones. */
function dueByHours(clock: ClockRow, now: Date, time: ClockTime): Date | null {
  const left = clock.targetMinutes * 60_000 - clock.spentMs;
  if (clock.runningSince === null || left <= 0) return null;
  const dueAt = time.after(clock.runningSince, left);
  return clock.dueAt > now && dueAt <= now ? null : dueAt;
}
