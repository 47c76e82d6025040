/** What a group of rows is called. */
import { useTranslation } from 'react-i18next';
import type { EntityMeta, RecordGroup } from '#contract';
import { formatDate } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { optionOf } from '../records/field-values.ts';

/** `stage`, `expectedClose:month`. */
export function useGroupWords(meta: EntityMeta, grouping: string | null): (group: RecordGroup) => string {
  const { t } = useTranslation(['lists', 'common']);
  const locale = useLocale();
  const localized = useLocalized();
  const [key = '', span = 'month'] = (grouping ?? '').split(':');
  const field = meta.fields.find((one) => one.key === key);
  return (group) => {
    if (group.key === null || !field) return t('lists:groups.empty');
    if (field.type === 'date' || field.type === 'dateTime') return spanWords(group.key, span, locale);
    if (field.type === 'boolean') return t(group.key === 'true' ? 'common:words.yes' : 'common:words.no');
    if (field.referenceEntity) return group.link?.title ?? t('common:words.unknown');
    const option = optionOf(field, group.key);
    return option ? localized(option.label) : group.key;
  };
}

function spanWords(day: string, span: string, locale: 'en' | 'ru'): string {
  const date = new Date(`${day}T12:00`);
  const name = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'ru', options).format(date);
  if (span === 'year') return name({ year: 'numeric' });
  if (span === 'month') return name({ month: 'long', year: 'numeric' });
  if (span === 'quarter') return `${Math.floor(date.getMonth() / 3) + 1}/${date.getFullYear()}`;
  return formatDate(locale, day);
}
