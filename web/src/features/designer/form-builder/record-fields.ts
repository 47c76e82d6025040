/** Fields of a record type as fields of a form, with their labels in both languages and their options. */
import type { DesignerCatalogue } from '#contract';
import type { ElementInfo } from '#modeler';
import { freeKey, hasOptions, type FieldDraft, type FieldType } from './form-model.ts';

type Entity = DesignerCatalogue['entities'][number];
type EntityField = Entity['fields'][number];

/** A record that a form can be tied to: the variable that holds it, and what it is. */
export interface RecordVariable {
  readonly variable: string;
  readonly entity: Entity;
}

/**
 * Records that an instance is known to hold: the one that the process is about, and variables that bear the name of a
 * kind of record. None where nobody works on a running instance yet.
 */
export function recordVariables(
  catalogue: DesignerCatalogue | null,
  element: Pick<ElementInfo, 'type'>,
  known: {
    readonly subject: { variable: string; entity: string } | null;
    readonly variables: readonly string[];
  },
): readonly RecordVariable[] {
  if (element.type !== 'bpmn:UserTask') return [];
  const { subject, variables } = known;
  const named = variables
    .filter((variable) => variable !== subject?.variable)
    .map((variable) => ({ variable, entity: variable }));
  return [...(subject ? [subject] : []), ...named].flatMap(({ variable, entity: name }) => {
    const entity = catalogue?.entities.find((one) => one.entity === name);
    return entity ? [{ variable, entity: { ...entity, fields: entity.fields.filter(canBeFilledIn) } }] : [];
  });
}

/** A reference is picked on the record's page. */
function canBeFilledIn({ type }: EntityField): boolean {
  return type !== 'reference';
}

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

/** @param variable holds the record that the field stays tied to; without one it is a variable of the process. */
export function formFieldFrom(
  field: EntityField,
  others: readonly Pick<FieldDraft, 'key'>[],
  variable?: string,
): FieldDraft {
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
    record: variable === undefined ? '' : `${variable}.${field.key}`,
    options: hasOptions(type)
      ? options.map(({ value, label }) => ({ value, label: label.en, labelRu: label.ru }))
      : [],
    raw: { id: `field_${key}` },
  };
}
