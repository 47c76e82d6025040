/**
 * How a list answers a typed text. Few rows have its words: then it is a list of those rows, sorted at the end. Many have
 * them: then the order of the list is gone through, in an index, until enough of those rows were met; and where that
 * takes too long, because they stand at the end of the order, they are sorted after all. Which of the two it is, is
 * found out, not guessed: the planner knows little of how common the beginning of a word is, and the wrong way takes a
 * hundred times as long as the right one.
 */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import type { SortKey } from './filter-sql.ts';
import { orderBySql } from './keyset.ts';
import type { QueryScope } from './record-query.ts';
import { ROW_ALIAS, type RowContext } from './record-rows.ts';
import { asksWordsOnly, docsWithWordsSql, typedText } from './search-sql.ts';

/** So many are fetched by their ids and sorted in a moment. */
const FEW = 3_000;
/** Where the planner expects so many, the order is gone through before anything is counted. */
const MANY = 2 * FEW;
/** Ids that a set holds in memory; of more, enough are soon met with single look-ups. */
const SET_MAX = 50_000;
/** Places of the order that are looked at before the rows are sorted instead. */
const WALK_MAX = 20_000;
/** Of a page along the order, the rows that rights leave out: more are met than are shown. */
const ROOM = 2;
/** As many as must be readable before nobody counts further, and some that are not. */
const SAMPLE = 1_500;

export interface Narrowed {
  readonly request: QueryScope;
  /** Where more rows have the words than are counted one by one: some of them. */
  readonly sample: QueryScope | null;
  /** The first ones in the order of the list; too few for a page when rights leave out most of them. */
  readonly first: QueryScope | null;
}

interface Order {
  readonly keys: readonly SortKey[];
  /** What begins after the page before. */
  readonly after: (parameters: SqlParameters) => string;
  /** Rows that are wanted. */
  readonly limit: number;
}

export async function narrowByWords(
  reader: Queryable,
  request: QueryScope,
  { order, context }: { readonly order: Order; readonly context: RowContext },
): Promise<Narrowed> {
  const { definition, q = '' } = request;
  if (!asksWordsOnly(definition, q)) return { request, sample: null, first: null };
  // Worked out once, not for every row.
  const query = await queryOf(reader, q);
  const docs = (parameters: SqlParameters): string =>
    `select d.id from crm.search_doc d
     where ${docsWithWordsSql(definition, parameters.add(query, 'tsquery'), { parameters, context })}`;
  const parameters = new SqlParameters();
  const found = docs(parameters);
  const sample = within(
    request,
    (own) => `${ROW_ALIAS}.id = any(array(${docs(own)} limit ${own.add(SAMPLE, 'int')}))`,
  );
  const expected = await estimate(reader, found, parameters.values);
  const mayWalk =
    !request.filter && !request.ids && !request.within && (await isInOrder(reader, definition.table, order));
  const walk = async (): Promise<Narrowed | null> => {
    const along = new SqlParameters();
    const isFound = expected <= SET_MAX ? isOfSetSql(docs(along)) : hasWordsSql(along.add(query, 'tsquery'));
    const { ids, wanted } = await firstInOrder(reader, definition.table, { order, along, isFound });
    if (ids.length < wanted) return null;
    return { request, sample, first: onlyIds(request, ids) };
  };
  const walked = expected >= MANY && mayWalk ? await walk() : null;
  if (walked) return walked;
  const { rows } = await reader.query<{ id: string }>(`${found} limit ${FEW + 1}`, parameters.values);
  if (rows.length <= FEW)
    return {
      request: onlyIds(
        request,
        rows.map((row) => row.id),
      ),
      sample: null,
      first: null,
    };
  const late = expected < MANY && mayWalk ? await walk() : null;
  return late ?? { request, sample, first: null };
}

/** As a truth, and not as a join, it is asked of each row, of a set that is made once. */
function isOfSetSql(docs: string): string {
  return `(${ROW_ALIAS}.id in (${docs})) is true`;
}

function hasWordsSql(query: string): string {
  return `(select d.words @@ ${query} from crm.search_doc d where d.id = ${ROW_ALIAS}.id)`;
}

/** Ids only: the order and they are in the index, so that no row is fetched that has not the words. */
async function firstInOrder(
  reader: Queryable,
  table: string,
  asked: { readonly order: Order; readonly along: SqlParameters; readonly isFound: string },
): Promise<{ readonly ids: readonly string[]; readonly wanted: number }> {
  const { order, along, isFound } = asked;
  const wanted = order.limit * ROOM;
  const { rows } = await reader.query<{ id: string }>(
    `select ${ROW_ALIAS}.id
     from (select ${ROW_ALIAS}.id from ${table} ${ROW_ALIAS}
           where ${ROW_ALIAS}.deleted_at is null and ${order.after(along)}
           order by ${orderBySql(order.keys, ROW_ALIAS)} limit ${WALK_MAX}) ${ROW_ALIAS}
     where ${isFound} limit ${wanted}`,
    along.values,
  );
  return { ids: rows.map((row) => row.id), wanted };
}

/** How many rows the planner expects. */
export async function estimate(
  reader: Queryable,
  rowsSql: string,
  values: readonly unknown[],
): Promise<number> {
  const { rows } = await reader.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `explain (format json) ${rowsSql}`,
    [...values],
  );
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
}

function onlyIds(request: QueryScope, ids: readonly string[]): QueryScope {
  return within(request, (own) => `${ROW_ALIAS}.id = any(${own.add(ids, 'uuid[]')})`);
}

function within(request: QueryScope, condition: (parameters: SqlParameters) => string): QueryScope {
  const { q: _answered, within: before, ...others } = request;
  return {
    ...others,
    within: (parameters) => [before?.(parameters) ?? 'true', condition(parameters)].join(' and '),
  };
}

/** Whether an index has the rows in this order. */
async function isInOrder(reader: Queryable, table: string, { keys }: Order): Promise<boolean> {
  const { rows } = await reader.query<{ 'QUERY PLAN': string }>(
    `explain select ${ROW_ALIAS}.id from ${table} ${ROW_ALIAS} where ${ROW_ALIAS}.deleted_at is null
     order by ${orderBySql(keys, ROW_ALIAS)} limit 1`,
  );
  return !rows.some((row) => row['QUERY PLAN'].includes('Sort'));
}

async function queryOf(reader: Queryable, q: string): Promise<string> {
  const { rows } = await reader.query<{ query: string | null }>(
    'select crm.search_prefixes($1)::text as query',
    [typedText(q)],
  );
  return rows[0]?.query ?? '';
}
