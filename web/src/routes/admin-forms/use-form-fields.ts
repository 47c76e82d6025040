/** What a form may ask for and what it may set, by what it makes; the server decides by the same rule. */
import { useTranslation } from 'react-i18next';
import type { EntityMeta, FieldMeta, WebFormContent } from '#contract';
import { useEntity } from '../../features/records/use-entity.ts';
import { useLocalized } from '../../i18n/use-locale.ts';

type Makes = WebFormContent['makes'];

/** Shipped fields in the order in which they are offered. */
const SHIPPED = {
  lead: [
    ...(['givenName', 'familyName', 'companyName', 'positionText', 'email', 'phone'] as const),
    ...(['website', 'city', 'title', 'message'] as const),
  ],
  ticket: [
    ...(['givenName', 'familyName', 'email', 'phone'] as const),
    ...(['subject', 'description', 'type'] as const),
  ],
} as const satisfies Record<Makes, readonly string[]>;
type ShippedKey = (typeof SHIPPED)[Makes][number];

const NEVER_FIXED = ['owner', 'status', 'stage', 'pipeline', 'source', 'campaign', 'channel'];
const NOT_PLAIN: readonly FieldMeta['type'][] = ['reference', 'user', 'dateTime'];

export interface FormFields {
  /** Keys that may be asked for. */
  readonly asked: readonly string[];
  readonly fixed: readonly FieldMeta[];
  nameOf(key: string): string;
}

export function useFormFields(makes: Makes): FormFields {
  const { t } = useTranslation('webforms');
  const localized = useLocalized();
  const meta = useEntity(makes);
  const plain = plainFields(meta);
  const added = plain.filter((field) => field.isCustom);
  const isShipped = (key: string): key is ShippedKey =>
    SHIPPED.lead.some((one) => one === key) || SHIPPED.ticket.some((one) => one === key);
  return {
    asked: [...SHIPPED[makes], ...added.map(({ key }) => key)],
    fixed: plain.filter(({ key }) => !NEVER_FIXED.includes(key)),
    nameOf(key) {
      if (isShipped(key)) return t(`keys.${key}`);
      const field = plain.find((one) => one.key === key);
      return field ? localized(field.label) : key;
    },
  };
}

function plainFields(meta: EntityMeta | null | undefined): readonly FieldMeta[] {
  return (meta?.fields ?? []).filter(({ readOnly, type }) => !readOnly && !NOT_PLAIN.includes(type));
}

const SAME_IN: Readonly<Record<Makes, Readonly<Record<string, string>>>> = {
  ticket: { title: 'subject', message: 'description' },
  lead: { subject: 'title', description: 'message' },
};

/** The same form for another kind of record: what both know stays. */
export function madeInto(content: WebFormContent, makes: Makes): WebFormContent {
  const known: readonly string[] = SHIPPED[makes];
  const fields = content.fields
    .map((field) => ({ ...field, key: SAME_IN[makes][field.key] ?? field.key }))
    .filter(({ key }) => known.includes(key));
  return { ...content, makes, fields, fixed: [], source: null, campaign: null };
}
