/** Filters and sort orders of lists as SQL. Field names come from the registry, values are always parameters. */
import { likeText, type SqlParameters } from '../database/sql-parameters.ts';
import { CrmRejection } from '../errors.ts';
import type { EntityDefinition, FieldDefinition, StorageType } from './entity-types.ts';
import { fieldOf } from './entity-table.ts';

export type FilterOperator =
  'eq' | 'ne' | 'in' | 'contains' | 'startsWith' | 'lt' | 'lte' | 'gt' | 'gte' | 'empty' | 'notEmpty';

export interface FilterCondition {
  readonly field: string;
  readonly operator: FilterOperator;
  /** For user fields `me` is the asking person. */
  readonly value?: unknown;
}

export interface FilterGroup {
  readonly op: 'and' | 'or';
  readonly items: readonly (FilterCondition | FilterGroup)[];
}

export interface SortKey {
  readonly field: FieldDefinition;
  readonly direction: 'asc' | 'desc';
}

/** Beyond this a filter is not a person's question any more. */
const CONDITIONS_MAX = 200;
const DEPTH_MAX = 6;
const SORT_KEYS_MAX = 4;
const VALUES_MAX = 1000;

const COMPARISONS = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

export interface FilterContext {
  readonly definition: EntityDefinition;
  readonly alias: string;
  readonly parameters: SqlParameters;
  readonly userId: string;
}

/** @throws CrmRejection CRM_FILTER_INVALID naming the field and what is expected. */
export function filterSql(group: FilterGroup, context: FilterContext): string {
  let conditions = 0;
  const visit = (item: FilterCondition | FilterGroup, depth: number): string => {
    if (depth > DEPTH_MAX) throw invalid(`Expected a filter of at most ${DEPTH_MAX} nested groups.`);
    if ('items' in item) {
      const parts = item.items.map((child) => visit(child, depth + 1));
      if (parts.length === 0) return 'true';
      return `(${parts.join(item.op === 'or' ? ' or ' : ' and ')})`;
    }
    conditions += 1;
    if (conditions > CONDITIONS_MAX)
      throw invalid(`Expected a filter of at most ${CONDITIONS_MAX} conditions.`);
    return conditionSql(item, context);
  };
  return visit(group, 1);
}

function conditionSql(condition: FilterCondition, context: FilterContext): string {
  const field = fieldOf(context.definition, condition.field);
  if (!field || !field.filterable) {
    throw invalid(
      `Expected a field of '${context.definition.entity}' that can be filtered, but got '${condition.field}'.`,
    );
  }
  const value = field.sql(context.alias);
  const { operator } = condition;
  switch (operator) {
    case 'empty':
      return emptySql(field, value);
    case 'notEmpty':
      return `not ${emptySql(field, value)}`;
    case 'in':
      return inSql(field, value, condition.value, context);
    case 'contains':
    case 'startsWith':
      return textSql({ field, value, operator, wanted: condition.value, context });
    case 'eq':
    case 'ne': {
      const equal = equalSql(field, value, condition.value, context);
      return operator === 'eq' ? equal : `(${equal}) is not true`;
    }
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte': {
      if (!['float8', 'date', 'timestamptz', 'text'].includes(field.storage)) {
        throw invalid(`Expected a field with an order, but '${field.key}' has none.`);
      }
      return `${value} ${COMPARISONS[operator]} ${context.parameters.add(parsed(field, condition.value, context), field.storage)}`;
    }
    default:
      throw invalid(
        `Expected a known operator for '${field.key}', but got '${String(operator satisfies never)}'.`,
      );
  }
}

function emptySql(field: FieldDefinition, value: string): string {
  if (field.storage === 'text') return `(coalesce(${value}, '') = '')`;
  if (field.storage === 'text[]') return `(coalesce(cardinality(${value}), 0) = 0)`;
  return `(${value} is null)`;
}

function equalSql(field: FieldDefinition, value: string, wanted: unknown, context: FilterContext): string {
  if (wanted === null || wanted === undefined) return emptySql(field, value);
  if (field.storage === 'text[]')
    return `${value} @> array[${context.parameters.add(textValue(field, wanted))}]::text[]`;
  return `${value} = ${context.parameters.add(parsed(field, wanted, context), field.storage)}`;
}

function inSql(field: FieldDefinition, value: string, wanted: unknown, context: FilterContext): string {
  if (!Array.isArray(wanted) || wanted.length > VALUES_MAX) {
    throw invalid(`Expected a list of at most ${VALUES_MAX} values for '${field.key}'.`);
  }
  if (field.storage === 'text[]') {
    return `${value} && ${context.parameters.add(
      wanted.map((one) => textValue(field, one)),
      'text[]',
    )}`;
  }
  const values = wanted.map((one) => parsed(field, one, context));
  return `${value} = any(${context.parameters.add(values, `${field.storage}[]`)})`;
}

function textSql(request: {
  field: FieldDefinition;
  value: string;
  operator: 'contains' | 'startsWith';
  wanted: unknown;
  context: FilterContext;
}): string {
  const { field, value, operator, wanted, context } = request;
  if (field.storage === 'text[]' && operator === 'contains') return equalSql(field, value, wanted, context);
  if (field.storage !== 'text') throw invalid(`Expected a text field, but '${field.key}' is none.`);
  let text = textValue(field, wanted);
  let searched = value;
  // Phones are compared digit by digit, however they were typed.
  if (field.type === 'phone') {
    text = text.replace(/\D/g, '');
    searched = `regexp_replace(${value}, '\\D', '', 'g')`;
  }
  const pattern = operator === 'contains' ? `%${likeText(text)}%` : `${likeText(text)}%`;
  return `${searched} ilike ${context.parameters.add(pattern, 'text')}`;
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

function parsed(field: FieldDefinition, value: unknown, context: FilterContext): unknown {
  const problem = (expected: string) =>
    invalid(`Expected ${expected} for '${field.key}', but got ${JSON.stringify(value)}.`);
  const check: Record<StorageType, () => unknown> = {
    text: () => textValue(field, value),
    'text[]': () => textValue(field, value),
    float8: () => {
      const number = typeof value === 'string' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isFinite(number)) throw problem('a number');
      return number;
    },
    boolean: () => {
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      throw problem('true or false');
    },
    uuid: () => {
      if (field.referenceEntity === 'user' && value === 'me') return context.userId;
      if (!isUuid(value)) throw problem('the id of a record');
      return value;
    },
    date: () => {
      if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) throw problem('a date as YYYY-MM-DD');
      return value.slice(0, 10);
    },
    timestamptz: () => {
      if (typeof value !== 'string' || Number.isNaN(Date.parse(value)))
        throw problem('an instant in ISO 8601');
      return new Date(value).toISOString();
    },
  };
  return check[field.storage]();
}

function textValue(field: FieldDefinition, value: unknown): string {
  if (typeof value === 'string' && !value.includes('\u0000')) return value;
  if (typeof value === 'number') return String(value);
  throw invalid(`Expected a text for '${field.key}', but got ${JSON.stringify(value)}.`);
}

/** Reads `name:asc,createdAt:desc`. @throws CrmRejection CRM_FILTER_INVALID */
export function parseSort(sort: string, definition: EntityDefinition): readonly SortKey[] {
  const keys = sort.split(',').map((part) => {
    const [key = '', direction = 'asc'] = part.trim().split(':');
    const field = fieldOf(definition, key);
    if (!field || !field.sortable) {
      throw invalid(`Expected a field of '${definition.entity}' that can be sorted by, but got '${key}'.`);
    }
    if (direction !== 'asc' && direction !== 'desc') {
      throw invalid(`Expected 'asc' or 'desc' after '${key}:', but got '${direction}'.`);
    }
    return { field, direction } as const;
  });
  if (keys.length > SORT_KEYS_MAX) throw invalid(`Expected at most ${SORT_KEYS_MAX} fields to sort by.`);
  return keys;
}

export function invalid(message: string): CrmRejection {
  return new CrmRejection('CRM_FILTER_INVALID', message);
}
