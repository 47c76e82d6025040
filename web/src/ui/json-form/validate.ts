/** Checks a form's values by the rules of its schema. The server checks them again, but for patterns. */
import type { TFunction } from 'i18next';
import type { FormField, FormPart } from './schema.ts';

export type FormValues = Readonly<Record<string, unknown>>;
export type FormErrors = Readonly<Record<string, string>>;

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+?[\d\s().-]{5,}$/;

export function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true; // A broken pattern is the designer's finding, not the executor's obstacle.
  }
}

function textError(field: FormField, value: string, t: TFunction<'form'>): string | null {
  const { minLength, maxLength, pattern, format } = field.rules;
  if (minLength !== undefined && value.length < minLength) return t('tooShort', { count: minLength });
  if (maxLength !== undefined && value.length > maxLength) return t('tooLong', { count: maxLength });
  if (pattern && !matches(pattern, value)) return t('pattern');
  if (format === 'email' && !EMAIL.test(value)) return t('email');
  if (format === 'phone' && !PHONE.test(value)) return t('phone');
  return null;
}

export function fieldError(field: FormField, value: unknown, t: TFunction<'form'>): string | null {
  if (isEmpty(value)) return field.rules.required ? t('required') : null;
  if (field.kind === 'number') {
    const number = Number(value);
    if (!Number.isFinite(number)) return t('notNumber');
    if (field.rules.min !== undefined && number < field.rules.min)
      return t('tooSmall', { min: field.rules.min });
    if (field.rules.max !== undefined && number > field.rules.max)
      return t('tooLarge', { max: field.rules.max });
    return null;
  }
  return typeof value === 'string' ? textError(field, value, t) : null;
}

/** The fields that are on screen: hidden parts and what is inside them neither show nor count. */
export function visibleFields(parts: readonly FormPart[], hidden: ReadonlySet<string>): FormField[] {
  return parts.flatMap((part) => {
    if (hidden.has(part.id)) return [];
    if (part.kind === 'group') return visibleFields(part.parts, hidden);
    return 'key' in part ? [part] : [];
  });
}
