/** Whether the conditions of a field hold for the values of a form or record; the server decides with the same rules. */
import type { FieldCondition, FieldMeta } from '#contract';
import { isBlank } from './field-values.ts';

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
        return isBlank(given);
      case 'notEmpty':
        return !isBlank(given);
    }
  });
}

/** One of several choices counts as equal. */
function isSame(given: unknown, wanted: unknown): boolean {
  if (Array.isArray(given)) return given.includes(wanted);
  return JSON.stringify(given) === JSON.stringify(wanted ?? null);
}

/** The fields that are to be shown, each required or not, as the values are now. */
export function fieldsFor(
  fields: readonly FieldMeta[],
  values: Readonly<Record<string, unknown>>,
): readonly FieldMeta[] {
  return fields.flatMap((field): FieldMeta[] => {
    if (field.visibleIf && !conditionsHold(field.visibleIf, values)) return [];
    const required = field.required || (field.requiredIf ? conditionsHold(field.requiredIf, values) : false);
    return [required === field.required ? field : { ...field, required }];
  });
}
