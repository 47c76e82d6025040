/** Fields of a record type as fields of a form, with their labels in both languages and their options. */
import type { DesignerCatalogue } from '#contract';
import { freeKey, hasOptions, type FieldDraft, type FieldType } from './form-model.ts';

type EntityField = DesignerCatalogue['entities'][number]['fields'][number];

const FORM_TYPES: Readonly<Record<string, FieldType>> = {
  longText: 'textarea',
  number: 'number',
  money: 'number',
  boolean: 'checkbox',
  date: 'date',
  dateTime: 'datetime',
  select: 'select',
  multiSelect: 'checklist',
};

export function formFieldFrom(field: EntityField, others: readonly Pick<FieldDraft, 'key'>[]): FieldDraft {
  const wanted = FORM_TYPES[field.type] ?? 'textfield';
  const options = field.options ?? [];
  // A choice without its choices would be an empty list.
  const type = hasOptions(wanted) && options.length === 0 ? 'textfield' : wanted;
  const key = freeKey(field.key, others);
  return {
    id: `field_${key}`,
    type,
    rawType: type,
    key,
    label: field.label.en,
    labelRu: field.label.ru,
    required: false,
    options: hasOptions(type)
      ? options.map(({ value, label }) => ({ value, label: label.en, labelRu: label.ru }))
      : [],
    raw: { id: `field_${key}` },
  };
}
