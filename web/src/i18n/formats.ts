/** Dates, numbers and durations in the user's language. Formatters are made once per language and kept. */
import type { Locale } from '#contract';

const cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>();

function kept<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: () => T,
): T {
  const known = cache.get(key);
  if (known) return known as T; // The key begins with the formatter's kind.
  const made = make();
  cache.set(key, made);
  return made;
}

function dates(locale: Locale, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(
    `date:${name}:${locale}`,
    () => new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'ru', options),
  );
}

/** Of an instant, or of a day as it is written in data, which is the same day everywhere. */
export function formatDate(locale: Locale, value: string | Date): string {
  const isDay = typeof value === 'string' && value.length === 10;
  const options = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return dates(locale, 'day', options).format(new Date(isDay ? `${value}T12:00` : value));
}

export function formatDateTime(locale: Locale, value: string | Date): string {
  return dates(locale, 'full', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(value));
}

export function formatTime(locale: Locale, value: string | Date): string {
  return dates(locale, 'time', { hour: '2-digit', minute: '2-digit' }).format(new Date(value));
}

/** "Mon", "пн"; of a day as it is written in data. */
export function formatWeekday(locale: Locale, day: string): string {
  return dates(locale, 'weekday', { weekday: 'short' }).format(new Date(`${day.slice(0, 10)}T12:00`));
}

/** "Mon 23 November"; of a day as it is written in data. */
export function formatDay(locale: Locale, day: string): string {
  const options = { weekday: 'short', day: 'numeric', month: 'long' } as const;
  return dates(locale, 'agenda', options).format(new Date(`${day.slice(0, 10)}T12:00`));
}

export function formatNumber(locale: Locale, value: number): string {
  return kept(`number:${locale}`, () => new Intl.NumberFormat(locale)).format(value);
}

/** An amount of which the currency is said elsewhere. */
export function formatAmount(locale: Locale, value: number): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return kept(`number:amount:${locale}`, () => new Intl.NumberFormat(locale, digits)).format(value);
}

export function formatMoney(locale: Locale, value: number, currency: string): string {
  return kept(
    `number:${currency}:${locale}`,
    () => new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 2 }),
  ).format(value);
}

/** Without cents, where there is little room. */
export function formatWholeMoney(locale: Locale, value: number, currency: string): string {
  return kept(
    `number:${currency}:whole:${locale}`,
    () => new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 }),
  ).format(value);
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "in 3 days", "5 minutes ago"; `now` is the product's clock. */
export function formatRelative(locale: Locale, value: string | Date, now: Date): string {
  const seconds = (new Date(value).getTime() - now.getTime()) / 1000;
  const relative = kept(`relative:${locale}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  }
  return relative.format(0, 'second');
}

/** "15 min", "4 hr", "1 hr 30 min"; of working time, so that no days are made of it. */
export function formatMinutes(locale: Locale, minutes: number): string {
  const parts = [
    ['hour', Math.floor(minutes / 60)],
    ['minute', minutes % 60],
  ] as const;
  const shown = parts.filter(([unit, count]) => count > 0 || (unit === 'minute' && minutes === 0));
  return shown
    .map(([unit, count]) =>
      kept(
        `number:${unit}:${locale}`,
        () =>
          new Intl.NumberFormat(locale, {
            style: 'unit',
            unit,
            unitDisplay: 'short',
            maximumFractionDigits: 0,
          }),
      ).format(count),
    )
    .join(' ');
}

/** How long it is between two instants, in the largest unit that fits: "3 days", "4 hr". */
export function formatSpan(locale: Locale, from: Date, to: Date): string {
  const seconds = Math.abs(to.getTime() - from.getTime()) / 1000;
  const [unit, size] = STEPS.find(([, one]) => seconds >= one) ?? ['minute', 60];
  const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 } as const;
  return kept(`number:${unit}:${locale}`, () => new Intl.NumberFormat(locale, options)).format(
    seconds / size,
  );
}
