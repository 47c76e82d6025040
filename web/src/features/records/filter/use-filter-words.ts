import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type FilterCondition, type FilterGroup } from '#contract';
import { useRoute } from '../../../client/index.ts';
import { formatDateTime } from '../../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../../i18n/use-locale.ts';
import { valueText } from '../field-values.ts';
import { spanKey } from './condition-value.tsx';
import { isGroup, needsValue, operatorWord, SPANS } from './operators.ts';
import { daysFromToday } from './relative-day.tsx';

/** A condition in words: "Status is one of New, In progress". */
export function useFilterWords(meta: EntityMeta): (item: FilterCondition | FilterGroup) => string {
  const { t } = useTranslation(['records', 'common']);
  const locale = useLocale();
  const localized = useLocalized();
  const people = useRoute(routes.admin.people, {}, { staleTime: 300_000 }).data?.items ?? [];
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
    if (field?.type === 'reference') return '…';
    return valueText(field, value, locale, {
      yes: t('common:words.yes'),
      no: t('common:words.no'),
      formatDateTime: (text) => formatDateTime(locale, text),
    });
  };
  const words = (item: FilterCondition | FilterGroup): string => {
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
  return words;
}
