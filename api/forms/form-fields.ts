/**
 * What a form may ask for: shipped fields that a stranger can answer, and every added field of a plain type. A form of
 * tickets also asks who the customer is.
 */
import type { WebFormContent } from '#contract';
import type { Crm, FieldMeta } from '#crm';
import { fieldRefused } from '../errors/field-codes.ts';
import type { ApiProblem } from '../errors/problems.ts';
import { inboundCaller } from '../mail/inbound-caller.ts';

/** A field of the form, with what the record's field is. */
export interface AskedField {
  readonly key: string;
  /** In the form's own words. */
  readonly label: string;
  readonly required: boolean;
  readonly meta: FieldMeta;
  /** It says who the customer of a ticket is. */
  readonly ofContact: boolean;
}

type Makes = WebFormContent['makes'];

const SHIPPED: Readonly<Record<Makes, readonly string[]>> = {
  lead: [
    ...['title', 'companyName', 'givenName', 'familyName', 'email', 'phone'],
    ...['positionText', 'website', 'city', 'message'],
  ],
  ticket: ['subject', 'description', 'type'],
};
const OF_CONTACT: Readonly<Record<Makes, readonly string[]>> = {
  lead: [],
  ticket: ['givenName', 'familyName', 'email', 'phone'],
};
/** Whom it belongs to and where it stands is not for forms; the source has a place of its own. */
const NEVER_FIXED = ['owner', 'status', 'stage', 'pipeline', 'source', 'campaign', 'channel'];
const PLAIN: ReadonlySet<FieldMeta['type']> = new Set([
  ...(['text', 'longText', 'number', 'money', 'boolean', 'date'] as const),
  ...(['select', 'multiSelect', 'phone', 'email', 'url'] as const),
]);

interface Askable {
  readonly fields: readonly { readonly meta: FieldMeta; readonly ofContact: boolean }[];
  readonly fixed: readonly FieldMeta[];
  /** Without these no record can be made. */
  readonly needed: readonly FieldMeta[];
}

async function askable(crm: Crm, makes: Makes): Promise<Askable> {
  await crm.catchUp();
  const entities = await crm.records.meta(inboundCaller(null).user);
  const fieldsOf = (entity: string) =>
    entities.find((one) => one.entity === entity)?.fields.filter((field) => !field.readOnly) ?? [];
  const own = fieldsOf(makes);
  const contact = makes === 'ticket' ? fieldsOf('contact') : [];
  const shipped = own.filter((field) => SHIPPED[makes].includes(field.key));
  const added = own.filter((field) => field.isCustom && PLAIN.has(field.type));
  return {
    fields: [
      ...[...shipped, ...added].map((meta) => ({ meta, ofContact: false })),
      ...contact
        .filter((field) => OF_CONTACT[makes].includes(field.key))
        .map((meta) => ({ meta, ofContact: true })),
    ],
    fixed: own.filter((field) => PLAIN.has(field.type) && !NEVER_FIXED.includes(field.key)),
    needed: own.filter((field) => field.isCustom && field.required),
  };
}

/** The form's fields in its order; one that was dropped since is not asked any more. */
export async function askedFields(crm: Crm, content: WebFormContent): Promise<readonly AskedField[]> {
  const { fields } = await askable(crm, content.makes);
  return content.fields.flatMap(({ key, label, required }): AskedField[] => {
    const known = fields.find(({ meta }) => meta.key === key);
    return known ? [{ key, label, required, ...known }] : [];
  });
}

/** The values that the made record gets without being asked, those of dropped fields left out. */
export async function fixedValues(crm: Crm, content: WebFormContent): Promise<Record<string, unknown>> {
  const { fixed } = await askable(crm, content.makes);
  const known = content.fixed.filter(({ key }) => fixed.some((field) => field.key === key));
  return Object.fromEntries(known.map(({ key, value }) => [key, value]));
}

/**
 * A form that could never be taken is not saved: it asks for fields that are there, in a record that can be made, from
 * somebody who can be answered. @throws ApiProblem API_FIELDS_INVALID
 */
export async function assertFormWorks(crm: Crm, content: WebFormContent): Promise<void> {
  const { fields, fixed, needed } = await askable(crm, content.makes);
  const asked = (key: string) => content.fields.find((field) => field.key === key);
  for (const [at, { key, label }] of content.fields.entries())
    if (!fields.some(({ meta }) => meta.key === key))
      throw refused(
        `fields.${at}`,
        'unknown',
        `There is no field '${key}' that a form can ask for ('${label}'): take it out.`,
      );
  for (const [at, { key, value }] of content.fixed.entries()) {
    const field = fixed.find((one) => one.key === key);
    if (!field) throw refused(`fixed.${at}`, 'unknown', `There is no field '${key}' to set: take it out.`);
    if (asked(key))
      throw refused(
        `fixed.${at}`,
        'askedAndFixed',
        `'${field.label.en}' is asked for as well: do one of both.`,
      );
    if (!isOfType(field, value))
      throw refused(
        `fixed.${at}`,
        'notChoice',
        `'${field.label.en}' does not take this value: choose another.`,
      );
  }
  for (const { key, label } of needed) {
    if (asked(key)?.required || content.fixed.some((one) => one.key === key)) continue;
    throw refused(
      'fields',
      'formNeeds',
      `No record is made without '${label.en}': ask for it as required, or give it a value.`,
      { what: label[content.locale] },
    );
  }
  const isAnswerable = content.makes === 'lead' || asked('email')?.required || asked('phone')?.required;
  if (!isAnswerable)
    throw refused(
      'fields',
      'formNeedsAddress',
      'Somebody has to be answered: make the e-mail or the phone required.',
    );
}

function refused(
  path: string,
  code: 'unknown' | 'notChoice' | 'askedAndFixed' | 'formNeeds' | 'formNeedsAddress',
  message: string,
  values?: Readonly<Record<string, string>>,
): ApiProblem {
  return fieldRefused({ path: `content.${path}`, code, message, ...(values ? { values } : {}) });
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function isOfType(field: FieldMeta, value: unknown): boolean {
  const isChoice = (one: unknown): boolean => (field.options ?? []).some((option) => option.value === one);
  switch (field.type) {
    case 'number':
    case 'money':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'select':
      return isChoice(value);
    case 'multiSelect':
      return Array.isArray(value) && value.length > 0 && value.every(isChoice);
    case 'date':
      return typeof value === 'string' && DAY.test(value);
    default:
      return typeof value === 'string' && value.trim() !== '';
  }
}
