/** Which texts are ISO 8601 durations, instants and repetitions, as timers and due dates take them. */
const DURATION = /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?(\[[\w/+-]+\])?)?$/;
const REPETITION = /^R(\d*)\/(.+)$/;

export function isIsoDuration(text: string): boolean {
  return DURATION.test(text);
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
