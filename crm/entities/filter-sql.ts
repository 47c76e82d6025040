/** Filters and sort orders of lists as SQL. Field names come from the registry, values are always parameters. */
import { likeText, type SqlParameters } from '../database/sql-parameters.ts';
import { CrmRejection } from '../errors.ts';
import type { RequestUser } from '../rights/request-user.ts';
import type { EntityDefinition, FieldDefinition, StorageType } from './entity-types.ts';
import { fieldOf } from './entity-table.ts';
import { daySpanSql, relativeDaySql, startOfDaySql, type DayContext } from './relative-dates.ts';

export type FilterOperator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'notIn'
  | 'contains'
  | 'notContains'
  | 'startsWith'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'between'
  | 'within'
  | 'empty'
  | 'notEmpty';

export interface FilterCondition {
  readonly field: string;
  readonly operator: FilterOperator;
  /**
   * For user fields `me` is the asking person and `myTeam` whoever is in a team with him; for a team `myTeam` are his
   * own. For dates a day (`2026-06-01`, `today+7`), for `within` a span (`thisMonth`, `last:30`).
   */
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
  readonly user: Pick<RequestUser, 'id' | 'teamIds' | 'timeZone'>;
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
  const among = (sql: string): string => amongCandidates(field, [], sql, context.alias);
  switch (operator) {
    case 'empty':
      return emptySql(field, value, context.alias);
    case 'notEmpty':
      return `not ${emptySql(field, value, context.alias)}`;
    case 'in':
      return inSql(field, value, condition.value, context);
    case 'notIn':
      return `(${inSql(field, value, condition.value, context)}) is not true`;
    case 'contains':
    case 'startsWith':
      return textSql({ field, value, operator, wanted: condition.value, context });
    case 'notContains':
      return `(${textSql({ field, value, operator: 'contains', wanted: condition.value, context })}) is not true`;
    case 'eq':
    case 'ne': {
      const equal = equalSql(field, value, condition.value, context);
      return operator === 'eq' ? equal : `(${equal}) is not true`;
    }
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return among(comparisonSql(field, value, { operator, wanted: condition.value }, context));
    case 'between': {
      const [from, to] = Array.isArray(condition.value) ? (condition.value as unknown[]) : [];
      if (from === undefined || to === undefined)
        throw invalid(`Expected a list of two values, from and to, for '${field.key}'.`);
      const lower = comparisonSql(field, value, { operator: 'gte', wanted: from }, context);
      return among(`(${lower} and ${comparisonSql(field, value, { operator: 'lte', wanted: to }, context)})`);
    }
    case 'within':
      return among(withinSql(field, value, condition.value, context));
    default:
      throw invalid(
        `Expected a known operator for '${field.key}', but got '${String(operator satisfies never)}'.`,
      );
  }
}

function emptySql(field: FieldDefinition, value: string, alias: string): string {
  if (field.holdsSql) return `(not ${field.holdsSql(alias, null)})`;
  if (field.storage === 'text') return `(coalesce(${value}, '') = '')`;
  if (field.storage === 'text[]') return `(coalesce(cardinality(${value}), 0) = 0)`;
  return `(${value} is null)`;
}

const ORDERED: readonly StorageType[] = ['float8', 'date', 'timestamptz', 'text'];
/** A day on the calendar, not an instant. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;

interface Comparison {
  readonly operator: keyof typeof COMPARISONS;
  readonly wanted: unknown;
}

function comparisonSql(
  field: FieldDefinition,
  value: string,
  { operator, wanted }: Comparison,
  context: FilterContext,
): string {
  if (!ORDERED.includes(field.storage))
    throw invalid(`Expected a field with an order, but '${field.key}' has none.`);
  const day = daySql(field, wanted, context);
  if (day === null)
    return `${value} ${COMPARISONS[operator]} ${context.parameters.add(parsed(field, wanted, context), field.storage)}`;
  if (field.storage === 'date') return `${value} ${COMPARISONS[operator]} ${day}`;
  // A day has a length: "after" begins when it is over, "until" holds all of it.
  const bound = operator === 'gt' || operator === 'lte' ? `(${day} + 1)` : day;
  const sign = operator === 'gt' || operator === 'gte' ? '>=' : '<';
  return `${value} ${sign} ${startOfDaySql(bound, dayContext(context))}`;
}

/** What a filter calls a day, as an SQL date; null where it names an instant, or where the field is no date. */
function daySql(field: FieldDefinition, wanted: unknown, context: FilterContext): string | null {
  if (field.storage !== 'date' && field.storage !== 'timestamptz') return null;
  const relative = relativeDaySql(wanted, dayContext(context));
  if (relative !== null) return relative;
  if (typeof wanted !== 'string' || !DAY.test(wanted)) return null;
  parsed(field, wanted, context);
  return context.parameters.add(wanted, 'date');
}

function withinSql(field: FieldDefinition, value: string, wanted: unknown, context: FilterContext): string {
  if (field.storage !== 'date' && field.storage !== 'timestamptz')
    throw invalid(`Expected a date for a span of time, but '${field.key}' is none.`);
  const span = daySpanSql(wanted, dayContext(context));
  if (span === null)
    throw invalid(
      `Expected a span such as 'today', 'thisMonth' or 'last:30' for '${field.key}', but got ${JSON.stringify(wanted)}.`,
    );
  if (field.storage === 'date') return `(${value} >= ${span.from} and ${value} < ${span.to})`;
  const instant = (day: string): string => startOfDaySql(day, dayContext(context));
  return `(${value} >= ${instant(span.from)} and ${value} < ${instant(span.to)})`;
}

function dayContext({ parameters, user }: FilterContext): DayContext {
  return { parameters, timeZone: user.timeZone };
}

function equalSql(field: FieldDefinition, value: string, wanted: unknown, context: FilterContext): string {
  if (wanted === null || wanted === undefined) return emptySql(field, value, context.alias);
  if (field.storage === 'text[]') return holdsSql(field, value, [wanted], context);
  if (wanted === MY_TEAM) return inSql(field, value, [wanted], context);
  const day = daySql(field, wanted, context);
  if (day !== null && field.storage === 'date') return `${value} = ${day}`;
  if (day !== null) {
    const begin = startOfDaySql(day, dayContext(context));
    return `(${value} >= ${begin} and ${value} < ${startOfDaySql(`(${day} + 1)`, dayContext(context))})`;
  }
  const one = parsed(field, wanted, context);
  return amongCandidates(
    field,
    [one],
    `${value} = ${context.parameters.add(one, field.storage)}`,
    context.alias,
  );
}

/** A condition on a computed value, asked only of the rows that may meet it. */
export function amongCandidates(
  field: FieldDefinition,
  values: readonly unknown[],
  condition: string,
  alias: string,
): string {
  const candidates = field.candidatesSql?.(alias, values.map(String)) ?? null;
  return candidates === null ? condition : `(${candidates} and ${condition})`;
}

/** Rows that hold at least one of the values. */
function holdsSql(
  field: FieldDefinition,
  value: string,
  wanted: readonly unknown[],
  context: FilterContext,
): string {
  const texts = wanted.map((one) => textValue(field, meAs(field, one, context)));
  if (field.holdsSql) return field.holdsSql(context.alias, context.parameters.add(texts, 'text[]'));
  const shared = `${value} && ${context.parameters.add(texts, 'text[]')}`;
  return amongCandidates(field, texts, shared, context.alias);
}

const MY_TEAM = 'myTeam';

/** Of a person: whoever shares a team with the asking one, himself too. Of a team: the asking person's own. */
function myTeamSql(field: FieldDefinition, value: string, { parameters, user }: FilterContext): string {
  const teams = parameters.add(user.teamIds, 'uuid[]');
  if (field.referenceEntity === 'team') return `${value} = any(${teams})`;
  const member = field.storage === 'text' ? 'm.user_id::text' : 'm.user_id';
  return `(${value} = ${parameters.add(user.id, field.storage)}
    or ${value} in (select ${member} from crm.team_member m where m.team_id = any(${teams})))`;
}

function inSql(field: FieldDefinition, value: string, wanted: unknown, context: FilterContext): string {
  if (!Array.isArray(wanted) || wanted.length > VALUES_MAX) {
    throw invalid(`Expected a list of at most ${VALUES_MAX} values for '${field.key}'.`);
  }
  if (field.storage === 'text[]') return holdsSql(field, value, wanted, context);
  const hasTeams = field.referenceEntity === 'user' || field.referenceEntity === 'team';
  const team = hasTeams && wanted.includes(MY_TEAM) ? [myTeamSql(field, value, context)] : [];
  const named = wanted.filter((one) => !hasTeams || one !== MY_TEAM);
  if (named.length === 0 && team.length > 0) return team.join('');
  const values = named.map((one) => parsed(field, one, context));
  const placeholder = context.parameters.add(values, `${field.storage}[]`);
  const among = amongCandidates(field, values, `${value} = any(${placeholder})`, context.alias);
  return team.length === 0 ? among : `(${[among, ...team].join(' or ')})`;
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
    text: () => textValue(field, meAs(field, value, context)),
    'text[]': () => textValue(field, meAs(field, value, context)),
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
      const named = meAs(field, value, context);
      if (!isUuid(named)) throw problem('the id of a record');
      return named;
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

/** Whom `me` means; anything else as it is. */
function meAs(field: FieldDefinition, value: unknown, { user }: FilterContext): unknown {
  return field.referenceEntity === 'user' && value === 'me' ? user.id : value;
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
