/**
 * Reads a form-js schema. Forms arrive as data from a process, so nothing about them is trusted: what is not known
 * is kept as `unsupported` and shown as such instead of being dropped in silence.
 */
import type { Locale } from '#contract';

export interface FormOption {
  readonly label: string;
  readonly value: string;
}
export interface FormRules {
  readonly required: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: 'email' | 'phone';
}
interface Base {
  readonly id: string;
  readonly label: string;
  readonly description: string | null;
  /** FEEL expression; true hides the field. */
  readonly hide: string | null;
}
interface Keyed extends Base {
  readonly key: string;
  readonly rules: FormRules;
  readonly readOnly: boolean;
  readonly defaultValue: unknown;
}
export type FormField =
  | (Keyed & { readonly kind: 'textfield' | 'textarea' | 'checkbox' })
  | (Keyed & { readonly kind: 'number'; readonly decimalDigits?: number; readonly step?: number })
  | (Keyed & { readonly kind: 'select' | 'radio' | 'checklist'; readonly options: readonly FormOption[] })
  | (Keyed & { readonly kind: 'datetime'; readonly subtype: 'date' | 'time' | 'datetime' });
export type FormPart =
  | FormField
  | (Base & { readonly kind: 'text'; readonly text: string })
  | (Base & { readonly kind: 'separator' })
  | (Base & { readonly kind: 'group'; readonly parts: readonly FormPart[] })
  | (Base & { readonly kind: 'unsupported'; readonly type: string });

type Json = Readonly<Record<string, unknown>>;
const PARTS_MAX = 500;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
const asNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

/** A label may be a text or a text for each language. */
function words(value: unknown, locale: Locale): string {
  if (isObject(value)) return asText(value[locale]) || asText(value['en']);
  return asText(value);
}

/** `label_ru` beside the label, or in `properties`, is where other form-js tools leave a translation alone. */
function labelOf(holder: Json, locale: Locale): string {
  const properties = isObject(holder['properties']) ? holder['properties'] : {};
  const translated = asText(properties[`label_${locale}`]) || asText(holder[`label_${locale}`]);
  return translated || words(holder['label'], locale);
}

function rulesOf(validate: unknown): FormRules {
  const rules = isObject(validate) ? validate : {};
  const format = asText(rules['validationType']);
  return {
    required: rules['required'] === true,
    min: asNumber(rules['min']),
    max: asNumber(rules['max']),
    minLength: asNumber(rules['minLength']),
    maxLength: asNumber(rules['maxLength']),
    pattern: asText(rules['pattern']) || undefined,
    format: format === 'email' || format === 'phone' ? format : undefined,
  };
}

function optionsOf(component: Json, locale: Locale): FormOption[] {
  const values = Array.isArray(component['values']) ? component['values'] : [];
  return values.filter(isObject).map((option) => ({
    value: String(option['value'] ?? ''),
    label: labelOf(option, locale) || String(option['value'] ?? ''),
  }));
}

function partOf(component: Json, position: string, locale: Locale): FormPart | null {
  const type = asText(component['type']);
  const conditional = component['conditional'];
  const base: Base = {
    id: asText(component['id']) || position,
    label: labelOf(component, locale),
    description: words(component['description'], locale) || null,
    hide: isObject(conditional) ? asText(conditional['hide']) || null : null,
  };
  if (type === 'text') return { ...base, kind: 'text', text: words(component['text'], locale) };
  if (type === 'separator' || type === 'spacer') return { ...base, kind: 'separator' };
  // Our own buttons send the form: what a foreign schema brings along is not shown.
  if (type === 'button') return null;
  if (type === 'group') {
    const parts = partsOf(component['components'], locale, `${position}.`);
    return { ...base, label: base.label || asText(component['label']), kind: 'group', parts };
  }
  const key = asText(component['key']);
  if (!key) return { ...base, kind: 'unsupported', type };
  const keyed: Keyed = {
    ...base,
    label: base.label || key,
    key,
    rules: rulesOf(component['validate']),
    readOnly: component['disabled'] === true || component['readonly'] === true,
    defaultValue: component['defaultValue'],
  };
  switch (type) {
    case 'textfield':
    case 'textarea':
    case 'checkbox':
      return { ...keyed, kind: type };
    case 'number':
      return {
        ...keyed,
        kind: 'number',
        decimalDigits: asNumber(component['decimalDigits']),
        step: asNumber(component['increment']),
      };
    case 'select':
    case 'radio':
    case 'checklist':
      return { ...keyed, kind: type, options: optionsOf(component, locale) };
    case 'datetime': {
      const subtype = asText(component['subtype']);
      return {
        ...keyed,
        kind: 'datetime',
        subtype: subtype === 'time' || subtype === 'datetime' ? subtype : 'date',
      };
    }
    default:
      return { ...base, kind: 'unsupported', type };
  }
}

function partsOf(components: unknown, locale: Locale, prefix = ''): FormPart[] {
  if (!Array.isArray(components)) return [];
  return components
    .slice(0, PARTS_MAX)
    .map((component, at) => (isObject(component) ? partOf(component, `${prefix}${at}`, locale) : null))
    .filter((part) => part !== null);
}

/** The parts of a form-js schema in the given language; an empty list for what is no schema. */
export function readFormSchema(schema: unknown, locale: Locale): readonly FormPart[] {
  return isObject(schema) ? partsOf(schema['components'], locale) : [];
}

export function isField(part: FormPart): part is FormField {
  return 'key' in part;
}

/** Every field of the form, groups included. */
export function fieldsOf(parts: readonly FormPart[]): FormField[] {
  return parts.flatMap((part) =>
    part.kind === 'group' ? fieldsOf(part.parts) : isField(part) ? [part] : [],
  );
}
