/** Which conditions a field can have, by its type. */
import type { FieldMeta, FilterCondition, FilterGroup, FilterOperator } from '#contract';

const TEXT: FilterOperator[] = ['contains', 'startsWith', 'eq', 'ne', 'empty', 'notEmpty'];
const NUMBER: FilterOperator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'empty', 'notEmpty'];
const INSTANT: FilterOperator[] = ['gte', 'lt', 'empty', 'notEmpty'];
const DAY: FilterOperator[] = ['eq', 'gte', 'lte', 'gt', 'lt', 'empty', 'notEmpty'];
const CHOICE: FilterOperator[] = ['in', 'ne', 'empty', 'notEmpty'];

export function operatorsOf(field: FieldMeta): readonly FilterOperator[] {
  switch (field.type) {
    case 'number':
    case 'money':
      return NUMBER;
    case 'boolean':
      return ['eq'];
    case 'date':
      return DAY;
    case 'dateTime':
      return INSTANT;
    case 'select':
    case 'multiSelect':
      return CHOICE;
    case 'reference':
    case 'user':
      return ['eq', 'ne', 'empty', 'notEmpty'];
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

export function isGroup(item: FilterCondition | FilterGroup): item is FilterGroup {
  return 'items' in item;
}

/** A condition or group that asks something; what is still being typed does not reach the server. */
export function isComplete(item: FilterCondition | FilterGroup): boolean {
  if (isGroup(item)) return item.items.some(isComplete);
  if (!item.field) return false;
  if (!needsValue(item.operator)) return true;
  const { value } = item;
  return (
    value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
  );
}

export function completeOnly(group: FilterGroup): FilterGroup | null {
  const items = group.items
    .filter(isComplete)
    .map((item) => (isGroup(item) ? (completeOnly(item) ?? item) : item));
  return items.length > 0 ? { op: group.op, items } : null;
}
