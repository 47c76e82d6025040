/** The rows of crm.import_row: put there while the file is read, filled by the check, and by the run. */
import type { Queryable } from '../database/transaction.ts';
import type { FieldValues } from '../entities/entity-types.ts';
import type { PointDraft } from '../phones/write-points.ts';
import type {
  CellNote,
  CheckedRow,
  ImportOutcome,
  ImportVerdict,
  RowCandidate,
  RowLink,
  RowProblem,
} from './import-types.ts';
import type { SheetRow } from './reading/table-source.ts';

export interface StoredRow {
  readonly rowNo: number;
  readonly cells: readonly string[];
  readonly values: FieldValues | null;
  readonly points: readonly PointDraft[] | null;
  readonly link: RowLink | null;
  readonly notes: Readonly<Record<string, CellNote>> | null;
  readonly problems: readonly RowProblem[] | null;
  readonly keys: readonly string[] | null;
  readonly proposed: ImportVerdict | null;
  readonly verdict: ImportVerdict | null;
  readonly recordId: string | null;
  readonly targetRow: number | null;
  readonly candidates: readonly RowCandidate[] | null;
  readonly outcome: ImportOutcome | null;
  readonly failure: readonly RowProblem[] | null;
  readonly versionAfter: number | null;
  readonly before: FieldValues | null;
  readonly effects: RowEffects | null;
  readonly undo: 'undone' | 'left' | null;
  readonly undoReason: UndoReason | null;
}

/** What a row brought about beside the fields of its record. */
export interface RowEffects {
  readonly points?: readonly string[];
  readonly links?: readonly string[];
}

const COLUMNS = `
  row_no as "rowNo", cells, field_values as "values", points, link, notes, problems, keys, proposed, verdict,
  record_id as "recordId", target_row as "targetRow", candidates, outcome, failure, version_after as "versionAfter",
  before, effects, undo, undo_reason as "undoReason"`;

const INSERT = `
  insert into crm.import_row (import_id, row_no, cells)
  select $1, r.row_no, r.cells from unnest($2::int[], $3::jsonb[]) as r (row_no, cells)
  on conflict (import_id, row_no) do nothing`;

export async function insertRows(
  client: Queryable,
  importId: string,
  rows: readonly SheetRow[],
): Promise<void> {
  await client.query(INSERT, [
    importId,
    rows.map((row) => row.number),
    rows.map((row) => JSON.stringify(row.cells)),
  ]);
}

/** Rows after one, in the order of the file, as far as `where` holds. `where` is SQL of ours. */
export async function readRows(
  reader: Queryable,
  request: {
    readonly importId: string;
    readonly after: number;
    readonly limit: number;
    readonly where?: string;
    readonly values?: readonly unknown[];
  },
): Promise<readonly StoredRow[]> {
  const { importId, after, limit, where = 'true', values = [] } = request;
  const { rows } = await reader.query<StoredRow>(
    `select ${COLUMNS} from crm.import_row where import_id = $1 and row_no > $2 and ${where} order by row_no limit $3`,
    [importId, after, limit, ...values],
  );
  return rows;
}

/** The same from the end: rows before one, or the last ones. */
export async function readRowsBackwards(
  reader: Queryable,
  request: {
    readonly importId: string;
    readonly before: number | null;
    readonly limit: number;
    readonly where: string;
  },
): Promise<readonly StoredRow[]> {
  const { rows } = await reader.query<StoredRow>(
    `select ${COLUMNS} from crm.import_row where import_id = $1 and ($3::int is null or row_no < $3)
     and ${request.where} order by row_no desc limit $2`,
    [request.importId, request.limit, request.before],
  );
  return rows;
}

const STORE_CHECKED = `
  update crm.import_row r
  set field_values = c.field_values, points = c.points, link = c.link, notes = c.notes, problems = c.problems,
      keys = array(select jsonb_array_elements_text(c.keys)), proposed = c.verdict, verdict = c.verdict,
      record_id = c.record_id, candidates = c.candidates, target_row = null
  from jsonb_to_recordset($2) as c (row_no int, field_values jsonb, points jsonb, link jsonb, notes jsonb, problems jsonb,
                                    keys jsonb, verdict text, record_id uuid, candidates jsonb)
  where r.import_id = $1 and r.row_no = c.row_no`;

export async function storeChecked(
  client: Queryable,
  importId: string,
  rows: readonly CheckedRow[],
): Promise<void> {
  const records = rows.map((row) => ({
    row_no: row.rowNo,
    field_values: row.values,
    points: row.points.length > 0 ? row.points : null,
    link: row.link,
    notes: Object.keys(row.notes).length > 0 ? row.notes : null,
    problems: row.problems.length > 0 ? row.problems : null,
    keys: row.keys,
    verdict: row.verdict,
    record_id: row.recordId,
    candidates: row.candidates.length > 0 ? row.candidates : null,
  }));
  await client.query(STORE_CHECKED, [importId, JSON.stringify(records)]);
}

export interface WrittenRow {
  readonly rowNo: number;
  readonly outcome: ImportOutcome;
  readonly recordId?: string | null;
  readonly versionAfter?: number | null;
  readonly before?: FieldValues | null;
  readonly effects?: RowEffects | null;
  readonly failure?: readonly RowProblem[] | null;
}

const STORE_WRITTEN = `
  update crm.import_row r
  set outcome = w.outcome, record_id = coalesce(w.record_id, r.record_id), version_after = w.version_after,
      before = w.before, effects = w.effects, failure = w.failure
  from jsonb_to_recordset($2) as w (row_no int, outcome text, record_id uuid, version_after int, before jsonb,
                                    effects jsonb, failure jsonb)
  where r.import_id = $1 and r.row_no = w.row_no`;

export async function storeWritten(
  client: Queryable,
  importId: string,
  rows: readonly WrittenRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const records = rows.map((row) => ({
    row_no: row.rowNo,
    outcome: row.outcome,
    record_id: row.recordId ?? null,
    version_after: row.versionAfter ?? null,
    before: row.before ?? null,
    effects: row.effects ?? null,
    failure: row.failure ?? null,
  }));
  await client.query(STORE_WRITTEN, [importId, JSON.stringify(records)]);
}

/** Why a row stays: changed by others, built upon by others, gone, or refused by a rule; the page has words. */
export type UndoReason = 'changed' | 'usedBy' | 'gone' | 'refused';

export interface UndoneRow {
  readonly rowNo: number;
  readonly undo: 'undone' | 'left';
  readonly reason: UndoReason | null;
}

export async function storeUndone(
  client: Queryable,
  importId: string,
  rows: readonly UndoneRow[],
): Promise<void> {
  await client.query(
    `update crm.import_row r set undo = u.undo, undo_reason = u.reason
     from unnest($2::int[], $3::text[], $4::text[]) as u (row_no, undo, reason)
     where r.import_id = $1 and r.row_no = u.row_no`,
    [importId, rows.map((row) => row.rowNo), rows.map((row) => row.undo), rows.map((row) => row.reason)],
  );
}

/** `where` is SQL of ours. */
export async function countBy(
  reader: Queryable,
  importId: string,
  column: 'verdict' | 'outcome' | 'undo',
  where = 'true',
): Promise<Record<string, number>> {
  const { rows } = await reader.query<{ value: string; number: number }>(
    `select ${column} as value, count(*)::int as number from crm.import_row
     where import_id = $1 and ${column} is not null and ${where} group by 1`,
    [importId],
  );
  return Object.fromEntries(rows.map((row) => [row.value, row.number]));
}
