/**
 * Keyset paging: a page begins after the last row of the one before, by (sort values, id), so that pages neither skip
 * nor repeat rows that stay where they are, and the tenth page costs what the first does. Empty values come last in
 * both directions. The cursor carries the sort order it belongs to and is refused with another.
 */
import type { SqlParameters } from '../database/sql-parameters.ts';
import { invalid, isUuid, type SortKey } from './filter-sql.ts';

interface Cursor {
  readonly order: string;
  readonly values: readonly (string | null)[];
  readonly id: string;
}

export interface KeysetRow {
  readonly id: string;
  /** The sort values as PostgreSQL's text. */
  readonly sort_values: readonly (string | null)[];
}

export function orderBySql(keys: readonly SortKey[], alias: string): string {
  const parts = keys.map(
    (key) => `${sortValue(key, alias)} ${key.direction}${isNeverEmpty(key) ? '' : ' nulls last'}`,
  );
  return [...parts, `${alias}.id asc`].join(', ');
}

/** An array of the sort values as text, to build the cursor from. */
export function sortValuesSql(keys: readonly SortKey[], alias: string): string {
  const values = keys.map((key) => `(${sortValue(key, alias)})::text`);
  return `array[${values.join(', ')}]::text[] as sort_values`;
}

export function encodeCursor(row: KeysetRow, keys: readonly SortKey[]): string {
  const cursor: Cursor = { order: orderOf(keys), values: row.sort_values, id: row.id };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws CrmRejection CRM_FILTER_INVALID when the cursor is not one of this order. */
export function afterCursorSql(request: {
  readonly cursor: string;
  readonly keys: readonly SortKey[];
  readonly alias: string;
  readonly parameters: SqlParameters;
}): string {
  const { keys, alias, parameters } = request;
  const cursor = decodeCursor(request.cursor, keys);
  const alternatives: string[] = [];
  const equal: string[] = [];
  let bound = '';
  keys.forEach((key, index) => {
    const expression = sortValue(key, alias);
    const value = cursor.values[index] ?? null;
    if (value === null) {
      equal.push(`${expression} is null`);
      return;
    }
    const placeholder = parameters.add(value, key.field.sortStorage);
    const sign = key.direction === 'asc' ? '>' : '<';
    const after = `${expression} ${sign} ${placeholder}`;
    alternatives.push(
      [...equal, isNeverEmpty(key) ? after : `(${after} or ${expression} is null)`].join(' and '),
    );
    // Said for the index: the alternatives below would make it begin at the first row of the list.
    if (index === 0 && isNeverEmpty(key)) bound = `${expression} ${sign}= ${placeholder} and `;
    equal.push(`${expression} = ${placeholder}`);
  });
  alternatives.push([...equal, `${alias}.id > ${parameters.add(cursor.id, 'uuid')}`].join(' and '));
  return `(${bound}(${alternatives.map((one) => `(${one})`).join(' or ')}))`;
}

/** Where no row is without a value, an index in the plain order serves both directions. */
function isNeverEmpty({ field }: SortKey): boolean {
  return field.column === 'created_at' || field.column === 'updated_at';
}

function sortValue(key: SortKey, alias: string): string {
  return key.field.sortSql ? key.field.sortSql(alias) : key.field.sql(alias);
}

function orderOf(keys: readonly SortKey[]): string {
  return keys.map((key) => `${key.field.key}:${key.direction}`).join(',');
}

function decodeCursor(text: string, keys: readonly SortKey[]): Cursor {
  let cursor: Partial<Cursor> | null = null;
  try {
    cursor = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Partial<Cursor> | null;
  } catch {
    throw invalid('Expected a cursor as the page before gave it.');
  }
  const values = cursor?.values;
  const isValid =
    cursor?.order === orderOf(keys) &&
    isUuid(cursor.id) &&
    Array.isArray(values) &&
    values.length === keys.length &&
    values.every((value) => value === null || typeof value === 'string');
  if (!isValid) throw invalid('Expected a cursor of the same list and sort order.');
  return cursor as Cursor;
}
