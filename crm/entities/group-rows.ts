/**
 * Rows in groups: by a choice, a person, a record that is referred to, a yes or no, a text, or the span of the calendar
 * that a date lies in. Group headers and rows are ordered by the very same expressions, so that a list that is read page
 * by page meets its groups in the order of the headers, each in one piece.
 */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { baseCurrency, worthSql } from '../money/base-amount.ts';
import { withReaderLists } from '../rights/reader-lists.ts';
import type { EntityDefinition, FieldDefinition, RecordLink } from './entity-types.ts';
import { fieldOf } from './entity-table.ts';
import { invalid, type SortKey } from './filter-sql.ts';
import { orderBySql } from './keyset.ts';
import { queryWhereSql, type QueryScope, refusingBadValues } from './record-query.ts';
import { readLinkGroups, ROW_ALIAS, type RowContext } from './record-rows.ts';

export interface RecordGroup {
  /** What rows of the group have in common, as text; the first day of a span; null where the field is empty. */
  readonly key: string | null;
  /** The record or person that is referred to; null also where the asking person may not read it. */
  readonly link: RecordLink | null;
  readonly count: number;
  /** Sums of the asked fields; null where no row has a value. */
  readonly sums: Readonly<Record<string, number | null>>;
  /** How many rows a sum leaves out, though they ought to be in it; named only where there are some. */
  readonly leftOut?: Readonly<Record<string, number>>;
}

export interface RecordGroups {
  readonly groups: RecordGroup[];
  /** What sums of money are told in; null where records name no currency. */
  readonly currency: string | null;
  /** There are more groups than are told. */
  readonly isCut: boolean;
}

/** What rows are grouped by. */
export interface Grouping {
  readonly field: FieldDefinition;
  readonly direction: 'asc' | 'desc';
  /** The group's key as text. */
  readonly keySql: (alias: string) => string;
  /** What a list is sorted by before everything else. */
  readonly sortKeys: readonly SortKey[];
}

export const SPANS = ['day', 'week', 'month', 'quarter', 'year'] as const;
type Span = (typeof SPANS)[number];

const GROUPS_MAX = 500;
const SUMS_MAX = 5;
const UNGROUPED: readonly FieldDefinition['type'][] = ['longText', 'multiSelect'];

/** Reads `stage`, `owner:desc`, `expectedClose:month`. @throws CrmRejection CRM_FILTER_INVALID */
export function parseGrouping(text: string, definition: EntityDefinition, timeZone: string): Grouping {
  const [key = '', ...rest] = text.split(':');
  const field = fieldOf(definition, key);
  if (!field?.filterable || UNGROUPED.includes(field.type))
    throw invalid(
      `Expected a field of '${definition.entity}' that rows can be grouped by, but got '${key}'.`,
    );
  const isTemporal = field.storage === 'date' || field.storage === 'timestamptz';
  const span = SPANS.find((one) => rest.includes(one)) ?? (isTemporal ? 'month' : null);
  const direction = rest.includes('desc') ? 'desc' : 'asc';
  const unknown = rest.filter((word) => word !== span && word !== 'asc' && word !== 'desc');
  if (unknown.length > 0 || (span !== null && !isTemporal))
    throw invalid(`Expected 'asc', 'desc' or, for a date, one of ${SPANS.join(', ')} after '${key}:'.`);
  const keySql = span === null ? plainKey(field) : spanKey(field, span, timeZone);
  return { field, direction, keySql, sortKeys: groupSortKeys(field, direction, keySql) };
}

function plainKey(field: FieldDefinition): (alias: string) => string {
  // An empty text is no value, as filters have it.
  if (field.storage === 'text') return (alias) => `nullif(${field.sql(alias)}, '')`;
  return (alias) => `(${field.sql(alias)})::text`;
}

/** The name of a time zone is checked where people are kept; quotes in it could only be an attack. */
function spanKey(field: FieldDefinition, span: Span, timeZone: string): (alias: string) => string {
  const zone = timeZone.replaceAll(`'`, '');
  const local = (alias: string): string =>
    field.storage === 'date'
      ? `${field.sql(alias)}::timestamp`
      : `(${field.sql(alias)} at time zone '${zone}')`;
  return (alias) => `to_char(date_trunc('${span}', ${local(alias)}), 'YYYY-MM-DD')`;
}

/** First what the group is called by (title, place of the choice), then the key, so that namesakes stay apart. */
function groupSortKeys(
  field: FieldDefinition,
  direction: 'asc' | 'desc',
  keySql: (alias: string) => string,
): readonly SortKey[] {
  const key: FieldDefinition = { ...field, key: `${field.key}#group`, sortSql: keySql, sortStorage: 'text' };
  const named = field.sortSql !== null && (field.list !== null || field.referenceEntity !== null);
  const order = named ? [{ field: { ...field, key: `${field.key}#order` }, direction }] : [];
  return [...order, { field: key, direction }];
}

/** Rows outside of the groups that are folded up; an empty text stands for the group without value. */
export function outsideGroupsSql(
  grouping: Grouping,
  folded: readonly string[],
  parameters: SqlParameters,
): string {
  if (folded.length === 0) return 'true';
  const keys = parameters.add(folded, 'text[]');
  return `not (coalesce(${grouping.keySql(ROW_ALIAS)}, '') = any(${keys}))`;
}

/** Headers of a grouped list and columns of a board: how many rows each group has, and their sums. */
export async function groupRows(
  reader: Queryable,
  request: QueryScope & { readonly by: string; readonly sums?: readonly string[] },
  asked: RowContext,
): Promise<RecordGroups> {
  const { definition, sums = [] } = request;
  const context = await withReaderLists(reader, asked);
  const grouping = parseGrouping(request.by, definition, context.user.timeZone);
  const fields = summedFields(definition, sums);
  const parameters = new SqlParameters();
  const where = queryWhereSql(request, parameters, context);
  const order = grouping.sortKeys.map((key, index) => `${sortSqlOf(key)} as o${index}`);
  const sumSql = fields.flatMap((field, index) => {
    const { value, misses } = summedSql(definition, field);
    return [`sum(${value})::float8 as s${index}`, `(count(*) filter (where ${misses}))::int as m${index}`];
  });
  const outer: SortKey[] = grouping.sortKeys.map((key, index) => ({
    ...key,
    field: { ...key.field, sortSql: () => `g.o${index}` },
  }));
  const sql = `
    select g.* from (
      select ${[`${grouping.keySql(ROW_ALIAS)} as key`, ...order, 'count(*)::int as count', ...sumSql].join(', ')}
      from ${definition.table} ${ROW_ALIAS}
      where ${where}
      group by ${[1, ...order.map((_, index) => index + 2)].join(', ')}) g
    order by ${orderBySql(outer, 'g').replace(', g.id asc', '')}
    limit ${GROUPS_MAX + 1}`;
  const { rows } = await refusingBadValues(() => reader.query<GroupRow>(sql, parameters.values));
  const shown = rows.slice(0, GROUPS_MAX);
  const links = await linksOf(reader, grouping.field, shown, context);
  const isMoney =
    fields.some((field) => field.type === 'money') && fieldOf(definition, 'currency') !== undefined;
  return {
    isCut: rows.length > GROUPS_MAX,
    currency: isMoney ? await baseCurrency(reader) : null,
    groups: shown.map((row) => ({
      key: row.key,
      link: (row.key === null ? undefined : links.get(row.key)) ?? null,
      count: row.count,
      sums: Object.fromEntries(fields.map((field, index) => [field.key, row[`s${index}`] as number | null])),
      ...leftOutOf(fields, row),
    })),
  };
}

interface GroupRow {
  readonly key: string | null;
  readonly count: number;
  readonly [column: string]: unknown;
}

function leftOutOf(fields: readonly FieldDefinition[], row: GroupRow): Pick<RecordGroup, 'leftOut'> {
  const counts = fields.map((field, index) => [field.key, row[`m${index}`] as number] as const);
  const left = counts.filter(([, count]) => count > 0);
  return left.length > 0 ? { leftOut: Object.fromEntries(left) } : {};
}

/** Only what is of one currency can be added up: amounts of others go by today's rate, or are missed without one. */
function summedSql(
  definition: EntityDefinition,
  field: FieldDefinition,
): { readonly value: string; readonly misses: string } {
  const value = field.sql(ROW_ALIAS);
  if (field.missesSql) return { value, misses: field.missesSql(ROW_ALIAS) };
  const currency = field.type === 'money' ? fieldOf(definition, 'currency') : undefined;
  if (!currency || field.custom) return { value, misses: 'false' };
  const worth = worthSql(value, currency.sql(ROW_ALIAS));
  return { value: worth, misses: `(${value}) is not null and ${worth} is null` };
}

function sortSqlOf({ field }: SortKey): string {
  return (field.sortSql ?? field.sql)(ROW_ALIAS);
}

function summedFields(definition: EntityDefinition, keys: readonly string[]): FieldDefinition[] {
  if (keys.length > SUMS_MAX) throw invalid(`Expected at most ${SUMS_MAX} fields to sum.`);
  return keys.map((key) => {
    const field = fieldOf(definition, key);
    if (field && (field.type === 'number' || field.type === 'money')) return field;
    throw invalid(`Expected a number of '${definition.entity}' to sum, but got '${key}'.`);
  });
}

async function linksOf(
  reader: Queryable,
  field: FieldDefinition,
  rows: readonly GroupRow[],
  context: RowContext,
): Promise<ReadonlyMap<string, RecordLink>> {
  if (field.referenceEntity === null) return new Map();
  const ids = rows.flatMap(({ key }) => (key === null ? [] : [key]));
  const links = await readLinkGroups(reader, [{ entity: field.referenceEntity, ids }], context);
  return new Map(links.map((link) => [link.id, link]));
}
