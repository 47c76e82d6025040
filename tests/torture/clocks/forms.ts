/** The forms that timers have, each with the instants at which it must fire in a zone near a moment. */
import type { TimerText } from './diagram.ts';
import { dailyAfter, instantOf, localAt, type LocalTime } from './wall-clock.ts';
import { afterWorking } from './working-hours.ts';

/** What the timer says, from when it counts, and the instants at which it must fire. */
export interface Expected {
  readonly timer: TimerText;
  readonly beganAt: number;
  readonly firings: readonly number[];
  /** It never fires again. */
  readonly isOver?: boolean;
  /** It counts in working time, of an office in the zone. */
  readonly isInOfficeHours?: boolean;
}

type Form = (zone: string, moment: number) => Expected;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FIRINGS = 4;
const NOON = { hour: 12, minute: 0 };
const LEAP_DAY = { year: 2028, month: 2, day: 29 };

type LocalDate = Pick<LocalTime, 'year' | 'month' | 'day'>;

const anyDay = (): boolean => true;
export const iso = (instant: number): string => new Date(instant).toISOString();

export const FORMS = {
  'cron in the hour of change': (zone, moment) => {
    // The time that is skipped or comes twice, if there is one.
    const { hour, minute } = localAt(zone, moment - 30 * 60_000);
    const at = { hour, minute };
    const beganAt = moment - 2 * DAY_MS - 7 * 60_000;
    return {
      timer: { cycle: `${minute} ${hour} * * *` },
      beganAt,
      firings: dailyAfter(zone, beganAt, at, anyDay, FIRINGS),
    };
  },
  'cron at 02:30': (zone, moment) => cron(zone, moment - 2 * DAY_MS, 2, 30),
  'cron at 02:00': (zone, moment) => cron(zone, moment - DAY_MS, 2, 0),
  'cron at 01:45': (zone, moment) => cron(zone, moment - DAY_MS, 1, 45),
  'cron at midnight': (zone, moment) => cron(zone, moment - DAY_MS, 0, 0),
  'cron on working days': (zone, moment) => {
    const beganAt = moment - 3 * DAY_MS;
    const isWorking = (date: Date): boolean => date.getUTCDay() !== 0 && date.getUTCDay() !== 6;
    return {
      timer: { cycle: '0 9 * * 1-5' },
      beganAt,
      firings: dailyAfter(zone, beganAt, { hour: 9, minute: 0 }, isWorking, FIRINGS),
    };
  },
  'cycle of 24 hours': (_zone, moment) => {
    const beganAt = moment - 2 * DAY_MS;
    return { timer: { cycle: 'R/PT24H' }, beganAt, firings: [1, 2, 3, 4].map((n) => beganAt + n * DAY_MS) };
  },
  'cycle of days at noon': (zone, moment) => {
    const [beganAt] = dailyAfter(zone, moment - 3 * DAY_MS, NOON, anyDay, 1) as [number];
    return {
      timer: { cycle: 'R/P1D' },
      beganAt,
      firings: dailyAfter(zone, beganAt, NOON, anyDay, FIRINGS),
    };
  },
  'duration of days': (zone, moment) => {
    const [beganAt] = dailyAfter(zone, moment - 3 * DAY_MS, NOON, anyDay, 1) as [number];
    return {
      timer: { duration: 'P3D' },
      beganAt,
      firings: dailyAfter(zone, beganAt, NOON, anyDay, 3).slice(-1),
    };
  },
  'date in local time': (zone, moment) => {
    const at = instantOf(zone, { ...localAt(zone, moment + DAY_MS), ...NOON });
    return { timer: { date: localText(zone, at) }, beganAt: moment - DAY_MS, firings: [at] };
  },
  'part of a second': (_zone, moment) => {
    const beganAt = moment - 500;
    return { timer: { duration: 'PT1.25S' }, beganAt, firings: [beganAt + 1_250], isOver: true };
  },
  'cycle of parts of a second': (_zone, moment) => {
    const beganAt = moment - 600;
    const firings = [1, 2, 3].map((count) => beganAt + count * 400);
    return { timer: { cycle: 'R3/PT0.4S' }, beganAt, firings, isOver: true };
  },
  'month from the end of one': (zone, moment) => {
    const end = monthEnd(zone, moment);
    const beganAt = instantOf(zone, { ...end, ...NOON });
    const firings = [instantOf(zone, { ...later(end, 1), ...NOON })];
    return { timer: { duration: 'P1M' }, beganAt, firings, isOver: true };
  },
  'year from a leap day': (zone) => {
    const beganAt = instantOf(zone, { ...LEAP_DAY, ...NOON });
    const firings = [instantOf(zone, { ...LEAP_DAY, year: 2029, day: 28, ...NOON })];
    return { timer: { duration: 'P1Y' }, beganAt, firings, isOver: true };
  },
  'months from the end of one': (zone, moment) => {
    const end = monthEnd(zone, moment);
    const start = instantOf(zone, { ...end, ...NOON });
    const firings = [0, 1, 2, 3, 4].map((months) => instantOf(zone, { ...later(end, months), ...NOON }));
    const timer = { cycle: `R5/${localText(zone, start)}/P1M` };
    return { timer, beganAt: start - DAY_MS, firings, isOver: true };
  },
  'years from a leap day': (zone) => {
    const firings = [2028, 2029, 2030, 2031, 2032].map((year) =>
      instantOf(zone, { ...later(LEAP_DAY, (year - LEAP_DAY.year) * 12), ...NOON }),
    );
    const [start] = firings as [number];
    const timer = { cycle: `R5/${localText(zone, start)}/P1Y` };
    return { timer, beganAt: start - DAY_MS, firings, isOver: true };
  },
  'cycle that began long before': (zone, moment) => {
    const beganAt = moment - 2 * DAY_MS - 7 * 60_000;
    const start = instantOf(zone, { ...localAt(zone, moment - 500 * DAY_MS), ...NOON });
    const firings = dailyAfter(zone, beganAt, NOON, anyDay, FIRINGS);
    return { timer: { cycle: `R${FIRINGS}/${localText(zone, start)}/P1D` }, beganAt, firings, isOver: true };
  },
  'cycle with an end': (zone, moment) => {
    const [beganAt, ...firings] = dailyAfter(zone, moment - 2 * DAY_MS, NOON, anyDay, FIRINGS) as [number];
    const timer = { cycle: `R/P1D/${localText(zone, firings.at(-1)!)}` };
    return { timer, beganAt, firings, isOver: true };
  },
  'cycle between two times': (_zone, moment) => {
    const start = moment - HOUR_MS;
    const firings = [0, 1, 2].map((count) => start + count * 50 * 60_000);
    const timer = { cycle: `R3/${iso(start)}/${iso(firings[1]!)}` };
    return { timer, beganAt: start - HOUR_MS, firings, isOver: true };
  },
  'working hours': (zone, moment) => {
    const beganAt = moment - 2 * DAY_MS;
    const firings = [afterWorking(zone, beganAt, 20 * HOUR_MS)];
    return { timer: { duration: 'PT20H' }, beganAt, firings, isOver: true, isInOfficeHours: true };
  },
  'days, then working time': (zone, moment) => {
    const beganAt = instantOf(zone, { ...localAt(zone, moment - 2 * DAY_MS), ...NOON });
    const wanted = dailyAfter(zone, beganAt, NOON, anyDay, 3).at(-1)!;
    const firings = [afterWorking(zone, wanted, 0)];
    return { timer: { duration: 'P3D' }, beganAt, firings, isOver: true, isInOfficeHours: true };
  },
} as const satisfies Record<string, Form>;

function cron(zone: string, beganAt: number, hour: number, minute: number): Expected {
  return {
    timer: { cycle: `${minute} ${hour} * * *` },
    beganAt,
    firings: dailyAfter(zone, beganAt, { hour, minute }, anyDay, FIRINGS),
  };
}

/** The last day of the month in which the moment is. */
function monthEnd(zone: string, moment: number): LocalDate {
  const { year, month } = localAt(zone, moment);
  return { year, month, day: daysIn(year, month) };
}

/** Some months later; the last day where the month is too short. */
function later({ year, month, day }: LocalDate, months: number): LocalDate {
  const all = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(all / 12), (all % 12) + 1];
  return { year: toYear, month: toMonth, day: Math.min(day, daysIn(toYear, toMonth)) };
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** As a diagram says it, without a zone. */
function localText(zone: string, instant: number): string {
  const { year, month, day, hour, minute } = localAt(zone, instant);
  const [months, days, hours, minutes] = [month, day, hour, minute].map((one) =>
    String(one).padStart(2, '0'),
  );
  return `${year}-${months}-${days}T${hours}:${minutes}:00`;
}
