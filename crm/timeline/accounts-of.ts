/** The accounts on whose pages the events of records are rolled up, by the record's id; null for one without any. */
import type { Queryable } from '../database/transaction.ts';
import { findEntity } from '../entities/registry.ts';

export async function accountsOf(
  client: Queryable,
  records: readonly { readonly entity: string; readonly id: string }[],
): Promise<ReadonlyMap<string, string | null>> {
  const accounts = new Map<string, string | null>();
  for (const entity of new Set(records.map((record) => record.entity))) {
    const definition = findEntity(entity);
    if (!definition?.accountSql) continue;
    const ids = records.filter((record) => record.entity === entity).map((record) => record.id);
    const { rows } = await client.query<{ id: string; account_id: string | null }>(
      `select r.id, ${definition.accountSql('r')} as account_id from ${definition.table} r where r.id = any($1::uuid[])`,
      [[...new Set(ids)]],
    );
    for (const row of rows) accounts.set(row.id, row.account_id);
  }
  return accounts;
}
