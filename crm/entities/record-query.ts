/**
 * Which rows: the question that a list, its groups, a bulk action and an export have in common. One place turns it into
 * SQL, so that what a list shows is what a bulk action changes and an export takes out.
 */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { scopeFor } from '../rights/scope-for.ts';
import type { EntityDefinition } from './entity-types.ts';
import { filterSql, invalid, isUuid, type FilterGroup } from './filter-sql.ts';
import { ROW_ALIAS, type RowContext } from './record-rows.ts';
import { searchSql } from './search-sql.ts';

export interface RecordQuery {
  readonly entity: string;
  readonly filter?: FilterGroup;
  readonly q?: string;
  /** Only these of them: rows that were picked by hand. */
  readonly ids?: readonly string[];
}

/** A query whose kind of record is known as the asking person knows it. */
export interface QueryScope extends RecordQuery {
  readonly definition: EntityDefinition;
  readonly within?: (parameters: SqlParameters) => string;
  /** Only what may be read and also exported. */
  readonly forExport?: boolean;
}

const IDS_MAX = 10_000;

/** Rights, bin, filter and search as one predicate. @throws CrmRejection CRM_FILTER_INVALID */
export function queryWhereSql(query: QueryScope, parameters: SqlParameters, context: RowContext): string {
  const { definition, filter, q, ids, within, forExport } = query;
  const alias = ROW_ALIAS;
  const scope = (action: 'read' | 'export') =>
    scopeFor({ ...context, entity: definition.entity, action, alias, parameters });
  return [
    ...(definition.readSql
      ? [definition.readSql(alias, parameters, context.user)]
      : [`${alias}.deleted_at is null`, scope('read')]),
    forExport ? scope('export') : 'true',
    filter ? filterSql(filter, { definition, alias, parameters, user: context.user }) : 'true',
    q?.trim() ? searchSql(definition, q, { parameters, context }) : 'true',
    ids ? `${alias}.id = any(${parameters.add(checkedIds(ids), 'uuid[]')})` : 'true',
    within ? within(parameters) : 'true',
  ].join('\n      and ');
}

/** The ids alone, so that many rows can be gone through in pieces. */
export async function matchingIds(
  reader: Queryable,
  request: QueryScope & { readonly after?: string; readonly limit: number },
  context: RowContext,
): Promise<string[]> {
  const parameters = new SqlParameters();
  const where = queryWhereSql(request, parameters, context);
  const after = request.after ? `${ROW_ALIAS}.id > ${parameters.add(request.after, 'uuid')}` : 'true';
  const sql = `
    select ${ROW_ALIAS}.id from ${request.definition.table} ${ROW_ALIAS}
    where ${where} and ${after}
    order by ${ROW_ALIAS}.id
    limit ${parameters.add(request.limit, 'int')}`;
  const { rows } = await refusingBadValues(() => reader.query<{ id: string }>(sql, parameters.values));
  return rows.map((row) => row.id);
}

function checkedIds(ids: readonly string[]): readonly string[] {
  if (ids.length > IDS_MAX || !ids.every(isUuid))
    throw invalid(`Expected at most ${IDS_MAX} ids of records.`);
  return ids;
}

/** Class 22 of PostgreSQL: a value of the cursor or the filter cannot be read as the field's type. */
export async function refusingBadValues<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (cause) {
    const code = (cause as { code?: unknown }).code;
    if (typeof code === 'string' && code.startsWith('22'))
      throw invalid('Expected values that fit their fields.');
    throw cause;
  }
}
