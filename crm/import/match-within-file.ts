/**
 * Rows of one file that mean the same: the later one is proposed to be merged into the record of the first, or to be
 * looked at. Compared are rows that would create a record and share a phone, an address or a key; what more than twenty
 * rows share tells nothing.
 */
import type { Queryable } from '../database/transaction.ts';
import {
  CRITERION_ROWS_MAX,
  DUPLICATE_REVIEW,
  DUPLICATE_SAME,
  duplicateScore,
  type DuplicateScore,
} from '../duplicates/score.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import { readRows, type StoredRow } from './import-rows.ts';
import type { ImportJob, RowCandidate } from './import-types.ts';
import { partyFacts } from '../duplicates/party-facts.ts';

const SELECT_GROUPS = `
  select key, array_agg(row_no order by row_no) as rows
  from crm.import_row, unnest(keys) as key
  where import_id = $1 and row_no > $2 and verdict = 'create' and ($4::text[] is null or key = any($4))
  group by key having count(*) > 1 and (count(*) <= $3 or key like 'key:%')`;
const STORE = `
  update crm.import_row r
  set verdict = m.verdict, proposed = m.verdict, target_row = m.target_row, candidates = m.candidates
  from jsonb_to_recordset($2) as m (row_no int, verdict text, target_row int, candidates jsonb)
  where r.import_id = $1 and r.row_no = m.row_no`;
const BATCH = 500;

/** `only`: rows that have become others are compared with all; no other row's verdict is touched. */
export async function matchWithinFile(
  client: Queryable,
  job: ImportJob,
  definition: EntityDefinition,
  only: readonly Pick<StoredRow, 'rowNo' | 'keys'>[] | null = null,
): Promise<void> {
  const { rows: found } = await client.query<{ key: string; rows: number[] }>(SELECT_GROUPS, [
    job.id,
    job.headerRow,
    CRITERION_ROWS_MAX + 1,
    only?.flatMap((row) => row.keys ?? []) ?? null,
  ]);
  const changed = new Set(only?.map((row) => row.rowNo));
  const groups = only === null ? found : found.map((group) => withLast(group, changed));
  /** For each later row the earlier ones that it shares something with, and whether that is a key. */
  const earlier = new Map<number, Map<number, boolean>>();
  for (const { key, rows } of groups) {
    const [first] = rows;
    for (const later of rows.slice(1)) {
      if (first === undefined) continue;
      const known = earlier.get(later) ?? new Map<number, boolean>();
      known.set(first, known.get(first) === true || key.startsWith('key:'));
      earlier.set(later, known);
    }
  }
  const roots = new Map<number, number>();
  const numbers = [...earlier.keys()].toSorted((one, other) => one - other);
  for (let from = 0; from < numbers.length; from += BATCH) {
    const batch = numbers.slice(from, from + BATCH);
    const involved = [...new Set(batch.flatMap((later) => [later, ...(earlier.get(later)?.keys() ?? [])]))];
    const rows = await readRows(client, {
      importId: job.id,
      after: 0,
      limit: involved.length,
      where: 'row_no = any($4::int[])',
      values: [involved],
    });
    const byNumber = new Map(rows.map((row) => [row.rowNo, row]));
    const stored = batch.flatMap((later) => {
      const best = bestOf(later, { earlier: earlier.get(later) ?? new Map(), byNumber, definition });
      if (!best) return [];
      const target = roots.get(best.row) ?? best.row;
      const candidate: RowCandidate = { id: null, ...best, row: target };
      if (best.score < DUPLICATE_SAME)
        return [{ row_no: later, verdict: 'review', target_row: target, candidates: [candidate] }];
      roots.set(later, target);
      const verdict = job.options.mode === 'createOnly' ? 'skip' : 'merge';
      return [{ row_no: later, verdict, target_row: target, candidates: [candidate] }];
    });
    if (stored.length > 0) await client.query(STORE, [job.id, JSON.stringify(stored)]);
  }
}

/** The first of the others, then the rows: they are those that give way, wherever in the file they stand. */
function withLast(
  { key, rows }: { key: string; rows: number[] },
  changed: ReadonlySet<number>,
): { key: string; rows: number[] } {
  const first = rows.find((number) => !changed.has(number)) ?? rows[0];
  if (first === undefined) return { key, rows };
  return { key, rows: [first, ...rows.filter((number) => changed.has(number) && number !== first)] };
}

function bestOf(
  later: number,
  found: {
    readonly earlier: ReadonlyMap<number, boolean>;
    readonly byNumber: ReadonlyMap<number, StoredRow>;
    readonly definition: EntityDefinition;
  },
): (DuplicateScore & { readonly row: number; readonly title: string }) | null {
  const { earlier, byNumber, definition } = found;
  const facts = (row: StoredRow) =>
    partyFacts(definition, { values: row.values ?? {}, points: row.points ?? [] });
  const own = byNumber.get(later);
  if (!own) return null;
  let best: (DuplicateScore & { row: number; title: string }) | null = null;
  for (const [number, isKey] of earlier) {
    const first = byNumber.get(number);
    if (!first) continue;
    const compared = duplicateScore(facts(own), facts(first));
    const score = isKey ? 100 : compared.score;
    if (score >= DUPLICATE_REVIEW && score > (best?.score ?? 0))
      best = { score, reasons: compared.reasons, row: number, title: facts(first).name };
  }
  return best;
}
