import type { WorkingCalendar } from '#contract';
import { useLocale } from '../../i18n/use-locale.ts';

type Week = WorkingCalendar['week'];
/** A Monday; the days after it are the days of the week. */
const MONDAY = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;

export function dayName(locale: string, day: number, width: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' }).format(MONDAY + day * DAY_MS);
}

/** Hours of a week in few words: days that are alike stand together. */
export function useWeekWords(): (week: Week) => string {
  const locale = useLocale();
  return (week) => {
    const groups: { from: number; to: number; hours: string }[] = [];
    for (const [day, spans] of week.entries()) {
      const hours = spans.map(([from, to]) => `${from}–${to}`).join(', ');
      const last = groups.at(-1);
      if (last?.hours === hours) last.to = day;
      else groups.push({ from: day, to: day, hours });
    }
    const short = (day: number): string => dayName(locale, day, 'short');
    return groups
      .filter(({ hours }) => hours !== '')
      .map(({ from, to, hours }) => `${from === to ? short(from) : `${short(from)}–${short(to)}`} ${hours}`)
      .join('; ');
  };
}
