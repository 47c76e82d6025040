/**
 * Which column is which field: by the name of the field in either language, its key, or a word that others use for it,
 * else by likeness; and where headers say nothing, by what stands in the cells. Each field is taken once, by the
 * column that fits it best.
 */
import { foldText, similarity } from '../../duplicates/text-similarity.ts';
import { normaliseEmail } from '../../phones/normalise-email.ts';
import type { ImportTarget } from './import-targets.ts';
import { synonymsOf } from './synonyms.ts';

export interface ColumnSample {
  readonly index: number;
  readonly header: string;
  readonly samples: readonly string[];
}

export interface ColumnGuess {
  readonly column: number;
  readonly target: string;
  /** From 0 to 1. */
  readonly certainty: number;
}

const LIKENESS_MIN = 0.62;
/** Of the cells of a column that has no telling header. */
const CONTENT_SHARE_MIN = 0.7;

export function guessMapping(
  columns: readonly ColumnSample[],
  targets: readonly ImportTarget[],
): readonly ColumnGuess[] {
  const pairs = columns.flatMap((column) =>
    targets.flatMap((target): ColumnGuess[] => {
      const certainty = Math.max(headerFit(column.header, target), contentFit(column, target));
      return certainty > 0 ? [{ column: column.index, target: target.key, certainty }] : [];
    }),
  );
  const columnsTaken = new Set<number>();
  const targetsTaken = new Set<string>();
  const guesses: ColumnGuess[] = [];
  for (const pair of pairs.toSorted(
    (one, other) => other.certainty - one.certainty || one.column - other.column,
  )) {
    if (columnsTaken.has(pair.column) || targetsTaken.has(pair.target)) continue;
    if (excludes(pair.target, targetsTaken)) continue;
    columnsTaken.add(pair.column);
    targetsTaken.add(pair.target);
    guesses.push(pair);
  }
  return guesses.toSorted((one, other) => one.column - other.column);
}

/** A whole name and its parts do not stand beside each other. */
function excludes(target: string, taken: ReadonlySet<string>): boolean {
  if (target === '$fullName') return taken.has('givenName') || taken.has('familyName');
  return (target === 'givenName' || target === 'familyName') && taken.has('$fullName');
}

export function headerFit(header: string, target: ImportTarget): number {
  const name = foldText(header);
  if (name === '') return 0;
  const own = [target.label.en, target.label.ru, spaced(target.key)].map(foldText).filter(Boolean);
  if (header.trim() === target.key) return 1;
  if (own.includes(name)) return target.kind === 'field' ? 1 : 0.96;
  const others = synonymsOf(target.key);
  const place = others.indexOf(name);
  // The words that mean it most stand first.
  if (place >= 0) return 0.95 - place * 0.002;
  const likeness = Math.max(0, ...[...own, ...others].map((known) => similarity(known, name)));
  return likeness >= LIKENESS_MIN ? likeness * 0.85 : 0;
}

function contentFit(column: ColumnSample, target: ImportTarget): number {
  const cells = column.samples.filter((cell) => cell.trim() !== '');
  if (cells.length < 2 || target.kind !== 'field') return 0;
  const share = (holds: (cell: string) => boolean): number => cells.filter(holds).length / cells.length;
  const isLike = CONTENT[target.type];
  if (!isLike) return 0;
  const found = share(isLike);
  return found >= CONTENT_SHARE_MIN ? found * 0.5 : 0;
}

const CONTENT: Partial<Record<ImportTarget['type'], (cell: string) => boolean>> = {
  email: (cell) => normaliseEmail(cell) !== null,
  phone: (cell) => /^[+\d][\d\s().-]{6,20}$/.test(cell.trim()) && !/^\d{4}-\d{2}-\d{2}$/.test(cell.trim()),
  url: (cell) => /^(https?:\/\/|www\.)\S+\.\S+$/i.test(cell.trim()),
};

function spaced(key: string): string {
  return key.replace(/^\$/, '').replace(/([a-z])([A-Z])/g, '$1 $2');
}
