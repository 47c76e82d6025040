/**
 * A field of a task's form that is a field of a record: `properties.recordField` of the form-js component says which, as
 * `variable.field`. Its value is the record's alone and never a variable, so that no history tells it to whom the
 * record does not. Pure: what somebody may see of the record is decided by record-fields.ts.
 */
import type { FieldMeta } from '#crm';
import type { Json } from '#engine';

export interface RecordTie {
  /** Key of the form's field. */
  readonly key: string;
  /** The variable that holds the record. */
  readonly variable: string;
  /** Key of the record's field. */
  readonly field: string;
}

/** How a tied field is shown. */
export interface ShownField {
  readonly readOnly: boolean;
  readonly options: FieldMeta['options'];
}

type JsonObject = { readonly [key: string]: Json };

const CHOOSING: ReadonlySet<unknown> = new Set(['select', 'radio', 'checklist']);

/** Of all groups of a form-js schema. */
export function recordTies(schema: Json): readonly RecordTie[] {
  if (!isObject(schema)) return [];
  const own = tieOf(schema);
  const { components } = schema;
  return [...(own ? [own] : []), ...(Array.isArray(components) ? components.flatMap(recordTies) : [])];
}

/** The schema as somebody sees it: tied fields that are not in `shown` are left out, the others follow their record. */
export function shownForm(schema: Json, shown: ReadonlyMap<string, ShownField>): Json {
  if (!isObject(schema)) return schema;
  const { components } = schema;
  if (!Array.isArray(components)) return schema;
  return { ...schema, components: components.flatMap((component) => shownComponent(component, shown)) };
}

function shownComponent(component: Json, shown: ReadonlyMap<string, ShownField>): Json[] {
  const tie = isObject(component) ? tieOf(component) : null;
  if (!isObject(component) || !tie) return [shownForm(component, shown)];
  const field = shown.get(tie.key);
  if (!field) return [];
  const { options, readOnly } = field;
  const choices: JsonObject =
    options && CHOOSING.has(component['type']) ? { values: options.map(choiceOf) } : {};
  // Nobody is asked to fill in what he cannot change.
  const closed: JsonObject = readOnly ? { readonly: true, validate: {} } : {};
  return [{ ...component, ...choices, ...closed }];
}

function choiceOf({ value, label }: NonNullable<ShownField['options']>[number]): Json {
  return { value, label: label.en, label_ru: label.ru };
}

function tieOf({ key, properties }: JsonObject): RecordTie | null {
  const named = isObject(properties) ? properties['recordField'] : null;
  if (typeof key !== 'string' || typeof named !== 'string') return null;
  const [variable = '', field = ''] = named.split('.').map((part) => part.trim());
  return { key, variable, field };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
