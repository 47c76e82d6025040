/**
 * What a lead brings along when it is converted: what each made record is known by, and the added fields of the lead
 * that the other kind has as well. Pure.
 */
import type {
  EntityDefinition,
  FieldDefinition,
  FieldValues,
  OptionLists,
} from '../entities/entity-types.ts';

export type MadeEntity = 'account' | 'contact' | 'deal';

/** The fields of a new record of a conversion, before anybody changed them; the account of contact and deal follows later. */
export function fieldsFromLead(
  lead: FieldValues,
  made: MadeEntity,
  kinds: { readonly from: EntityDefinition; readonly to: EntityDefinition; readonly lists: OptionLists },
): FieldValues {
  return definedOf({ ...carriedFields(lead, kinds), ...SHIPPED[made](lead) });
}

/** Without what is empty. */
export function definedOf(fields: FieldValues): FieldValues {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
}

const SHIPPED: Readonly<Record<MadeEntity, (lead: FieldValues) => FieldValues>> = {
  account: accountFields,
  contact: contactFields,
  deal: dealFields,
};

/** Added fields of one key and type; a choice only where the other list has it. */
function carriedFields(
  lead: FieldValues,
  { from, to, lists }: { from: EntityDefinition; to: EntityDefinition; lists: OptionLists },
): FieldValues {
  const added = to.fields.filter((field) => field.custom && !field.readOnly);
  return Object.fromEntries(
    added.flatMap((field) => {
      const source = from.fields.find(
        (one) => one.custom && one.key === field.key && one.type === field.type,
      );
      const value = source && isSameTarget(source, field) ? chosen(lead[field.key], field, lists) : null;
      return value === null ? [] : [[field.key, value] as const];
    }),
  );
}

function isSameTarget(source: FieldDefinition, field: FieldDefinition): boolean {
  return source.referenceEntity === field.referenceEntity;
}

function chosen(value: unknown, { list }: FieldDefinition, lists: OptionLists): unknown {
  if (list === null || value === null || value === undefined) return value ?? null;
  const known = (one: unknown): boolean => lists.isActive(list, String(one));
  if (!Array.isArray(value)) return known(value) ? value : null;
  const kept = value.filter(known);
  return kept.length > 0 ? kept : null;
}

function accountFields(lead: FieldValues): FieldValues {
  const { companyName, givenName, familyName, title } = lead;
  const person = [givenName, familyName].filter(Boolean).join(' ');
  return {
    name: companyName ?? (person || title),
    kind: companyName ? 'company' : 'person',
    website: lead.website,
    country: lead.country,
    city: lead.city,
    currency: lead.currency,
    owner: lead.owner,
    // The company's own switchboard is not known; a private person's phone is the account's.
    ...(companyName ? {} : { phone: lead.phone, email: lead.email }),
  };
}

function contactFields(lead: FieldValues): FieldValues {
  const { givenName, familyName, companyName, title } = lead;
  return {
    givenName,
    familyName: familyName ?? (givenName ? null : (companyName ?? title)),
    phone: lead.phone,
    email: lead.email,
    doNotCall: lead.doNotCall === true,
    owner: lead.owner,
  };
}

function dealFields(lead: FieldValues): FieldValues {
  return {
    name: lead.title,
    amount: lead.expectedAmount,
    currency: lead.currency,
    source: lead.source,
    campaign: lead.campaign ?? lead.utmCampaign,
    description: lead.message,
    owner: lead.owner,
  };
}
