/** The order of what was found: exact number, titles that begin so, own records, lately opened, better matches, newest. */

export interface Candidate {
  readonly id: string;
  readonly entity: string;
  readonly title_key: string;
  readonly number_key: string | null;
  readonly is_own: boolean;
  readonly is_whole: boolean;
  readonly visited_at: Date | null;
  readonly updated_at: Date;
  /** Found by what hangs on the record, not by the record itself. */
  readonly part: 'comment' | 'file' | null;
  readonly excerpt: string | null;
}

export interface RankedBy {
  readonly titles: readonly string[];
  readonly numbers: readonly string[];
  readonly words: readonly string[];
}

/** One of each record, the best first. */
export function rankHits(found: readonly Candidate[], by: RankedBy): readonly Candidate[] {
  const ranked = found
    .map((candidate) => ({ candidate, rank: rankOf(candidate, by) }))
    .sort((left, right) => compare(left.rank, right.rank));
  const best = new Map<string, Candidate>();
  for (const { candidate } of ranked) if (!best.has(candidate.id)) best.set(candidate.id, candidate);
  return [...best.values()];
}

/** Smaller is better, the first difference decides. */
function rankOf(candidate: Candidate, { titles, numbers, words }: RankedBy): readonly number[] {
  const { number_key: number, title_key: title, part } = candidate;
  const inTitle = title.split(/[^\p{L}\p{N}]+/u);
  const isInTitle = words.every((word) => inTitle.some((one) => one.startsWith(word)));
  return [
    number !== null && part === null && numbers.includes(number) ? 0 : 1,
    part === null && titles.some((begin) => title.startsWith(begin)) ? 0 : 1,
    candidate.is_own ? 0 : 1,
    candidate.visited_at === null ? Number.MAX_SAFE_INTEGER : -candidate.visited_at.getTime(),
    part === null ? 0 : 1,
    isInTitle ? 0 : 1,
    candidate.is_whole ? 0 : 1,
    -candidate.updated_at.getTime(),
  ];
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [place, value] of left.entries()) {
    const difference = value - (right[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
