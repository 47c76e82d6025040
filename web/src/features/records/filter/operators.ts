/** Which conditions a field can have, by its type. */
import type { FieldMeta, FilterCondition, FilterGroup, FilterOperator } from '#contract';

const EMPTINESS: FilterOperator[] = ['empty', 'notEmpty'];
const TEXT: FilterOperator[] = ['contains', 'notContains', 'startsWith', 'eq', 'ne', ...EMPTINESS];
const NUMBER: FilterOperator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'between', ...EMPTINESS];
const DAY: FilterOperator[] = ['within', 'eq', 'gte', 'lte', 'gt', 'lt', 'between', ...EMPTINESS];
const CHOICE: FilterOperator[] = ['in', 'notIn', ...EMPTINESS];

/** Spans of time that move with the calendar; the words are `filter.spans.*`. */
export const SPANS = [
  ...['today', 'yesterday', 'tomorrow', 'last:7', 'last:30', 'last:90', 'next:7', 'next:30'],
  ...['thisWeek', 'lastWeek', 'nextWeek', 'thisMonth', 'lastMonth', 'nextMonth'],
  ...['thisQuarter', 'lastQuarter', 'nextQuarter', 'thisYear', 'lastYear', 'nextYear'],
] as const;

export function operatorsOf(field: FieldMeta): readonly FilterOperator[] {
  switch (field.type) {
    case 'number':
    case 'money':
      return NUMBER;
    case 'boolean':
      return ['eq'];
    case 'date':
    case 'dateTime':
      return DAY;
    case 'select':
    case 'multiSelect':
    case 'user':
      return CHOICE;
    case 'reference':
      return field.referenceEntity === 'team' ? CHOICE : ['eq', 'ne', ...EMPTINESS];
    default:
      return TEXT;
  }
}

const DATE_WORDS = { lt: 'before', lte: 'until', gt: 'after', gte: 'from' } as const;

/** The word of an operator: "below" for a number is "before" for a date. */
export function operatorWord(field: FieldMeta | undefined, operator: FilterOperator) {
  const temporal = field?.type === 'date' || field?.type === 'dateTime';
  if (temporal && (operator === 'lt' || operator === 'lte' || operator === 'gt' || operator === 'gte')) {
    return DATE_WORDS[operator];
  }
  return operator;
}

export function needsValue(operator: FilterOperator): boolean {
  return operator !== 'empty' && operator !== 'notEmpty';
}

/** Several values instead of one. */
export function takesMany(operator: FilterOperator): boolean {
  return operator === 'in' || operator === 'notIn';
}

export function isGroup(item: FilterCondition | FilterGroup): item is FilterGroup {
  return 'items' in item;
}

const isFilled = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** A condition or group that asks something; what is still being typed does not reach the server. */
export function isComplete(item: FilterCondition | FilterGroup): boolean {
  if (isGroup(item)) return item.items.some(isComplete);
  if (!item.field) return false;
  if (!needsValue(item.operator)) return true;
  const { value } = item;
  if (item.operator === 'between') return Array.isArray(value) && value.length === 2 && value.every(isFilled);
  return isFilled(value) && !(Array.isArray(value) && value.length === 0);
}

export function completeOnly(group: FilterGroup): FilterGroup | null {
  const items = group.items
    .filter(isComplete)
    .map((item) => (isGroup(item) ? (completeOnly(item) ?? item) : item));
  return items.length > 0 ? { op: group.op, items } : null;
}
