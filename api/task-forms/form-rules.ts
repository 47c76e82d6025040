/**
 * A form's own rules (form-js `validate`), kept where its values arrive: what is asked for must be given, what is given must
 * fit. A part that may be hidden is not asked for here, as whether it was depends on what was typed on the page; nor are
 * fields of records, which have the rules of their records. Patterns are the page's: one may be written so that it never
 * ends. Pure.
 */
import type { Json, Variables } from '#engine';
import type { FieldProblem } from '../errors/problems.ts';
import { recordTies } from './record-ties.ts';

type JsonObject = { readonly [key: string]: Json };

interface Asked {
  readonly key: string;
  readonly type: string;
  readonly rules: JsonObject;
  readonly options: readonly string[];
  readonly mayBeHidden: boolean;
}

const CHOOSING: ReadonlySet<string> = new Set(['select', 'radio', 'checklist']);
const KNOWN: ReadonlySet<string> = new Set([
  ...['textfield', 'textarea', 'number', 'checkbox', 'datetime'],
  ...CHOOSING,
]);
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** `known`: what the form began with, where a field was not sent. */
export function formProblems(
  schema: Json,
  { sent, known }: { readonly sent: Variables; readonly known: Variables },
): readonly FieldProblem[] {
  const tied = new Set(recordTies(schema).map(({ key }) => key));
  return askedIn(schema, false).flatMap((field) => {
    const { key, rules, mayBeHidden } = field;
    if (tied.has(key)) return [];
    const isSent = key in sent;
    const value = isSent ? sent[key] : known[key];
    if (isEmpty(value)) {
      const isNeeded = rules['required'] === true && (isSent || !mayBeHidden);
      return isNeeded ? [{ path: key, code: 'required', message: `'${key}' is needed: fill it in.` }] : [];
    }
    const problem = isSent ? problemOf(field, value!) : null;
    return problem ? [problem] : [];
  });
}

function askedIn(schema: Json, mayBeHidden: boolean): Asked[] {
  if (!isObject(schema)) return [];
  const { components, conditional } = schema;
  const isConditional = mayBeHidden || (isObject(conditional) && conditional['hide'] !== undefined);
  const own = askedBy(schema, isConditional);
  const inside = Array.isArray(components) ? components.flatMap((one) => askedIn(one, isConditional)) : [];
  return own ? [own, ...inside] : inside;
}

function askedBy(component: JsonObject, mayBeHidden: boolean): Asked | null {
  const { key, type, validate, values, disabled, readonly } = component;
  if (typeof key !== 'string' || key === '' || typeof type !== 'string' || !KNOWN.has(type)) return null;
  if (disabled === true || readonly === true) return null;
  const choices = CHOOSING.has(type) && Array.isArray(values) ? values.filter(isObject) : [];
  return {
    ...{ key, type, mayBeHidden },
    rules: isObject(validate) ? validate : {},
    options: choices.map(({ value }) => (typeof value === 'string' ? value : JSON.stringify(value))),
  };
}

function problemOf({ key, type, rules, options }: Asked, value: Json): FieldProblem | null {
  const refused = (code: string, message: string, values?: FieldProblem['values']): FieldProblem => ({
    ...{ path: key, code, message: `'${key}': ${message}` },
    ...(values && { values }),
  });
  if (type === 'number') {
    const number = Number(value);
    if (!Number.isFinite(number)) return refused('notNumber', 'a number is expected.');
    const [min, max] = [numberOf(rules['min']), numberOf(rules['max'])];
    if (min !== null && number < min) return refused('tooSmall', `at least ${min}.`, { min });
    return max !== null && number > max ? refused('tooBig', `at most ${max}.`, { max }) : null;
  }
  if (options.length > 0) {
    const chosen = Array.isArray(value) ? value : [value];
    const isOffered = chosen.every((one) =>
      options.includes(typeof one === 'string' ? one : JSON.stringify(one)),
    );
    return isOffered ? null : refused('notChoice', `choose from ${options.join(', ')}.`);
  }
  if (typeof value !== 'string') return null;
  const [min, max] = [numberOf(rules['minLength']), numberOf(rules['maxLength'])];
  if (min !== null && value.length < min) return refused('tooShort', `at least ${min} characters.`, { min });
  if (max !== null && value.length > max) return refused('tooLong', `at most ${max} characters.`, { max });
  if (rules['validationType'] === 'email' && !EMAIL.test(value))
    return refused('notEmail', 'an e-mail address is expected.');
  return null;
}

/** As the page has it: a box that must be ticked is not filled in while it is not. */
function isEmpty(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === '' || value === false;
}

function numberOf(value: Json | undefined): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
