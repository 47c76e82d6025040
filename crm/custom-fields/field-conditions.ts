/** Simple conditions of custom fields over the other fields of a record: all of them must hold. */
export interface FieldCondition {
  readonly field: string;
  readonly operator: 'eq' | 'ne' | 'in' | 'empty' | 'notEmpty';
  readonly value?: unknown;
}

export function conditionsHold(
  conditions: readonly FieldCondition[],
  values: Readonly<Record<string, unknown>>,
): boolean {
  return conditions.every(({ field, operator, value }) => {
    const given = values[field] ?? null;
    switch (operator) {
      case 'eq':
        return isSame(given, value);
      case 'ne':
        return !isSame(given, value);
      case 'in':
        return Array.isArray(value) && value.some((one) => isSame(given, one));
      case 'empty':
        return isEmpty(given);
      case 'notEmpty':
        return !isEmpty(given);
    }
  });
}

/** One of several choices counts as equal. */
function isSame(given: unknown, wanted: unknown): boolean {
  if (Array.isArray(given)) return given.includes(wanted);
  return JSON.stringify(given) === JSON.stringify(wanted ?? null);
}

function isEmpty(given: unknown): boolean {
  return given === null || given === '' || (Array.isArray(given) && given.length === 0);
}
