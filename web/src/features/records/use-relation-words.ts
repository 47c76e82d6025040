/** What a related list is called, and what is added to it: the commonest have words of their own. */
import { useTranslation } from 'react-i18next';
import type { EntityMeta, RecordRelation } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';

const WORDS = {
  'account.deals': ['sales:related.deals', 'sales:related.addDeal'],
  'account.leads': ['sales:related.leads', 'sales:related.addLead'],
  'account.quotes': ['sales:related.quotes', 'sales:related.addQuote'],
  'account.orders': ['sales:related.orders', 'sales:related.addOrder'],
  'account.tickets': ['records:related.tickets', 'records:related.addTicket'],
  'contact.tickets': ['records:related.tickets', 'records:related.addTicket'],
  'deal.quotes': ['sales:related.quotes', 'sales:related.addQuote'],
  'deal.orders': ['sales:related.orders', 'sales:related.addOrder'],
  'quote.orders': ['sales:related.orders', 'sales:related.addOrder'],
  'ticket.tickets': ['sales:related.tickets', 'records:related.addTicket'],
} as const;

export interface RelationWords {
  readonly title: string;
  readonly add: string;
}

/** @param isOneOfMany whether other fields of that kind point to the page's kind, too: then the field is named. */
export function useRelationWords(named: {
  readonly page: string;
  readonly relation: RecordRelation;
  readonly meta: EntityMeta;
  readonly isOneOfMany: boolean;
}): RelationWords {
  const { t } = useTranslation(['records', 'sales']);
  const localized = useLocalized();
  const { page, relation, meta, isOneOfMany } = named;
  if (relation.relation === 'activities')
    return { title: t('records:related.activities'), add: t('records:related.addActivity') };
  const key = `${page}.${relation.relation}`;
  const words = key in WORDS ? WORDS[key as keyof typeof WORDS] : null;
  if (words) return { title: t(words[0]), add: t(words[1]) };
  const kinds = localized(meta.pluralLabel);
  const field = meta.fields.find((one) => one.key === relation.field);
  return {
    title: isOneOfMany && field ? `${kinds} · ${localized(field.label)}` : kinds,
    add: t('records:related.add', { kind: localized(meta.label) }),
  };
}
