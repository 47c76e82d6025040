/** What stands between the cells of a text table: the sign that parts the most lines into the same number of cells. */
export const DELIMITERS = [';', ',', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

const LINES_MAX = 60;
/** The line that spreadsheet programs put before a table to tell the sign. */
const HINT = /^\uFEFF?sep=(.)\r?\n/i;

export function guessDelimiter(sample: string): { readonly delimiter: Delimiter; readonly hasHint: boolean } {
  const hint = HINT.exec(sample)?.[1];
  const told = DELIMITERS.find((one) => one === hint);
  if (told) return { delimiter: told, hasHint: true };
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const score = evenness(cellCounts(sample, delimiter));
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return { delimiter: best, hasHint: hint !== undefined };
}

function cellCounts(sample: string, delimiter: string): number[] {
  const counts: number[] = [];
  let cells = 1;
  let quoted = false;
  let hasText = false;
  for (const sign of sample) {
    if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === delimiter) cells += 1;
    if (!quoted && sign === '\n') {
      if (hasText) counts.push(cells);
      if (counts.length === LINES_MAX) return counts;
      cells = 1;
      hasText = false;
    } else if (sign.trim() !== '') hasText = true;
  }
  // The last line of a sample may be cut.
  if (counts.length === 0 && hasText) counts.push(cells);
  return counts;
}

/** How many lines agree on the most frequent number of cells above one, and a little for how many cells these are. */
function evenness(counts: readonly number[]): number {
  const frequency = new Map<number, number>();
  for (const count of counts) if (count > 1) frequency.set(count, (frequency.get(count) ?? 0) + 1);
  let best = 0;
  for (const [cells, lines] of frequency)
    best = Math.max(best, lines / counts.length + Math.min(cells, 50) / 1_000);
  return best;
}
