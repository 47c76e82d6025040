/** Suggestions of a time to call or meet again: never on a weekend, never in the night. */

const MORNING_HOUR = 10;

function isWeekend(date: Date): boolean {
  return date.getDay() === 0 || date.getDay() === 6;
}

/** The working day that is at least `days` after `from`, at ten in the morning. */
export function workingMorning(from: Date, days: number): Date {
  const day = new Date(from);
  day.setDate(day.getDate() + days);
  day.setHours(MORNING_HOUR, 0, 0, 0);
  while (isWeekend(day)) day.setDate(day.getDate() + 1);
  return day;
}

/** `hours` from now on a round quarter, if that is still within a working day; else the next working morning. */
export function laterToday(from: Date, hours: number): Date {
  const quarterMs = 15 * 60_000;
  const later = new Date(Math.ceil((from.getTime() + hours * 3_600_000) / quarterMs) * quarterMs);
  const sameDay = later.toDateString() === from.toDateString();
  return sameDay && !isWeekend(later) && later.getHours() >= 9 && later.getHours() < 18
    ? later
    : workingMorning(from, 1);
}
