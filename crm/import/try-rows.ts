/** Writes the first rows of an import and takes it back before anybody sees it: what the run would say of them. */
import type { Queryable, Transactions } from '../database/transaction.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import { entityOf } from '../entities/registry.ts';
import type { PreviewRow } from './import-preview.ts';
import { readRows, type StoredRow } from './import-rows.ts';
import { TO_WRITE } from './import-runner.ts';
import type { ImportJob } from './import-types.ts';
import { type WritePorts, writeRows } from './write-rows.ts';

const ROWS = 50;

/** Its own transaction, never the caller's, and never committed. */
export async function tryRows(
  transactions: Transactions,
  job: ImportJob,
  ports: {
    readonly writing: WritePorts;
    readonly context: WriteContext;
    readonly preview: (client: Queryable, rows: readonly StoredRow[]) => Promise<readonly PreviewRow[]>;
  },
): Promise<readonly PreviewRow[]> {
  let seen: readonly PreviewRow[] = [];
  try {
    await transactions.run(null, async (unit) => {
      const rows = await readRows(unit.client, {
        importId: job.id,
        after: job.headerRow,
        limit: ROWS,
        where: TO_WRITE,
      });
      const request = { importId: job.id, definition: entityOf(job.entity), rows };
      await writeRows(ports.writing, unit, request, ports.context);
      const after = await readRows(unit.client, {
        importId: job.id,
        after: 0,
        limit: ROWS,
        where: 'row_no = any($4::int[])',
        values: [rows.map((row) => row.rowNo)],
      });
      seen = await ports.preview(unit.client, after);
      throw new TakenBack();
    });
  } catch (cause) {
    if (!(cause instanceof TakenBack)) throw cause;
  }
  return seen;
}

/** Says that a try is over; its transaction is rolled back. */
class TakenBack extends Error {}
