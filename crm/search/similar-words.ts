/** Which words of the dictionary somebody may have meant: few letters wrong, missing, doubled or in the wrong order. */
import type { Queryable } from '../database/transaction.ts';

const SHORTEST = 3;
/** Words beside this length are guessed from fewer common trigrams: a swap in `ivan` leaves two of eight. */
const SHORT_MAX = 5;
const LEAST_ALIKE = { short: 0.2, long: 0.25 } as const;
const CANDIDATES_MAX = 80;
const MEANT_MAX = 6;

const SELECT_KNOWN = `
  select w.typed from unnest($1::text[]) as w (typed)
  where exists (select from crm.search_word k where k.word like w.typed || '%')`;
const SELECT_SIMILAR = 'select word from crm.search_similar($1, $2::real, $3)';

/** For each word the words that it may stand for; a word that is no name keeps itself, one without likeness has none. */
export async function meantWords(
  reader: Queryable,
  typed: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const plain = typed.filter((word) => /^[a-z]+$/.test(word));
  const { rows } = await reader.query<{ typed: string }>(SELECT_KNOWN, [plain]);
  const known = new Set(rows.map((row) => row.typed));
  // All known, yet nothing has them together: each may be the wrong one.
  const isKnown = (word: string): boolean => known.size < plain.length && known.has(word);
  const meant: string[][] = [];
  for (const word of typed) {
    if (word.length < SHORTEST || !plain.includes(word) || isKnown(word)) meant.push([word]);
    else meant.push([...(known.has(word) ? [word] : []), ...(await similarTo(reader, word))]);
  }
  return meant;
}

async function similarTo(reader: Queryable, word: string): Promise<string[]> {
  const least = word.length <= SHORT_MAX ? LEAST_ALIKE.short : LEAST_ALIKE.long;
  const { rows } = await reader.query<{ word: string }>(SELECT_SIMILAR, [word, least, CANDIDATES_MAX]);
  const allowed = word.length <= SHORT_MAX ? 1 : 2;
  return rows
    .map((row) => ({ word: row.word, distance: editDistance(word, row.word) }))
    .filter((one) => one.distance <= allowed)
    .sort((left, right) => left.distance - right.distance || left.word.localeCompare(right.word))
    .slice(0, MEANT_MAX)
    .map((one) => one.word);
}

/** Letters to add, take away, replace or swap with their neighbour until one word is the other (optimal alignment). */
export function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      let least = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + cost);
      const isSwap =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isSwap) least = Math.min(least, beforeLast[column - 2]! + 1);
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}
