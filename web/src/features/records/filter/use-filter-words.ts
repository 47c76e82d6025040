import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type FilterCondition, type FilterGroup } from '#contract';
import { useRoute, useRoutes } from '../../../client/index.ts';
import { formatDateTime } from '../../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../../i18n/use-locale.ts';
import { valueText } from '../field-values.ts';
import { spanKey } from './condition-value.tsx';
import { isGroup, needsValue, operatorWord, SPANS } from './operators.ts';
import { daysFromToday } from './relative-day.tsx';

type Item = FilterCondition | FilterGroup;

/** Titles that are read for one chip; a longer list is not read to its end by anybody. */
const TITLES_MAX = 12;

/** A condition in words: "Status is one of New, In progress". */
export function useFilterWords(meta: EntityMeta, item: Item): string {
  const { t } = useTranslation(['records', 'common']);
  const locale = useLocale();
  const localized = useLocalized();
  const people = useRoute(routes.admin.people, {}, { staleTime: 300_000 }).data?.items ?? [];
  const records = useRoutes(
    routes.records.getRecord,
    referencesIn(meta, item)
      .slice(0, TITLES_MAX)
      .map((params) => ({ params })),
    { staleTime: 60_000 },
  );
  const titles = new Map(records.flatMap((record) => (record ? [[record.id, record.title]] : [])));
  const one = (condition: FilterCondition, value: unknown): string => {
    const field = meta.fields.find((candidate) => candidate.key === condition.field);
    const span = condition.operator === 'within' ? SPANS.find((known) => known === value) : undefined;
    if (span) return t(`records:filter.spans.${spanKey(span)}`);
    const days = field?.type === 'date' || field?.type === 'dateTime' ? daysFromToday(value) : null;
    if (days === 0) return t('records:filter.spans.today');
    if (days !== null)
      return t(days < 0 ? 'records:filter.daysAgo' : 'records:filter.inDays', { count: Math.abs(days) });
    if (value === 'me' && field?.type === 'user') return t('records:filter.me');
    if (value === 'myTeam') return t('records:filter.myTeam');
    if (field?.type === 'user') return people.find((person) => person.id === value)?.name ?? '…';
    if (field?.type === 'reference') return titles.get(String(value)) ?? '…';
    return valueText(field, value, locale, {
      yes: t('common:words.yes'),
      no: t('common:words.no'),
      formatDateTime: (text) => formatDateTime(locale, text),
    });
  };
  const words = (item: Item): string => {
    if (isGroup(item)) return `${t(`records:filter.${item.op}`)}: ${item.items.map(words).join('; ')}`;
    const field = meta.fields.find((candidate) => candidate.key === item.field);
    const name = field ? localized(field.label) : item.field;
    const operator = t(`records:filter.operators.${operatorWord(field, item.operator)}`);
    if (!needsValue(item.operator)) return `${name} ${operator}`;
    const value = Array.isArray(item.value)
      ? item.value.map((part) => one(item, part)).join(', ')
      : one(item, item.value);
    return `${name} ${operator} ${value}`;
  };
  return words(item);
}

/** The records that a condition, or one in a group, names. */
function referencesIn(meta: EntityMeta, item: Item): { readonly entity: string; readonly id: string }[] {
  if (isGroup(item)) return item.items.flatMap((inner) => referencesIn(meta, inner));
  const field = meta.fields.find((candidate) => candidate.key === item.field);
  const entity = field?.type === 'reference' ? field.referenceEntity : null;
  const ids = [item.value].flat().filter((value) => typeof value === 'string' && value !== '');
  return entity ? ids.map((id) => ({ entity, id: String(id) })) : [];
}
