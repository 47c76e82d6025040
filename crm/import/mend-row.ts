/** A row of the preview with other texts in some of its cells: checked again like the file had them so. */
import type { Queryable } from '../database/transaction.ts';
import { fieldsInvalid } from '../errors.ts';
import { checkChunk, type CheckContext } from './check-rows.ts';
import { readRows, storeChecked, type StoredRow } from './import-rows.ts';
import { matchWithinFile } from './match-within-file.ts';

export interface MendRequest {
  readonly id: string;
  readonly rowNo: number;
  /** Texts as a file would have them, by what their column becomes. */
  readonly cells: Readonly<Record<string, string>>;
}

/** @throws CrmRejection CRM_FIELDS_INVALID */
export async function mendRow(client: Queryable, request: MendRequest, context: CheckContext): Promise<void> {
  const { job, definition } = context;
  const row = await rowOf(client, request);
  if (!row || row.rowNo <= job.headerRow)
    throw fieldsInvalid([{ path: 'rowNo', code: 'noRow', message: `The file has no row ${request.rowNo}.` }]);
  const cells = [...row.cells];
  for (const [target, text] of Object.entries(request.cells)) {
    const column = job.mapping.find((one) => one.target === target)?.column;
    if (column === undefined)
      throw fieldsInvalid([
        { path: `cells.${target}`, code: 'noColumnFor', message: 'No column of the file becomes this.' },
      ]);
    while (cells.length <= column) cells.push('');
    cells[column] = text;
  }
  await client.query('update crm.import_row set cells = $3 where import_id = $1 and row_no = $2', [
    job.id,
    request.rowNo,
    JSON.stringify(cells),
  ]);
  const checked = await checkChunk(client, [{ ...row, cells }], context);
  await storeChecked(client, job.id, checked.rows);
  const mended = await rowOf(client, request);
  if (mended?.verdict === 'create') await matchWithinFile(client, job, definition, mended);
}

async function rowOf(client: Queryable, { id, rowNo }: MendRequest): Promise<StoredRow | undefined> {
  const [row] = await readRows(client, {
    importId: id,
    after: 0,
    limit: 1,
    where: 'row_no = $4',
    values: [rowNo],
  });
  return row;
}
