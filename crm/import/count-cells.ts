/** How the cells of each target fared over a whole file, with the texts that nothing was found for. */
import type { CleaningCounts } from './import-types.ts';
import type { ReadRow } from './read-row.ts';

/** Texts that are counted, and that are shown. */
const UNKNOWN_KEPT = 1_000;
const UNKNOWN_SHOWN = 50;

interface Counting {
  ok: number;
  fixed: number;
  doubtful: number;
  bad: number;
  readonly unknown: Map<string, number>;
}

export interface CellCounts {
  add(rows: readonly ReadRow[]): void;
  all(): Readonly<Record<string, CleaningCounts>>;
}

export function countCells(before: Readonly<Record<string, CleaningCounts>>): CellCounts {
  const counts = new Map<string, Counting>(
    Object.entries(before).map(([key, one]) => [
      key,
      { ...one, unknown: new Map(one.unknown.map(({ text, count }) => [text, count])) },
    ]),
  );
  const of = (key: string): Counting => {
    const known = counts.get(key) ?? { ok: 0, fixed: 0, doubtful: 0, bad: 0, unknown: new Map() };
    counts.set(key, known);
    return known;
  };
  const addUnknown = (key: string, text: string): void => {
    const { unknown } = of(key);
    if (unknown.has(text) || unknown.size < UNKNOWN_KEPT) unknown.set(text, (unknown.get(text) ?? 0) + 1);
  };
  return {
    add(rows) {
      for (const row of rows) {
        for (const [key, state] of Object.entries(row.states)) of(key)[state] += 1;
        for (const { field, problem, detail } of row.problems)
          if ((problem === 'choice' || problem === 'notFound') && detail) addUnknown(field, detail);
        for (const [key, note] of Object.entries(row.notes))
          if (note.problem === 'choice' || note.problem === 'notFound') addUnknown(key, note.from);
      }
    },
    all: () =>
      Object.fromEntries(
        [...counts].map(([key, { unknown, ...numbers }]) => [
          key,
          {
            ...numbers,
            unknown: [...unknown]
              .map(([text, count]) => ({ text, count }))
              .toSorted((one, other) => other.count - one.count)
              .slice(0, UNKNOWN_SHOWN),
          },
        ]),
      ),
  };
}
