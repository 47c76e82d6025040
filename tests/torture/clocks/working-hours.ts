/** An office that works from nine to five on weekdays, as the product counts it and, quarter by quarter, as the test does. */
import type { Crm } from '#crm';
import { addWorkingDuration, planWorkingInstant, type WorkingCalendar } from '#crm/testing';
import type { WorkingCalendars } from '#engine';
import { workingCalendars } from '../../../api/adapters/engine-ports/working-calendars.ts';
import { localAt } from './wall-clock.ts';

const WORKS = [['09:00', '17:00']] as const;
const QUARTER_MS = 15 * 60_000;

/** The engine's calendars as the product has them, over this one. */
export function officeIn(timeZone: string): WorkingCalendars {
  const week = [WORKS, WORKS, WORKS, WORKS, WORKS, [], []];
  const office: WorkingCalendar = { code: 'default', timeZone, week, exceptions: new Map() };
  const calendars: Pick<Crm['calendars'], 'planWorkingTime' | 'addWorkingDuration'> = {
    planWorkingTime: async (request) => planWorkingInstant(office, request),
    addWorkingDuration: async ({ from, duration }) => addWorkingDuration(office, from, duration),
  };
  return workingCalendars({ calendars });
}

/** When so much working time has passed; of no time at all: the first working instant. Zones differ by quarters of hours. */
export function afterWorking(zone: string, from: number, duration: number): number {
  let left = duration;
  for (let at = from; ; at += QUARTER_MS) {
    if (!isWorking(zone, at)) continue;
    if (left === 0) return at;
    left -= QUARTER_MS;
    if (left === 0) return at + QUARTER_MS;
  }
}

function isWorking(zone: string, instant: number): boolean {
  const { year, month, day, hour } = localAt(zone, instant);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return weekday !== 0 && weekday !== 6 && hour >= 9 && hour < 17;
}
