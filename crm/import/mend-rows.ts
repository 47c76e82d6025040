/**
 * Rows that were refused, before the run or by it, with other texts in some of their cells: one by one, or all that have
 * the same fault in the same column. They are checked again as if the file had them so, and wait to be written.
 */
import type { Queryable } from '../database/transaction.ts';
import { fieldsInvalid } from '../errors.ts';
import { checkChunk, type CheckContext } from './check-rows.ts';
import { WITH_FAULT, type FaultRequest } from './faults.ts';
import { readRows, storeChecked, type StoredRow } from './import-rows.ts';
import { matchWithinFile } from './match-within-file.ts';

export interface MendRequest {
  readonly id: string;
  readonly rowNo: number;
  /** Texts as a file would have them, by what their column becomes. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface MendFaultRequest extends FaultRequest {
  readonly id: string;
  /** Only cells that stand so; left out, all that have the fault. */
  readonly text?: string;
  readonly to: string;
}

/** Rows of one request; whoever has more asks again. */
const MENDED_MAX = 5_000;
const CHUNK = 500;
/** Written rows stay as they are. */
const NOT_WRITTEN = `(outcome is null or outcome = 'failed')`;
const STORE_CELLS = `
  update crm.import_row r set cells = m.cells, outcome = null, failure = null
  from jsonb_to_recordset($2) as m (row_no int, cells jsonb)
  where r.import_id = $1 and r.row_no = m.row_no`;
/** After the run a row is refused until it is right. */
const STILL_REFUSED = `
  update crm.import_row set outcome = 'failed'
  where import_id = $1 and row_no = any($2::int[]) and verdict = 'error'`;

/** @throws CrmRejection CRM_FIELDS_INVALID */
export async function mendRow(client: Queryable, request: MendRequest, context: CheckContext): Promise<void> {
  const { job } = context;
  const [row] = await readRows(client, {
    ...{ importId: job.id, after: job.headerRow, limit: 1 },
    ...{ where: `row_no = $4 and ${NOT_WRITTEN}`, values: [request.rowNo] },
  });
  if (!row)
    throw fieldsInvalid([
      { path: 'rowNo', code: 'noRow', message: `The file has no row ${request.rowNo} to mend.` },
    ]);
  const columns = new Map(
    Object.keys(request.cells).map((target) => [target, columnOf(context, target, `cells.${target}`)]),
  );
  const cells = Object.entries(request.cells).reduce(
    (all, [target, text]) => withCell(all, columns.get(target) ?? 0, text),
    row.cells,
  );
  await recheck(client, [{ ...row, cells }], context);
}

/** Returns how many rows got the text. @throws CrmRejection CRM_FIELDS_INVALID */
export async function mendFault(
  client: Queryable,
  request: MendFaultRequest,
  context: CheckContext,
): Promise<number> {
  const { job } = context;
  const { field, problem, detail = null, text = null, to } = request;
  const column = columnOf(context, field, 'field');
  let after = job.headerRow;
  let mended = 0;
  while (mended < MENDED_MAX) {
    const rows = await readRows(client, {
      ...{ importId: job.id, after, limit: CHUNK },
      where: `${NOT_WRITTEN} and ${WITH_FAULT} and ($7::text is null or coalesce(cells->>$8::int, '') = $7)
        and coalesce(cells->>$8::int, '') <> $9`,
      values: [field, problem, detail, text, column, to],
    });
    const last = rows.at(-1);
    if (!last) break;
    await recheck(
      client,
      rows.map((row) => ({ ...row, cells: withCell(row.cells, column, to) })),
      context,
    );
    after = last.rowNo;
    mended += rows.length;
  }
  return mended;
}

function columnOf({ job }: CheckContext, target: string, path: string): number {
  const column = job.mapping.find((one) => one.target === target)?.column;
  if (column !== undefined) return column;
  throw fieldsInvalid([{ path, code: 'noColumnFor', message: 'No column of the file becomes this.' }]);
}

function withCell(cells: readonly string[], column: number, text: string): readonly string[] {
  const changed = [...cells];
  while (changed.length <= column) changed.push('');
  changed[column] = text;
  return changed;
}

async function recheck(client: Queryable, rows: readonly StoredRow[], context: CheckContext): Promise<void> {
  const { job, definition } = context;
  const numbers = rows.map((row) => row.rowNo);
  const stored = rows.map(({ rowNo, cells }) => ({ row_no: rowNo, cells }));
  await client.query(STORE_CELLS, [job.id, JSON.stringify(stored)]);
  const checked = await checkChunk(client, rows, context);
  await storeChecked(client, job.id, checked.rows);
  const made = checked.rows.filter((row) => row.verdict === 'create');
  if (made.length > 0) await matchWithinFile(client, job, definition, made);
  if (job.state === 'done') await client.query(STILL_REFUSED, [job.id, numbers]);
}
