import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type MeasuredPeriod, PERIODS } from './period.ts';

/** Of which time the numbers are. */
export function PeriodSelect({ period }: { readonly period: MeasuredPeriod }) {
  const { t } = useTranslation('measures');
  return (
    <SegmentedControl
      aria-label={t('period')}
      value={period.days}
      onChange={period.setDays}
      data={PERIODS.map((value) => ({ value, label: t('days', { count: Number(value) }) }))}
    />
  );
}
