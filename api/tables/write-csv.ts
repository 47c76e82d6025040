/** Rows → a text table that spreadsheet programs open as it is meant: with a mark of UTF-8, and with no cell that calculates. */
import type { Writable } from 'node:stream';
import { put } from './put.ts';

export type TableValue = string | number | boolean | null;

/** In Russian a comma stands in numbers, so cells are parted by semicolons. */
export function csvDelimiter(locale: 'en' | 'ru'): string {
  return locale === 'ru' ? ';' : ',';
}

/** Returns how many rows were written, the header not counted. */
export async function writeCsv(
  out: Writable,
  table: {
    readonly header: readonly string[];
    readonly rows: AsyncIterable<readonly TableValue[]>;
    readonly delimiter: string;
  },
): Promise<number> {
  const { header, rows, delimiter } = table;
  const line = (cells: readonly TableValue[]): string =>
    `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\r\n`;
  await put(out, `\uFEFF${line(header)}`);
  let count = 0;
  for await (const row of rows) {
    await put(out, line(row));
    count += 1;
  }
  return count;
}

function csvCell(value: TableValue, delimiter: string): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return delimiter === ';' ? String(value).replace('.', ',') : String(value);
  const text = defused(value);
  return /["\r\n;,\t]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Begins like a formula, and is more than a number or a phone. */
const FORMULA = /^[=+\-@\t\r]/;
const PLAIN = /^[+-]?\d[\d\s().,-]*$/;

/** A spreadsheet program calculates texts that begin like formulas; an apostrophe before them says that they are texts. */
function defused(text: string): string {
  return FORMULA.test(text) && !PLAIN.test(text) ? `'${text}` : text;
}
