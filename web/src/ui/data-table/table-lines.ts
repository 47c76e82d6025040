/** What a table draws, line by line: rows, and before the first row of each group its header. */
import type { TableGroups } from './columns.ts';

export type TableLine<Row> =
  | { readonly kind: 'row'; readonly row: Row; readonly index: number }
  | { readonly kind: 'group'; readonly at: number; readonly key: string | null };

/**
 * Headers of folded groups stand where their rows would be. While there is more to load, nothing is said of groups
 * beyond the last row.
 */
export function tableLines<Row>(
  rows: readonly Row[],
  groups: TableGroups<Row> | undefined,
  hasMore: boolean,
): TableLine<Row>[] {
  if (!groups) return rows.map((row, index) => ({ kind: 'row', row, index }));
  const lines: TableLine<Row>[] = [];
  let next = 0;
  const headersUpTo = (at: number): void => {
    for (; next <= at; next += 1) {
      const group = groups.all[next];
      if (group) lines.push({ kind: 'group', at: next, key: group.key });
    }
  };
  rows.forEach((row, index) => {
    const key = groups.keyOf(row);
    headersUpTo(groups.all.findIndex((group) => group.key === key));
    lines.push({ kind: 'row', row, index });
  });
  if (!hasMore) headersUpTo(groups.all.length - 1);
  return lines;
}
