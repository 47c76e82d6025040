/**
 * What a column of a file can become: the fields that the importing person may write, and a few things that only an
 * import knows: a whole name in one cell, the account of a contact, and the number or id by which an existing record
 * is found.
 */
import type {
  EntityDefinition,
  FieldDefinition,
  FieldType,
  LocalizedText,
} from '../../entities/entity-types.ts';
import { definitionFor } from '../../rights/field-levels.ts';
import type { RequestUser } from '../../rights/request-user.ts';

export type TargetKind = 'field' | 'fullName' | 'contactAccount' | 'contactPosition' | 'id' | 'number';

export interface ImportTarget {
  /** The key of the field; `$…` for what is no field. */
  readonly key: string;
  readonly kind: TargetKind;
  readonly label: LocalizedText;
  readonly type: FieldType;
  readonly required: boolean;
  readonly referenceEntity: string | null;
  readonly list: string | null;
  /** Whether existing records can be found by its value alone. */
  readonly isKey: boolean;
  readonly field: FieldDefinition | null;
}

/** Kinds of fields whose equal value means the same record, when a person says so. */
const KEY_TYPES: readonly FieldType[] = ['text', 'number', 'phone', 'email', 'url'];

export function importTargets(shipped: EntityDefinition, user: RequestUser): readonly ImportTarget[] {
  const definition = definitionFor(shipped, { user });
  const fields = definition.fields
    .filter((field) => !field.readOnly || field.setAtCreation)
    .map(targetOfField);
  const has = (key: string): boolean => fields.some((target) => target.key === key);
  const special: ImportTarget[] = [];
  if (has('givenName') && has('familyName'))
    special.push(special_('$fullName', 'fullName', 'text', { en: 'Full name', ru: 'ФИО' }));
  if (definition.entity === 'contact') {
    special.push({
      ...special_('$account', 'contactAccount', 'reference', { en: 'Account', ru: 'Клиент (организация)' }),
      referenceEntity: 'account',
    });
    special.push(special_('$position', 'contactPosition', 'text', { en: 'Position', ru: 'Должность' }));
  }
  if (definition.numberColumn !== null)
    special.push({
      ...special_('$number', 'number', 'text', {
        en: 'Number (finds the record)',
        ru: 'Номер (находит запись)',
      }),
      isKey: true,
    });
  special.push({
    ...special_('$id', 'id', 'text', { en: 'Id (finds the record)', ru: 'Идентификатор (находит запись)' }),
    isKey: true,
  });
  return [...fields, ...special];
}

function special_(key: string, kind: TargetKind, type: FieldType, label: LocalizedText): ImportTarget {
  return {
    key,
    kind,
    type,
    label,
    required: false,
    referenceEntity: null,
    list: null,
    isKey: false,
    field: null,
  };
}

function targetOfField(field: FieldDefinition): ImportTarget {
  return {
    key: field.key,
    kind: 'field',
    label: field.label,
    type: field.type,
    required: field.required && field.defaultValue === null && !field.filledIn,
    referenceEntity: field.referenceEntity,
    list: field.list,
    isKey: KEY_TYPES.includes(field.type) && field.filterable,
    field,
  };
}
