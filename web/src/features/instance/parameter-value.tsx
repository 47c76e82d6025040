import { useTranslation } from 'react-i18next';
import type { Parameter } from '#contract';
import { formatDateTime, formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { RecordLink } from '../../ui/record-link.tsx';
import classes from './parameter-value.module.css';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** The value of a process variable as people read it; structures stay JSON. */
export function ParameterValue({ parameter }: { readonly parameter: Pick<Parameter, 'value' | 'record'> }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { value, record } = parameter;
  if (record) return <RecordLink record={record} />;
  if (value === null || value === undefined || value === '') {
    return <span className={classes.empty}>{t('words.none')}</span>;
  }
  if (typeof value === 'boolean') return <>{t(value ? 'words.yes' : 'words.no')}</>;
  if (typeof value === 'number') return <>{formatNumber(locale, value)}</>;
  if (typeof value === 'string') {
    return (
      <span className={classes.text}>{INSTANT.test(value) ? formatDateTime(locale, value) : value}</span>
    );
  }
  return <pre className={classes.json}>{JSON.stringify(value, null, 1)}</pre>;
}
