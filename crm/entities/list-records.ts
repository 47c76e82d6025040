/** One page of a list: rights, filter, search and keyset in one statement, the count in a second. */
import { likeText, SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { scopeFor } from '../rights/scope-for.ts';
import type { EntityDefinition, RecordPage } from './entity-types.ts';
import { filterSql, invalid, parseSort, type FilterGroup } from './filter-sql.ts';
import { afterCursorSql, encodeCursor, orderBySql, sortValuesSql, type KeysetRow } from './keyset.ts';
import { type RecordRow, ROW_ALIAS, type RowContext, selectListSql, viewsOfRows } from './record-rows.ts';

export interface ListRequest {
  readonly entity: string;
  readonly filter?: FilterGroup;
  /** `field:asc,other:desc`; the entity's own order when it is left out. */
  readonly sort?: string;
  readonly q?: string;
  readonly cursor?: string;
  readonly limit: number;
  /** Only what may be read and also exported. */
  readonly forExport?: boolean;
}

/** Counted exactly up to here; beyond, the planner's estimate is shown. */
const COUNT_MAX = 10_000;
const LIMIT_MAX = 200;
/** A search for fewer digits would match half of all phone numbers. */
const PHONE_DIGITS_MIN = 4;

export async function listRecords(
  reader: Queryable,
  request: ListRequest & {
    readonly definition: EntityDefinition;
    readonly within?: (parameters: SqlParameters) => string;
  },
  context: RowContext,
): Promise<RecordPage> {
  const { definition } = request;
  const limit = Math.min(Math.max(1, request.limit), LIMIT_MAX);
  const keys = parseSort(request.sort ?? definition.defaultSort, definition);
  const parameters = new SqlParameters();
  const select = selectListSql(definition, parameters, context);
  const where = whereSql(request, parameters, context);
  const after = request.cursor
    ? afterCursorSql({ cursor: request.cursor, keys, alias: ROW_ALIAS, parameters })
    : 'true';
  const sql = `
    select ${select}, ${sortValuesSql(keys, ROW_ALIAS)}
    from ${definition.table} ${ROW_ALIAS}
    where ${where} and ${after}
    order by ${orderBySql(keys, ROW_ALIAS)}
    limit ${parameters.add(limit + 1, 'int')}`;
  const { rows } = await refusingBadValues(() => reader.query<RecordRow & KeysetRow>(sql, parameters.values));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const count = await countRows(reader, request, context);
  return {
    items: await viewsOfRows(reader, { definition, rows: page }, context),
    nextCursor: rows.length > limit && last ? encodeCursor(last, keys) : null,
    total: count.total,
    totalIsEstimate: count.isEstimate,
  };
}

function whereSql(
  request: Parameters<typeof listRecords>[1],
  parameters: SqlParameters,
  context: RowContext,
): string {
  const { definition, filter, q, within, forExport } = request;
  const alias = ROW_ALIAS;
  const scope = (action: 'read' | 'export') =>
    scopeFor({ ...context, entity: definition.entity, action, alias, parameters });
  return [
    `${alias}.deleted_at is null`,
    scope('read'),
    forExport ? scope('export') : 'true',
    filter ? filterSql(filter, { definition, alias, parameters, userId: context.user.id }) : 'true',
    q?.trim() ? searchSql(definition, q, parameters) : 'true',
    within ? within(parameters) : 'true',
  ].join('\n      and ');
}

/** Every word must be found; four digits or more also search phones from the end, an `@` also searches addresses. */
export function searchSql(definition: EntityDefinition, q: string, parameters: SqlParameters): string {
  const text = q.trim().toLowerCase().replaceAll('\u0000', '').slice(0, 200);
  const alias = ROW_ALIAS;
  const searched = definition.searchTextSql?.(alias) ?? `${alias}.search_text`;
  const words = text
    .split(/\s+/)
    .map((word) => `${searched} like ${parameters.add(`%${likeText(word)}%`, 'text')}`);
  const alternatives = [`(${words.join(' and ')})`];
  for (const field of definition.fields) {
    if (!field.custom?.isSearched || field.storage !== 'text') continue;
    alternatives.push(`lower(${field.sql(alias)}) like ${parameters.add(`%${likeText(text)}%`, 'text')}`);
  }
  if (definition.partyType !== null) {
    const points = (predicate: string) =>
      `exists (select from crm.comm_point cp where cp.party_type = '${definition.partyType}' and cp.party_id = ${alias}.id and ${predicate})`;
    const digits = text.replace(/\D/g, '');
    const looksLikePhone = /^[\d\s()+.-]+$/.test(text) && digits.length >= PHONE_DIGITS_MIN;
    if (looksLikePhone) {
      // 8 916 … and +7 916 … end alike: compare from the end, without the prefix of long-distance calls.
      const tail = digits.length === 11 && /^[78]/.test(digits) ? digits.slice(1) : digits;
      const reversed = [...tail].reverse().join('');
      alternatives.push(points(`reverse(cp.digits) like ${parameters.add(`${reversed}%`, 'text')}`));
    }
    if (text.includes('@'))
      alternatives.push(points(`cp.email_norm like ${parameters.add(`${likeText(text)}%`, 'text')}`));
  }
  return `(${alternatives.join(' or ')})`;
}

async function countRows(
  reader: Queryable,
  request: Parameters<typeof listRecords>[1],
  context: RowContext,
): Promise<{ total: number; isEstimate: boolean }> {
  const parameters = new SqlParameters();
  const rowsSql = `select 1 from ${request.definition.table} ${ROW_ALIAS} where ${whereSql(request, parameters, context)}`;
  const { rows } = await reader.query<{ total: number }>(
    `select count(*)::int as total from (${rowsSql} limit ${COUNT_MAX + 1}) counted`,
    parameters.values,
  );
  const total = rows[0]?.total ?? 0;
  if (total <= COUNT_MAX) return { total, isEstimate: false };
  const plan = await reader.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `explain (format json) ${rowsSql}`,
    parameters.values,
  );
  const estimate = plan.rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
  return { total: Math.max(estimate, COUNT_MAX + 1), isEstimate: true };
}

/** Class 22 of PostgreSQL: a value of the cursor or the filter cannot be read as the field's type. */
async function refusingBadValues<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (cause) {
    const code = (cause as { code?: unknown }).code;
    if (typeof code === 'string' && code.startsWith('22'))
      throw invalid('Expected values that fit their fields.');
    throw cause;
  }
}
