/**
 * Dates as people write them. Day and month are told apart by the column: a number above twelve in one cell decides for
 * all; where none does, the signs between them and the reader's language do, and the cell is doubtful.
 */
import { type CellReading, bad, doubtful, fixed, ok } from './cell-reading.ts';

export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** Serial days of a spreadsheet that somebody formatted as a number: 1927 to 2119. */
const SERIAL_MIN = 10_000;
const SERIAL_MAX = 80_000;
const EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;
/** `49` is 2049, `50` is 1950: birthdays and due dates both fit. */
const CENTURY_PIVOT = 50;

const MONTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'jan|январ|янв feb|феврал|фев mar|март|мар apr|апрел|апр may|май|мая|мае jun|июн jul|июл aug|август|авг ' +
    'sep|сентябр|сен oct|октябр|окт nov|ноябр|ноя dec|декабр|дек'
  )
    .split(' ')
    .flatMap((names, index) => names.split('|').map((name) => [name, index + 1])),
);

const PARTS = /^(\d{1,4})\s*([./-])\s*(\d{1,2})\s*[./-]\s*(\d{1,4})$/;
const DAY_MONTH_NAME = /^(\d{1,2})(?:st|nd|rd|th)?[\s.-]+(\p{L}+)\.?[\s,.-]+(\d{2,4})\s*г?\.?$/iu;
const MONTH_NAME_DAY = /^(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/iu;
const TIME = /^(.+?)[T\s,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(z|[+-]\d{2}:?\d{2})?$/i;

/** The order that the column's cells ask for; null when each could be read both ways. */
export function guessDateOrder(texts: readonly string[]): DateOrder | null {
  let dmy = 0;
  let mdy = 0;
  for (const text of texts) {
    const match = PARTS.exec(dateOf(text.trim()));
    if (!match) continue;
    const first = Number(match[1]);
    const second = Number(match[3]);
    if (match[1]!.length === 4) continue;
    if (first > 12 && second <= 12) dmy += 1;
    if (second > 12 && first <= 12) mdy += 1;
  }
  if (dmy === mdy) return null;
  return dmy > mdy ? 'dmy' : 'mdy';
}

export function parseDate(text: string, order: DateOrder | null): CellReading<string> {
  const given = text.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(given)) return isReal(given) ? ok(given) : bad('date');
  const serial = Number(given);
  if (/^\d{5}(\.\d+)?$/.test(given) && serial >= SERIAL_MIN && serial <= SERIAL_MAX)
    return fixed(new Date(EPOCH + Math.floor(serial) * DAY_MS).toISOString().slice(0, 10));
  return namedMonth(given) ?? numbers(dateOf(given), order) ?? bad('date');
}

/** `toInstant` reads a local time as the importing person's. */
export function parseDateTime(
  text: string,
  order: DateOrder | null,
  toInstant: (local: string) => string,
): CellReading<string> {
  const given = text.trim();
  const time = TIME.exec(given);
  if (!time) {
    const date = parseDate(given, order);
    return date.state === 'bad' ? bad('dateTime') : { ...date, value: toInstant(`${date.value}T00:00:00`) };
  }
  const date = parseDate(time[1]!, order);
  if (date.state === 'bad') return bad('dateTime');
  const afternoon = time[5]?.toLowerCase();
  let hour = Number(time[2]);
  if (afternoon !== undefined) hour = (hour % 12) + (afternoon === 'pm' ? 12 : 0);
  const minute = Number(time[3]);
  const second = Number(time[4] ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return bad('dateTime');
  const local = `${date.value}T${two(hour)}:${two(minute)}:${two(second)}`;
  const zone = time[6];
  const value = zone
    ? new Date(`${local}${/z/i.test(zone) ? 'Z' : zone.replace(/(\d{2}):?(\d{2})$/, '$1:$2')}`).toISOString()
    : toInstant(local);
  if (date.state === 'doubtful') return doubtful(value, date.doubt);
  return value === given ? ok(value) : fixed(value);
}

function dateOf(text: string): string {
  return TIME.exec(text)?.[1] ?? text;
}

function namedMonth(text: string): CellReading<string> | null {
  const dayFirst = DAY_MONTH_NAME.exec(text);
  const monthFirst = dayFirst ? null : MONTH_NAME_DAY.exec(text);
  const [day, name, year] = dayFirst
    ? [dayFirst[1], dayFirst[2], dayFirst[3]]
    : [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]];
  if (day === undefined || name === undefined || year === undefined) return null;
  const word = name.toLowerCase();
  const month = Object.entries(MONTHS).find(([start]) => word.startsWith(start))?.[1];
  return month === undefined ? null : assembled(year, month, Number(day));
}

function numbers(text: string, order: DateOrder | null): CellReading<string> | null {
  const match = PARTS.exec(text);
  if (!match) return null;
  const [, first = '', sign, second = '', third = ''] = match;
  if (first.length === 4) return assembled(first, Number(second), Number(third));
  if (third.length === 3) return null;
  const one = Number(first);
  const two = Number(second);
  // Points stand in dates of one order only.
  const known = one > 12 ? 'dmy' : two > 12 ? 'mdy' : (order ?? (sign === '.' ? 'dmy' : null));
  const isMonthFirst = known === 'mdy';
  const read = isMonthFirst ? assembled(third, one, two) : assembled(third, two, one);
  if (known !== null || one === two || read.state === 'bad') return read;
  return doubtful(read.value, 'dateOrder');
}

function assembled(year: string, month: number, day: number): CellReading<string> {
  const short = year.length <= 2;
  const full = short ? Number(year) + (Number(year) < CENTURY_PIVOT ? 2000 : 1900) : Number(year);
  const text = `${String(full).padStart(4, '0')}-${two(month)}-${two(day)}`;
  if (!isReal(text)) return bad('date');
  return short ? doubtful(text, 'century') : fixed(text);
}

function isReal(text: string): boolean {
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === text && text >= '1000';
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
