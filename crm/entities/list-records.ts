/** One page of a list: rights, filter, search and keyset in one statement, the count in a second. */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { withReaderLists } from '../rights/reader-lists.ts';
import type { RecordPage } from './entity-types.ts';
import { parseSort, type SortKey } from './filter-sql.ts';
import { outsideGroupsSql, parseGrouping } from './group-rows.ts';
import { afterCursorSql, encodeCursor, orderBySql, sortValuesSql, type KeysetRow } from './keyset.ts';
import { narrowByWords } from './narrow-by-words.ts';
import { queryWhereSql, type QueryScope, type RecordQuery, refusingBadValues } from './record-query.ts';
import { type RecordRow, ROW_ALIAS, type RowContext, selectListSql, viewsOfRows } from './record-rows.ts';

export interface ListRequest extends RecordQuery {
  /** `field:asc,other:desc`; the entity's own order when it is left out. */
  readonly sort?: string;
  /** `stage`, `expectedClose:month`: rows of one group follow each other, and each tells its group. */
  readonly group?: string;
  /** Keys of groups whose rows are left out; an empty text is the group without value. */
  readonly folded?: readonly string[];
  readonly cursor?: string;
  readonly limit: number;
  /** Only what may be read and also exported. */
  readonly forExport?: boolean;
}

/** Counted exactly up to here; beyond, the planner's estimate is shown. */
const COUNT_MAX = 10_000;
/** Of rows that have common words: each must be looked up. */
const COUNT_MAX_OF_WORDS = 1_000;
const LIMIT_MAX = 200;

export async function listRecords(
  reader: Queryable,
  request: ListRequest & QueryScope,
  asked: RowContext,
): Promise<RecordPage> {
  const { definition } = request;
  const context = await withReaderLists(reader, asked);
  const limit = Math.min(Math.max(1, request.limit), LIMIT_MAX);
  const grouping = request.group ? parseGrouping(request.group, definition, context.user.timeZone) : null;
  const keys = [...(grouping?.sortKeys ?? []), ...sortKeysOf(request)];
  const narrowed = await narrowByWords(reader, request, { keys, context });
  const parameters = new SqlParameters();
  const select = selectListSql(definition, parameters, context);
  const where = queryWhereSql(narrowed.request, parameters, context);
  const after = request.cursor
    ? afterCursorSql({ cursor: request.cursor, keys, alias: ROW_ALIAS, parameters })
    : 'true';
  const sql = `
    select ${select}, ${sortValuesSql(keys, ROW_ALIAS)}${grouping ? `, ${grouping.keySql(ROW_ALIAS)} as group_key` : ''}
    from ${definition.table} ${ROW_ALIAS}
    where ${where} and ${after}
      and ${grouping ? outsideGroupsSql(grouping, request.folded ?? [], parameters) : 'true'}
    order by ${orderBySql(keys, ROW_ALIAS)}
    limit ${parameters.add(limit + 1, 'int')}`;
  const { rows } = await refusingBadValues(() => reader.query<ListRow>(sql, parameters.values));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const count = await countRows(
    reader,
    narrowed.isCommon
      ? { ...request, countMax: COUNT_MAX_OF_WORDS }
      : { ...narrowed.request, countMax: COUNT_MAX },
    context,
  );
  const views = await viewsOfRows(reader, { definition, rows: page }, context);
  return {
    items: grouping
      ? views.map((view, index) => ({ ...view, group: page[index]?.group_key ?? null }))
      : views,
    nextCursor: rows.length > limit && last ? encodeCursor(last, keys) : null,
    total: count.total,
    totalIsEstimate: count.isEstimate,
  };
}

interface ListRow extends RecordRow, KeysetRow {
  readonly group_key?: string | null;
}

function sortKeysOf({ sort, definition }: ListRequest & QueryScope): readonly SortKey[] {
  return parseSort(sort ?? definition.defaultSort, definition);
}

async function countRows(
  reader: Queryable,
  request: QueryScope & { readonly countMax: number },
  context: RowContext,
): Promise<{ total: number; isEstimate: boolean }> {
  const { countMax } = request;
  const parameters = new SqlParameters();
  const rowsSql = `select 1 from ${request.definition.table} ${ROW_ALIAS} where ${queryWhereSql(request, parameters, context)}`;
  const { rows } = await reader.query<{ total: number }>(
    `select count(*)::int as total from (${rowsSql} limit ${countMax + 1}) counted`,
    parameters.values,
  );
  const total = rows[0]?.total ?? 0;
  if (total <= countMax) return { total, isEstimate: false };
  const plan = await reader.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `explain (format json) ${rowsSql}`,
    parameters.values,
  );
  const estimate = plan.rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
  return { total: Math.max(estimate, countMax + 1), isEstimate: true };
}
