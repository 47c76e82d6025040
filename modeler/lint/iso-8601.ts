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

/** `R3/PT10H`, `R/2026-01-01T09:00:00Z/P1D`, `R/P1D/2026-02-01`. */
export function isIsoCycle(text: string): boolean {
  const rest = REPETITION.exec(text)?.[2]?.split('/');
  if (!rest || rest.length > 2) return false;
  return rest.some(isIsoDuration) && rest.every((part) => isIsoDuration(part) || isIsoDate(part));
}
