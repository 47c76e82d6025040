/** Rows of an import as the preview shows them: what would be written, beside what is there, with doubts and refusals in words. */
import type { Queryable } from '../database/transaction.ts';
import type { EntityDefinition, RecordView } from '../entities/entity-types.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { ROW_ALIAS, selectListSql, type RecordRow, viewsOfRows } from '../entities/record-rows.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import { definitionFor } from '../rights/field-levels.ts';
import { scopeFor } from '../rights/scope-for.ts';
import type { StoredRow, UndoReason } from './import-rows.ts';
import type { CellNote, ImportOutcome, ImportVerdict, RowCandidate, RowProblem } from './import-types.ts';
import type { ImportTarget } from './mapping/import-targets.ts';
import { problemWords } from './problem-words.ts';

export interface PreviewCell {
  readonly target: string;
  /** As the file has it. */
  readonly text: string;
  /** As it would be written; references by their title. */
  readonly value: unknown;
  /** What the record has now, where the row would change it. */
  readonly current: unknown;
  readonly isChange: boolean;
  readonly note: CellNote | null;
}

export interface PreviewRow {
  readonly rowNo: number;
  readonly verdict: ImportVerdict | null;
  readonly proposed: ImportVerdict | null;
  readonly cells: readonly PreviewCell[];
  readonly problems: readonly { readonly field: string; readonly text: string }[];
  readonly candidates: readonly RowCandidate[];
  readonly record: { readonly id: string; readonly title: string } | null;
  readonly targetRow: number | null;
  readonly outcome: ImportOutcome | null;
  readonly undo: 'undone' | 'left' | null;
  readonly undoReason: UndoReason | null;
}

export async function previewRows(
  reader: Queryable,
  request: {
    readonly definition: EntityDefinition;
    readonly rows: readonly StoredRow[];
    readonly columns: readonly { readonly column: number; readonly target: ImportTarget }[];
    readonly locale: 'en' | 'ru';
  },
  context: RowContext,
): Promise<readonly PreviewRow[]> {
  const { definition, rows, columns, locale } = request;
  const ids = [
    ...new Set(
      rows.flatMap((row) =>
        [row.recordId ?? [], ...(row.candidates ?? []).map((one) => one.id ?? [])].flat(),
      ),
    ),
  ];
  const records = await readViews(reader, definition, ids, context);
  const labels = new Map(columns.map(({ target }) => [target.key, target.label]));
  const labelOf = (key: string) =>
    labels.get(key) ?? definition.fields.find((field) => field.key === key)?.label ?? null;
  const words = (problems: readonly RowProblem[]) =>
    problems.map((one) => ({ field: one.field, text: problemWords(one, { locale, labelOf }) }));
  return rows.map((row): PreviewRow => {
    const record = row.recordId === null ? undefined : records.get(row.recordId);
    const isChanging = row.verdict === 'update' || row.verdict === 'merge';
    return {
      rowNo: row.rowNo,
      verdict: row.verdict,
      proposed: row.proposed,
      cells: columns.map(({ column, target }) =>
        cellOf(row, { text: row.cells[column] ?? '', target, record: isChanging ? record : undefined }),
      ),
      problems: words([...(row.failure ?? row.problems ?? [])]),
      // A candidate that the reader may not see any more is not named.
      candidates: (row.candidates ?? []).filter((one) => one.id === null || records.has(one.id)),
      record: record ? { id: record.id, title: record.title } : null,
      targetRow: row.targetRow,
      outcome: row.outcome,
      undo: row.undo,
      undoReason: row.undoReason,
    };
  });
}

function cellOf(
  row: StoredRow,
  cell: { readonly text: string; readonly target: ImportTarget; readonly record: RecordView | undefined },
): PreviewCell {
  const { text, target, record } = cell;
  const { key, referenceEntity } = target;
  const value = row.values?.[key];
  const current = record?.fields[key] ?? null;
  const link = record?.links[key];
  const isWritten = value !== undefined && record !== undefined;
  const wouldChange = isWritten && JSON.stringify(value) !== JSON.stringify(current);
  const isChange = wouldChange && (row.verdict !== 'merge' || isEmpty(current));
  return {
    target: key,
    text: text.trim().slice(0, 500),
    // Whoever is meant by a name is shown by the name in the file.
    value: referenceEntity === null ? (value ?? null) : value === undefined ? null : text.trim(),
    current: isChange ? (referenceEntity === null ? current : (link?.title ?? null)) : null,
    isChange,
    note: row.notes?.[key] ?? null,
  };
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

async function readViews(
  reader: Queryable,
  shipped: EntityDefinition,
  ids: readonly string[],
  context: RowContext,
): Promise<ReadonlyMap<string, RecordView>> {
  if (ids.length === 0) return new Map();
  const definition = definitionFor(shipped, context);
  const parameters = new SqlParameters();
  const select = selectListSql(definition, parameters, context);
  const scope = scopeFor({
    ...context,
    entity: definition.entity,
    action: 'read',
    alias: ROW_ALIAS,
    parameters,
  });
  const { rows } = await reader.query<RecordRow>(
    `select ${select} from ${definition.table} ${ROW_ALIAS}
     where ${ROW_ALIAS}.id = any(${parameters.add(ids, 'uuid[]')}) and ${scope}`,
    parameters.values,
  );
  const views = await viewsOfRows(reader, { definition, rows }, context);
  return new Map(views.map((view) => [view.id, view]));
}
