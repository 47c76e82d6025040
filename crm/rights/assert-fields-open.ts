import type { EntityDefinition } from '../entities/entity-types.ts';
import { fieldsInvalid } from '../errors.ts';
import { fieldLevelOf } from './field-levels.ts';
import type { RequestUser } from './request-user.ts';

interface Writer {
  readonly user: RequestUser;
  readonly byProcess?: boolean;
}

/**
 * Refuses hidden fields whatever their value: that the right guess is taken and a wrong one refused would tell it.
 * @throws CrmRejection CRM_FIELDS_INVALID
 */
export function assertFieldsKnown(
  definition: EntityDefinition,
  keys: readonly string[],
  writer: Writer,
): void {
  const hidden = keys.filter((key) => fieldLevelOf(writer.user, definition, key) === 'hidden');
  assertFieldsOpen(definition, hidden, writer);
}

/**
 * Refuses values for fields that are hidden from the writer or only shown to him; a hidden one is answered like one
 * that does not exist. What the product itself derives is not asked.
 * @throws CrmRejection CRM_FIELDS_INVALID
 */
export function assertFieldsOpen(
  definition: EntityDefinition,
  keys: readonly string[],
  writer: Writer,
): void {
  if (writer.byProcess) return;
  const closed = keys.flatMap((key) => {
    const level = fieldLevelOf(writer.user, definition, key);
    if (level === 'edit') return [];
    const label = definition.fields.find((field) => field.key === key)?.label.en ?? key;
    const message =
      level === 'hidden'
        ? `'${key}' is no field of '${definition.entity}' that you know: leave it out.`
        : `'${label}' is only shown to you: leave it out.`;
    return [{ path: key, code: level === 'hidden' ? ('unknown' as const) : ('shownOnly' as const), message }];
  });
  if (closed.length > 0) throw fieldsInvalid(closed);
}
