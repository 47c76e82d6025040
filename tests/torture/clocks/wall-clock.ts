/**
 * Wall clocks of time zones by brute force over Intl, as an oracle for timers: no calendar library is asked. A local
 * time that comes twice means the first time; one that the clock skips means the first instant after the gap.
 */
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

export function localAt(zone: string, instant: number): LocalTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute } = parts as unknown as LocalTime;
  return { year, month, day, hour, minute };
}

const asUtc = ({ year, month, day, hour, minute }: LocalTime): number =>
  Date.UTC(year, month - 1, day, hour, minute);

/** By how much local time is ahead of UTC, in milliseconds; exact to the minute. */
function offsetAt(zone: string, instant: number): number {
  const whole = Math.floor(instant / MINUTE_MS) * MINUTE_MS;
  return asUtc(localAt(zone, whole)) - whole;
}

/** The instant at which the wall clock first shows the time, or skips it. */
export function instantOf(zone: string, local: LocalTime): number {
  const naive = asUtc(local);
  const candidates = [naive - DAY_MS, naive, naive + DAY_MS].map((near) => naive - offsetAt(zone, near));
  const showing = candidates.filter((one) => asUtc(localAt(zone, one)) === naive).sort((a, b) => a - b);
  return showing[0] ?? gapBefore(zone, naive);
}

/** The end of the gap that swallows a local time: where the offset changes. */
function gapBefore(zone: string, naive: number): number {
  return changeBetween(zone, naive - DAY_MS, naive + DAY_MS)!;
}

/** The instant from which the offset of the end holds; null when it is that of the beginning. */
function changeBetween(zone: string, from: number, to: number): number | null {
  const after = offsetAt(zone, to);
  if (offsetAt(zone, from) === after) return null;
  let low = from;
  let high = to;
  while (high - low > MINUTE_MS) {
    const middle = Math.floor((low + high) / 2 / MINUTE_MS) * MINUTE_MS;
    if (middle <= low) break;
    if (offsetAt(zone, middle) === after) high = middle;
    else low = middle;
  }
  return Math.floor(high / MINUTE_MS) * MINUTE_MS;
}

/** When the clocks of the zone change between two instants. */
export function changesIn(zone: string, from: number, to: number): readonly number[] {
  const found: number[] = [];
  for (let day = from; day < to; day += DAY_MS) {
    const change = changeBetween(zone, day, day + DAY_MS);
    if (change !== null) found.push(change);
  }
  return found;
}

/** The first instants after `after` that show one of the times of day on one of the days. */
export function dailyAfter(
  zone: string,
  after: number,
  time: { readonly hour: number; readonly minute: number },
  isDay: (date: Date) => boolean,
  count: number,
): readonly number[] {
  const found: number[] = [];
  const { year, month, day } = localAt(zone, after);
  for (let ahead = 0; found.length < count; ahead++) {
    const date = new Date(Date.UTC(year, month - 1, day + ahead));
    if (!isDay(date)) continue;
    const instant = instantOf(zone, {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      ...time,
    });
    if (instant > after) found.push(instant);
  }
  return found;
}
