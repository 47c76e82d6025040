/** One page of a list: rights, filter, search and keyset in one statement, the count in a second. */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { withReaderLists } from '../rights/reader-lists.ts';
import type { RecordPage } from './entity-types.ts';
import { parseSort, type SortKey } from './filter-sql.ts';
import { outsideGroupsSql, parseGrouping } from './group-rows.ts';
import { afterCursorSql, encodeCursor, orderBySql, sortValuesSql, type KeysetRow } from './keyset.ts';
import { estimate, narrowByWords } from './narrow-by-words.ts';
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
  const { cursor } = request;
  const after = (parameters: SqlParameters): string =>
    cursor ? afterCursorSql({ cursor, keys, alias: ROW_ALIAS, parameters }) : 'true';
  const order = { keys, after, limit: limit + 1 };
  const narrowed = await narrowByWords(reader, request, { order, context });
  const read = async (scope: QueryScope): Promise<readonly ListRow[]> => {
    const parameters = new SqlParameters();
    const select = selectListSql(definition, parameters, context);
    const where = queryWhereSql(scope, parameters, context);
    const sql = `
      select ${select}, ${sortValuesSql(keys, ROW_ALIAS)}${grouping ? `, ${grouping.keySql(ROW_ALIAS)} as group_key` : ''}
      from ${definition.table} ${ROW_ALIAS}
      where ${where} and ${after(parameters)}
        and ${grouping ? outsideGroupsSql(grouping, request.folded ?? [], parameters) : 'true'}
      order by ${orderBySql(keys, ROW_ALIAS)}
      limit ${parameters.add(limit + 1, 'int')}`;
    return (await refusingBadValues(() => reader.query<ListRow>(sql, parameters.values))).rows;
  };
  const first = narrowed.first ? await read(narrowed.first) : [];
  const rows = first.length > limit ? first : await read(narrowed.request);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const count = narrowed.sample
    ? await countOfWords(reader, { request, sample: narrowed.sample }, context)
    : await countRows(reader, { ...narrowed.request, countMax: COUNT_MAX }, context);
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

interface Count {
  readonly total: number;
  readonly isEstimate: boolean;
}

async function countRows(
  reader: Queryable,
  request: QueryScope & { readonly countMax: number },
  context: RowContext,
): Promise<Count> {
  const { countMax } = request;
  const total = await countUpTo(reader, request, context);
  return total <= countMax ? { total, isEstimate: false } : estimated(reader, request, context);
}

/** Where some of the rows are enough to say that there are many, the others need not be looked up. */
async function countOfWords(
  reader: Queryable,
  { request, sample }: { readonly request: QueryScope; readonly sample: QueryScope },
  context: RowContext,
): Promise<Count> {
  const countMax = COUNT_MAX_OF_WORDS;
  const ofSample = await countUpTo(reader, { ...sample, countMax }, context);
  const counted = { ...request, countMax };
  return ofSample > countMax ? estimated(reader, counted, context) : countRows(reader, counted, context);
}

/** One more than the most that is counted, where there are more. */
async function countUpTo(
  reader: Queryable,
  request: QueryScope & { readonly countMax: number },
  context: RowContext,
): Promise<number> {
  const parameters = new SqlParameters();
  const { rows } = await reader.query<{ total: number }>(
    `select count(*)::int as total from (${rowsSql(request, parameters, context)} limit ${request.countMax + 1}) counted`,
    parameters.values,
  );
  return rows[0]?.total ?? 0;
}

async function estimated(
  reader: Queryable,
  request: QueryScope & { readonly countMax: number },
  context: RowContext,
): Promise<Count> {
  const parameters = new SqlParameters();
  const sql = rowsSql(request, parameters, context);
  const total = await estimate(reader, sql, parameters.values);
  return { total: Math.max(total, request.countMax + 1), isEstimate: true };
}

function rowsSql(request: QueryScope, parameters: SqlParameters, context: RowContext): string {
  return `select 1 from ${request.definition.table} ${ROW_ALIAS} where ${queryWhereSql(request, parameters, context)}`;
}
