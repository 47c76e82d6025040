/** Parses what a form or a process wants to write: every problem at once, each naming the field and the remedy. */
import { fieldsInvalid, type FieldRefusal, type FieldProblemCode } from '../errors.ts';
import { normaliseEmail } from '../phones/normalise-email.ts';
import type { EntityDefinition, FieldDefinition, FieldValues } from './entity-types.ts';
import { isUuid } from './filter-sql.ts';
import { fieldOf } from './entity-table.ts';
import type { OptionLists } from './select-options.ts';

/** Beyond this a JSON number is not exact to the cent. */
const MONEY_MAX = 9e13;

type Problem = Omit<FieldRefusal, 'path'>;

interface Checked {
  readonly value: unknown;
  readonly problem: Problem | null;
}

const ok = (value: unknown): Checked => ({ value, problem: null });
const bad = (code: FieldProblemCode, message: string, values?: FieldRefusal['values']): Checked => ({
  value: null,
  problem: { code, message, ...(values ? { values } : {}) },
});

/** @throws CrmRejection CRM_FIELDS_INVALID */
export function validateFields(
  definition: EntityDefinition,
  input: FieldValues,
  options: {
    readonly lists: OptionLists;
    readonly mode: 'create' | 'update';
    /** What the record has: a choice that was switched off since may stay among others. */
    readonly before?: FieldValues;
  },
): FieldValues {
  const problems: FieldRefusal[] = [];
  const values: FieldValues = {};
  for (const [key, given] of Object.entries(input)) {
    const field = fieldOf(definition, key);
    const checked = field
      ? checkField(fieldIn(field, options.mode), given, { lists: options.lists, held: options.before?.[key] })
      : bad('unknown', unknownField(definition, key));
    if (checked.problem !== null) problems.push({ path: key, ...checked.problem });
    else values[key] = checked.value;
  }
  if (options.mode === 'create') addDefaults(definition, values);
  for (const field of definition.fields) {
    const isMissing = field.required && isEmpty(values[field.key]);
    const isWritten = field.key in values || (options.mode === 'create' && !field.filledIn);
    const isReported = problems.some((problem) => problem.path === field.key);
    if (isMissing && isWritten && !isReported) {
      problems.push({
        path: field.key,
        code: 'required',
        message: `'${field.label.en}' is required: give it a value.`,
      });
    }
  }
  if (problems.length > 0) throw fieldsInvalid(problems);
  return values;
}

/** What is set at the making of a record can be written then. */
function fieldIn(field: FieldDefinition, mode: 'create' | 'update'): FieldDefinition {
  return mode === 'create' && field.setAtCreation ? { ...field, readOnly: false } : field;
}

/** What an existing record can be given of these values: what is set at its making stays as it is. */
export function valuesForExisting(definition: EntityDefinition, values: FieldValues): FieldValues {
  const fixed = definition.fields.filter((field) => field.setAtCreation).map((field) => field.key);
  if (fixed.length === 0) return values;
  return Object.fromEntries(Object.entries(values).filter(([key]) => !fixed.includes(key)));
}

function addDefaults(definition: EntityDefinition, values: FieldValues): void {
  for (const field of definition.fields) {
    if (values[field.key] === undefined && field.defaultValue !== null)
      values[field.key] = field.defaultValue;
  }
}

function unknownField(definition: EntityDefinition, key: string): string {
  const writable = definition.fields.filter((field) => !field.readOnly).map((field) => field.key);
  return `'${key}' is no field of '${definition.entity}': use one of ${writable.join(', ')}.`;
}

interface Offered {
  readonly lists: OptionLists;
  /** The present value. */
  readonly held: unknown;
}

function checkField(field: FieldDefinition, given: unknown, offered: Offered): Checked {
  if (field.readOnly) return bad('readOnly', `'${field.label.en}' is set by the product: leave it out.`);
  if (isEmpty(given)) return ok(field.type === 'multiSelect' ? [] : null);
  switch (field.type) {
    case 'text':
    case 'longText':
    case 'url':
    case 'phone':
      return checkText(field, given);
    case 'email':
      return checkEmail(field, given);
    case 'number':
    case 'money':
      return checkNumber(field, given);
    case 'boolean':
      return typeof given === 'boolean'
        ? ok(given)
        : bad('notYesNo', `'${field.label.en}' is a yes-or-no field: give true or false.`);
    case 'date':
      return isDate(given)
        ? ok(given)
        : bad('notDate', `'${field.label.en}' is a date: write it as YYYY-MM-DD.`);
    case 'dateTime':
      return checkInstant(field, given);
    case 'select':
      return checkChoice(field, given, offered);
    case 'multiSelect':
      return checkChoices(field, given, offered);
    case 'reference':
    case 'user':
      return checkReference(field, given);
  }
}

function checkText(field: FieldDefinition, given: unknown): Checked {
  if (typeof given !== 'string') return bad('notText', `'${field.label.en}' is a text: give a string.`);
  if (given.includes('\u0000'))
    return bad(
      'badCharacter',
      `'${field.label.en}' has a character that cannot be stored (U+0000): remove it.`,
    );
  const text = given.trim();
  if (text.length > field.lengthMax)
    return bad('tooLong', `'${field.label.en}' is too long: use at most ${field.lengthMax} characters.`, {
      max: field.lengthMax,
    });
  return ok(text === '' ? null : text);
}

function checkEmail(field: FieldDefinition, given: unknown): Checked {
  const email = typeof given === 'string' ? normaliseEmail(given) : null;
  return email === null
    ? bad('notEmail', `'${field.label.en}' is an e-mail address: write it as name@example.com.`)
    : ok(email);
}

function checkNumber(field: FieldDefinition, given: unknown): Checked {
  if (typeof given !== 'number' || !Number.isFinite(given))
    return bad('notNumber', `'${field.label.en}' is a number: give digits.`);
  if (field.integer && !Number.isInteger(given))
    return bad('notWhole', `'${field.label.en}' is a whole number: remove the fraction.`);
  const [min, max] = field.range ?? [-Infinity, Infinity];
  if (given < min || given > max)
    return bad('outOfRange', `'${field.label.en}' goes from ${min} to ${max}.`, { min, max });
  if (Math.abs(given) > (field.integer ? 2 ** 31 - 1 : MONEY_MAX))
    return bad('tooLarge', `'${field.label.en}' is too large.`);
  return ok(field.type === 'money' ? Math.round(given * 100) / 100 : given);
}

function checkInstant(field: FieldDefinition, given: unknown): Checked {
  const instant =
    typeof given === 'string' ? Date.parse(given) : given instanceof Date ? given.getTime() : NaN;
  if (Number.isNaN(instant))
    return bad('notInstant', `'${field.label.en}' is an instant: write it in ISO 8601 with an offset.`);
  return ok(new Date(instant).toISOString());
}

function checkChoice(field: FieldDefinition, given: unknown, { lists, held }: Offered): Checked {
  if (typeof given === 'string' && field.list && lists.isActive(field.list, given)) return ok(given);
  if (Array.isArray(held) && held.includes(given)) return ok(given);
  const codes = field.list ? lists.options(field.list).map((option) => option.value) : [];
  return bad(
    'notChoice',
    `'${field.label.en}' has no choice '${String(given)}': use one of ${codes.join(', ')}.`,
  );
}

function checkChoices(field: FieldDefinition, given: unknown, offered: Offered): Checked {
  if (!Array.isArray(given))
    return bad('notChoice', `'${field.label.en}' takes several choices: give a list.`);
  for (const one of given) {
    const checked = checkChoice(field, one, offered);
    if (checked.problem !== null) return checked;
  }
  return ok([...new Set(given)]);
}

/** References come as ids, or as process variables hold them. */
function checkReference(field: FieldDefinition, given: unknown): Checked {
  const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : given;
  return isUuid(id)
    ? ok(id)
    : bad('notReference', `'${field.label.en}' is a reference: give the id of a record.`);
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
}

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
