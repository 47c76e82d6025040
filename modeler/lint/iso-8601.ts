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

/** `R3/PT10H`, `R/2026-01-01T09:00:00Z/P1D`. */
export function isIsoCycle(text: string): boolean {
  const [interval, start, ...more] = REPETITION.exec(text)?.[2]?.split('/').toReversed() ?? [];
  if (interval === undefined || more.length > 0) return false;
  return isIsoDuration(interval) && (start === undefined || isIsoDate(start));
}
