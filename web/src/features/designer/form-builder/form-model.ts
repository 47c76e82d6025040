/**
 * A form-js schema as the list that the form builder edits. What the builder does not know about a field (a
 * condition, a layout, a property of another tool) stays in the schema untouched. Russian labels live in
 * `properties.label_ru` of a field and `label_ru` of an option, where other form-js tools keep them; the field of a
 * record that a field is tied to in `properties.recordField`.
 */
export const FIELD_TYPES = [
  'textfield',
  'textarea',
  'number',
  'select',
  'radio',
  'checklist',
  'checkbox',
  'date',
  'datetime',
  'text',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface OptionDraft {
  readonly value: string;
  readonly label: string;
  readonly labelRu: string;
}

type Json = Readonly<Record<string, unknown>>;

export interface FieldDraft {
  /** Stable while editing; the component's id. */
  readonly id: string;
  /** Null for a component that the builder only moves and removes. */
  readonly type: FieldType | null;
  readonly rawType: string;
  readonly key: string;
  readonly label: string;
  readonly labelRu: string;
  readonly required: boolean;
  /** The record's field that it is, as `variable.field`; empty when it is a variable of the process. */
  readonly record: string;
  readonly options: readonly OptionDraft[];
  readonly raw: Json;
}

export interface FormDraft {
  readonly fields: readonly FieldDraft[];
  readonly raw: Json;
}

export const hasOptions = (type: FieldType | null): boolean =>
  type === 'select' || type === 'radio' || type === 'checklist';
export const hasKey = (type: FieldType | null): boolean => type !== 'text' && type !== null;

export function readFormDraft(schema: string | null): FormDraft {
  const raw = parse(schema);
  const components = Array.isArray(raw['components']) ? raw['components'].filter(isObject) : [];
  return { raw, fields: components.map(fieldFrom) };
}

export function writeFormDraft(form: FormDraft): string {
  return JSON.stringify({ type: 'default', ...form.raw, components: form.fields.map(componentOf) });
}

/** A new field of that type with a key of its own. */
export function newField(type: FieldType, label: string, others: readonly FieldDraft[]): FieldDraft {
  const key = freeKey(keyFromLabel(label), others);
  const options = hasOptions(type) ? [{ value: 'option_1', label: '', labelRu: '' }] : [];
  const id = `field_${key}`;
  return {
    id,
    type,
    rawType: type,
    key: hasKey(type) ? key : '',
    label,
    labelRu: '',
    required: false,
    record: '',
    options,
    raw: { id },
  };
}

/** `Date of the visit` → `dateOfTheVisit`; letters of any language are kept, as FEEL takes them. */
export function keyFromLabel(label: string): string {
  const words = label
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const key = words
    .map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  return /^\p{L}/u.test(key) ? key : `field${key}`;
}

export function freeKey(wanted: string, others: readonly Pick<FieldDraft, 'key'>[]): string {
  const taken = new Set(others.map((field) => field.key));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}${number}`)) number += 1;
  return `${wanted}${number}`;
}

function fieldFrom(raw: Json, at: number): FieldDraft {
  const rawType = text(raw['type']);
  const type = typeOf(rawType, raw);
  const properties = isObject(raw['properties']) ? raw['properties'] : {};
  const validate = isObject(raw['validate']) ? raw['validate'] : {};
  const values = Array.isArray(raw['values']) ? raw['values'].filter(isObject) : [];
  return {
    id: text(raw['id']) || `field_${at}`,
    type,
    rawType,
    key: text(raw['key']),
    label: text(type === 'text' ? raw['text'] : raw['label']) || text(raw['dateLabel']),
    labelRu: text(properties['label_ru']),
    required: validate['required'] === true,
    record: text(properties['recordField']),
    options: values.map((option) => ({
      value: text(option['value']),
      label: text(option['label']),
      labelRu: text(option['label_ru']),
    })),
    raw,
  };
}

function typeOf(rawType: string, raw: Json): FieldType | null {
  if (rawType !== 'datetime') return FIELD_TYPES.find((type) => type === rawType) ?? null;
  if (raw['subtype'] === 'time') return null;
  return raw['subtype'] === 'datetime' ? 'datetime' : 'date';
}

function componentOf(field: FieldDraft): Json {
  if (field.type === null) return field.raw;
  const isDate = field.type === 'date' || field.type === 'datetime';
  const { required: _was, ...rules } = isObject(field.raw['validate']) ? field.raw['validate'] : {};
  const {
    label_ru: _labelWas,
    recordField: _recordWas,
    ...properties
  } = isObject(field.raw['properties']) ? field.raw['properties'] : {};
  const validate = field.required ? { ...rules, required: true } : rules;
  const named = {
    ...properties,
    ...(field.labelRu && { label_ru: field.labelRu }),
    ...(field.record && { recordField: field.record }),
  };
  const {
    values: _values,
    validate: _v,
    properties: _p,
    subtype: _s,
    dateLabel: _d,
    label: _l,
    text: _t,
    key: _k,
    ...kept
  } = field.raw;
  return {
    ...kept,
    id: field.id,
    type: isDate ? 'datetime' : field.type,
    ...(field.type === 'text' ? { text: field.label } : { key: field.key, label: field.label }),
    ...(isDate && { subtype: field.type }),
    ...(Object.keys(validate).length > 0 && { validate }),
    ...(Object.keys(named).length > 0 && { properties: named }),
    ...(hasOptions(field.type) && {
      values: field.options.map(({ value, label, labelRu }) => ({
        value,
        label: label || value,
        ...(labelRu && { label_ru: labelRu }),
      })),
    }),
  };
}

function parse(schema: string | null): Json {
  try {
    const parsed: unknown = JSON.parse(schema ?? '{}');
    return isObject(parsed) ? parsed : {};
  } catch {
    // A broken schema is a finding of its own (`invalid-form`); the builder begins with an empty form.
    return {};
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
