/** Titles of records in the order asked for, without those that are in the bin or that the person may not read. */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { findEntity } from '../entities/entity-table.ts';
import type { RecordLink } from '../entities/entity-types.ts';
import { ROW_ALIAS, type RowContext } from '../entities/record-rows.ts';
import { scopeFor } from '../rights/scope-for.ts';

export interface LivingLink extends RecordLink {
  readonly subtitle: string | null;
}

export async function readLivingLinks(
  reader: Queryable,
  refs: readonly { readonly entity: string; readonly id: string }[],
  context: RowContext,
): Promise<LivingLink[]> {
  const parameters = new SqlParameters();
  const alias = ROW_ALIAS;
  const selects = [...new Set(refs.map((ref) => ref.entity))].flatMap((entity) => {
    const definition = findEntity(entity);
    if (!definition) return [];
    const ids = refs.filter((ref) => ref.entity === entity).map((ref) => ref.id);
    const scope = scopeFor({ ...context, entity, action: 'read', alias, parameters });
    return [
      `select ${alias}.id, ${definition.titleSql(alias)} as title, ${definition.subtitleSql(alias, context.user.locale)} as subtitle
       from ${definition.table} ${alias}
       where ${alias}.id = any(${parameters.add(ids, 'uuid[]')}) and ${alias}.deleted_at is null and ${scope}`,
    ];
  });
  if (selects.length === 0) return [];
  const { rows } = await reader.query<{ id: string; title: string; subtitle: string | null }>(
    selects.join(' union all '),
    parameters.values,
  );
  const read = new Map(rows.map((row) => [row.id, row]));
  return refs.flatMap(({ entity, id }) => {
    const row = read.get(id);
    return row ? [{ entity, id, title: row.title, subtitle: row.subtitle || null }] : [];
  });
}
