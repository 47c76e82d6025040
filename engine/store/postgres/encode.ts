/** Array literals of PostgreSQL, written by hand because the driver's general encoder costs more than the statement. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id that no row can have is refused before it fails the batch it travels in. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

export function uuidArray(ids: readonly string[]): string {
  return `{${ids.join(',')}}`;
}

export function integerArray(numbers: readonly (number | null)[]): string {
  return `{${numbers.map((number) => number ?? 'NULL').join(',')}}`;
}

/** Of what needs no quotes: instants, words, ids, numbers. */
export function plainArray(values: readonly (string | number | boolean | null)[]): string {
  let text = '{';
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    text += `${index === 0 ? '' : ','}${value === null ? 'NULL' : value}`;
  }
  return `${text}}`;
}

export function textArray(texts: readonly (string | null)[]): string {
  return `{${texts.map((text) => (text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;
}

/** Stands between documents that go as one text: JSON escapes control characters, so it is never in them. */
export const SEPARATOR = '\u001e';

/** JSON of a list, or null when there is nothing in it, so that the statement skips the table. */
export function jsonOrNull(rows: readonly unknown[]): string | null {
  return rows.length > 0 ? JSON.stringify(rows) : null;
}
