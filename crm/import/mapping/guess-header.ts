/** Where the header stands among the first rows: below titles and remarks, above the records; 0 where there is none. */
import type { SheetRow } from '../reading/table-source.ts';
import { headerFit } from './guess-mapping.ts';
import type { ImportTarget } from './import-targets.ts';

/** A header is not looked for below this. */
export const HEADER_ROWS_MAX = 10;

export function guessHeaderRow(rows: readonly SheetRow[], targets: readonly ImportTarget[]): number {
  const first = rows.slice(0, HEADER_ROWS_MAX);
  const width = Math.max(0, ...first.map((row) => filled(row).length));
  for (const row of first) {
    const cells = filled(row);
    if (cells.length < Math.max(1, width * 0.5)) continue;
    const known = cells.filter((cell) => targets.some((target) => headerFit(cell, target) > 0.5)).length;
    if (known >= Math.max(1, cells.length * 0.3)) return row.number;
    // The first full row that holds values is a record already, unless all of it are words and none occurs twice.
    const areWords = cells.every((cell) => /\p{L}/u.test(cell) && !/@|\d{3}/.test(cell) && cell.length <= 60);
    const areDistinct = new Set(cells).size === cells.length;
    const below = first.find((other) => other.number > row.number);
    const hasOther = below !== undefined && filled(below).some((cell) => /\d|@/.test(cell));
    return areWords && areDistinct && hasOther ? row.number : 0;
  }
  return 0;
}

function filled(row: SheetRow): string[] {
  return row.cells.filter((cell) => cell.trim() !== '');
}
