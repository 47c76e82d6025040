/**
 * How a list answers a typed text. Few rows have its words: then it is a list of those rows, sorted at the end. Many have
 * them: then the list is gone through in its own order, along an index, and each row is asked for the words until the
 * page is full. Which of the two it is, is found out, not guessed: the planner knows little of how common the beginning
 * of a word is, and the wrong way takes a hundred times as long as the right one.
 */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import type { SortKey } from './filter-sql.ts';
import { orderBySql } from './keyset.ts';
import type { QueryScope } from './record-query.ts';
import { ROW_ALIAS, type RowContext } from './record-rows.ts';
import { asksWordsOnly, docsWithWordsSql, typedText } from './search-sql.ts';

/** Of a million rows, a page along the index meets about as many as this before it is full: both ways cost the same. */
const FEW = 3_000;

export interface Narrowed {
  readonly request: QueryScope;
  /** More rows have the words than are counted one by one. */
  readonly isCommon: boolean;
}

export async function narrowByWords(
  reader: Queryable,
  request: QueryScope,
  asked: { readonly keys: readonly SortKey[]; readonly context: RowContext },
): Promise<Narrowed> {
  const { definition, q = '' } = request;
  const { keys, context } = asked;
  if (!asksWordsOnly(definition, q)) return { request, isCommon: false };
  const parameters = new SqlParameters();
  const prefixes = `crm.search_prefixes(${parameters.add(typedText(q), 'text')})`;
  const where = docsWithWordsSql(definition, prefixes, { parameters, context });
  const { rows } = await reader.query<{ id: string }>(
    `select d.id from crm.search_doc d where ${where} limit ${parameters.add(FEW + 1, 'int')}`,
    parameters.values,
  );
  const ids = rows.map((row) => row.id);
  if (ids.length <= FEW)
    return {
      request: within(request, (own) => `${ROW_ALIAS}.id = any(${own.add(ids, 'uuid[]')})`),
      isCommon: false,
    };
  if (request.filter || request.ids || request.within || !(await isInOrder(reader, definition.table, keys)))
    return { request, isCommon: true };
  const query = await queryOf(reader, q);
  return {
    request: within(
      request,
      (own) =>
        `(select d.words @@ ${own.add(query, 'tsquery')} from crm.search_doc d where d.id = ${ROW_ALIAS}.id)`,
    ),
    isCommon: true,
  };
}

function within(request: QueryScope, condition: (parameters: SqlParameters) => string): QueryScope {
  const { q: _answered, within: before, ...others } = request;
  return {
    ...others,
    within: (parameters) => [before?.(parameters) ?? 'true', condition(parameters)].join(' and '),
  };
}

/** Whether an index has the rows in this order. */
async function isInOrder(reader: Queryable, table: string, keys: readonly SortKey[]): Promise<boolean> {
  const { rows } = await reader.query<{ 'QUERY PLAN': string }>(
    `explain select ${ROW_ALIAS}.id from ${table} ${ROW_ALIAS} where ${ROW_ALIAS}.deleted_at is null
     order by ${orderBySql(keys, ROW_ALIAS)} limit 1`,
  );
  return !rows.some((row) => row['QUERY PLAN'].includes('Sort'));
}

/** Worked out once, not for every row. */
async function queryOf(reader: Queryable, q: string): Promise<string> {
  const { rows } = await reader.query<{ query: string }>('select crm.search_prefixes($1)::text as query', [
    typedText(q),
  ]);
  return rows[0]?.query ?? '';
}
