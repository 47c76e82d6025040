/** Which texts are ISO 8601 durations, instants and repetitions, as timers and due dates take them. */
const DURATION = /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?(\[[\w/+-]+\])?)?$/;
/** Days of each part, about; calendars end after some 270,000 years, and nobody waits for longer than these. */
const DAYS = [365.25, 30.4, 7, 1] as const;
const DAYS_MAX = 10_000 * 365.25;
const REPETITION = /^R(\d*)\/(.+)$/;

/** One of at most ten thousand years. */
export function isIsoDuration(text: string): boolean {
  const parts = DURATION.exec(text);
  if (!parts) return false;
  const [, years, months, weeks, days, , hours, minutes, seconds] = parts.map((part) =>
    part === undefined ? 0 : Number.parseFloat(part.replace(',', '.')),
  );
  const dates = [years, months, weeks, days].map((count, index) => count! * DAYS[index]!);
  const clock = hours! / 24 + minutes! / 1_440 + seconds! / 86_400;
  return dates.reduce((sum, part) => sum + part, clock) <= DAYS_MAX;
}

export function isIsoDate(text: string): boolean {
  return DATE.test(text) && !Number.isNaN(Date.parse(text.slice(0, 10)));
}

/** `R3/PT10H`, `R/2026-01-01T09:00:00Z/P1D`, `R/P1D/2026-02-01`, or the first and the second time. */
export function isIsoCycle(text: string): boolean {
  const [first, second, ...more] = REPETITION.exec(text)?.[2]?.split('/') ?? [];
  if (first === undefined || more.length > 0) return false;
  if (second === undefined) return isInterval(first);
  if (isInterval(first)) return isIsoDate(second);
  return isIsoDate(first) && (isInterval(second) || (isIsoDate(second) && isBefore(first, second)));
}

/** With a length: what repeats after no time would never end. */
const isInterval = (text: string): boolean => isIsoDuration(text) && /[1-9]/.test(text);

const isBefore = (first: string, second: string): boolean =>
  Date.parse(first.replace(/\[.*\]$/, '')) < Date.parse(second.replace(/\[.*\]$/, ''));
