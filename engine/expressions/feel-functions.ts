/**
 * Functions that Camunda's FEEL has beside those of the standard, where feelin lacks them. None of them looks at the
 * clock or makes random values: the same step decided again gives the same answer.
 */
import type { FEEL_FUNCTION_NAMES } from '#lint';
import { date, dateAndTime, FeelDate, FeelDateTime, FeelFunction } from 'feelin';
import { Temporal } from 'temporal-polyfill';
import { jsonFromFeel } from './feel-json.ts';

type Call = (...args: readonly unknown[]) => unknown;

/** By the name that an expression calls, with the names of their parameters. */
const CALLS: Readonly<
  Record<(typeof FEEL_FUNCTION_NAMES)[number], readonly [parameters: readonly string[], call: Call]>
> = {
  'is defined': [['value'], (value: unknown) => isPresent(value)],
  'is empty': [['list'], (list: unknown) => (Array.isArray(list) ? list.length === 0 : null)],
  'is blank': [['string'], (string: unknown) => (typeof string === 'string' ? string.trim() === '' : null)],
  'get or else': [
    ['value', 'fallback'],
    (value: unknown, fallback: unknown) => (isPresent(value) ? value : fallback),
  ],
  'get keys': [['context'], (context: unknown) => (isContext(context) ? Object.keys(context) : null)],
  trim: [['string'], (string: unknown) => (typeof string === 'string' ? string.trim() : null)],
  extract: [
    ['string', 'pattern'],
    (string: unknown, pattern: unknown) =>
      typeof string === 'string' && typeof pattern === 'string' ? extract(string, pattern) : null,
  ],
  'to base64': [
    ['value'],
    (value: unknown) => (typeof value === 'string' ? Buffer.from(value, 'utf8').toString('base64') : null),
  ],
  'to json': [['value'], (value: unknown) => JSON.stringify(jsonFromFeel(value))],
  'from json': [['value'], (value: unknown) => (typeof value === 'string' ? parsed(value) : null)],
  'duplicate values': [
    ['list'],
    (list: unknown) =>
      Array.isArray(list)
        ? distinct(list.filter((item, index) => indexOf(list, item) !== index)).map((item) => item as unknown)
        : null,
  ],
  partition: [
    ['list', 'size'],
    (list: unknown, size: unknown) =>
      Array.isArray(list) && typeof size === 'number' && size >= 1 ? partition(list, Math.trunc(size)) : null,
  ],
  'round half even': [
    ['n', 'scale'],
    (n: unknown, scale: unknown) =>
      typeof n === 'number' ? roundHalfEven(n, typeof scale === 'number' ? scale : 0) : null,
  ],
  'last day of month': [['day'], (day: unknown) => lastDayOfMonth(day)],
  'in zone': [
    ['instant', 'zone'],
    (instant: unknown, zone: unknown) =>
      instant instanceof FeelDateTime && typeof zone === 'string' ? inZone(instant, zone) : null,
  ],
};

export const FEEL_FUNCTIONS: Readonly<Record<string, FeelFunction>> = Object.fromEntries(
  Object.entries(CALLS).map(([name, [parameters, call]]) => [name, new FeelFunction(call, [...parameters])]),
);

const isPresent = (value: unknown): boolean => value !== null && value !== undefined;

function isContext(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function extract(string: string, pattern: string): readonly string[] | null {
  try {
    return [...string.matchAll(new RegExp(pattern, 'gu'))].map(([match]) => match);
  } catch {
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Values are the same when they look the same: dates and contexts are objects. */
function indexOf(list: readonly unknown[], item: unknown): number {
  const text = JSON.stringify(item);
  return list.findIndex((one) => JSON.stringify(one) === text);
}

function distinct(list: readonly unknown[]): readonly unknown[] {
  return list.filter((item, index) => indexOf(list, item) === index);
}

function partition(list: readonly unknown[], size: number): readonly (readonly unknown[])[] {
  const parts: unknown[][] = [];
  for (let from = 0; from < list.length; from += size) parts.push(list.slice(from, from + size));
  return parts;
}

function roundHalfEven(value: number, scale: number): number {
  const factor = 10 ** scale;
  const scaled = value * factor;
  const floor = Math.floor(scaled);
  const isHalf = Math.abs(scaled - floor - 0.5) < 1e-9;
  const rounded = isHalf ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(scaled);
  return rounded / factor;
}

function lastDayOfMonth(day: unknown): unknown {
  if (!(day instanceof FeelDate || day instanceof FeelDateTime)) return null;
  const { daysInMonth } = new Temporal.PlainYearMonth(day.year, day.month);
  const two = (part: number): string => String(part).padStart(2, '0');
  return date(`${String(day.year).padStart(4, '0')}-${two(day.month)}-${two(daysInMonth)}`);
}

/** The same instant on the clocks of the zone; a local time is read as UTC. */
function inZone(instant: FeelDateTime, zone: string): unknown {
  const [local, from = ''] = instant.iso.split('@') as [string, string?];
  const hasOffset = /(?:Z|[+-]\d{2}:\d{2})$/.test(local);
  const text = from !== '' ? `${local}[${from}]` : hasOffset ? local : `${local}Z`;
  try {
    const moment = from !== '' ? Temporal.ZonedDateTime.from(text).toInstant() : Temporal.Instant.from(text);
    const there = moment.toZonedDateTimeISO(zone);
    return dateAndTime(`${there.toPlainDateTime().toString({ smallestUnit: 'second' })}@${zone}`);
  } catch {
    return null;
  }
}
