/** Rows of the demonstration: many of one table in one statement, with fixed ids. */
import type { PoolClient } from 'pg';
import { demonstrationId } from './ids.ts';

/** Rows that nobody refers to by number. */
export class RowIds {
  #count = 0;
  next(): string {
    this.#count += 1;
    return demonstrationId('row', this.#count);
  }
}

export type Row = Readonly<Record<string, unknown>>;

/** Columns are those of the first row; what a row leaves out is null. */
export async function insert(client: PoolClient, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).join(', ');
  await client.query(
    `insert into crm.${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::crm.${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

export function author(at: Date): Row {
  return { created_at: at, created_by_kind: 'import', created_by: null };
}

export function written(createdAt: Date, updatedAt: Date = createdAt): Row {
  return {
    ...author(createdAt),
    updated_at: updatedAt,
    updated_by_kind: 'import',
    custom: {},
    version: 1,
  };
}
