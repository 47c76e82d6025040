/** Which rows of an import are asked for, and another verdict for some of them. */
import type { Unit } from '../database/transaction.ts';
import { TO_WRITE } from './import-runner.ts';
import type { ImportOutcome, ImportVerdict } from './import-types.ts';

export interface RowsRequest {
  readonly id: string;
  readonly verdict?: ImportVerdict;
  readonly outcome?: ImportOutcome;
  /** Only rows that are right and not written yet. */
  readonly waiting?: boolean;
  /** Only rows in which something was put right with a doubt or left out. */
  readonly doubtful?: boolean;
  readonly after?: number;
  readonly limit: number;
}

export interface DecideRequest {
  readonly id: string;
  readonly verdict: 'create' | 'update' | 'merge' | 'skip';
  /** Numbers of rows, or all rows of a verdict. */
  readonly rows?: readonly number[];
  readonly of?: ImportVerdict;
  /** Which record a single row means. */
  readonly recordId?: string;
}

export function rowFilter(request: RowsRequest): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const parts: string[] = [];
  const add = (sql: (placeholder: string) => string, value: unknown): void => {
    values.push(value);
    parts.push(sql(`$${values.length + 3}`));
  };
  if (request.verdict) add((place) => `verdict = ${place}`, request.verdict);
  if (request.outcome) add((place) => `outcome = ${place}`, request.outcome);
  if (request.waiting) parts.push(`outcome is null and verdict <> 'error'`);
  if (request.doubtful)
    parts.push(
      `exists (select from jsonb_each(notes) note where note.value->>'state' in ('doubtful', 'leftOut'))`,
    );
  return { where: parts.length === 0 ? 'true' : parts.join(' and '), values };
}

/** Rows that may take the verdict: none that is in error, and none without a record where one is to be changed. */
export async function storeDecision(client: Unit['client'], request: DecideRequest): Promise<number> {
  const { id, verdict, rows, of, recordId } = request;
  const isChanging = verdict === 'update' || verdict === 'merge';
  const { rowCount } = await client.query(
    `update crm.import_row
     set verdict = $2,
         record_id = case when $5::uuid is not null then $5
                          when $6 then coalesce(record_id, (candidates->0->>'id')::uuid) else record_id end,
         target_row = case when $2 = 'create' then null else target_row end
     where import_id = $1 and verdict <> 'error' and outcome is null
     and ($3::int[] is null or row_no = any($3)) and ($4::text is null or verdict = $4)
     and (not $6 or $5::uuid is not null or record_id is not null or target_row is not null
          or candidates->0->>'id' is not null)`,
    [id, verdict, rows ?? null, of ?? null, recordId ?? null, isChanging],
  );
  return rowCount ?? 0;
}

export async function countToWrite(client: Unit['client'], id: string): Promise<number> {
  const { rows } = await client.query<{ total: number }>(
    `select count(*)::int as total from crm.import_row where import_id = $1 and ${TO_WRITE}`,
    [id],
  );
  return rows[0]?.total ?? 0;
}
