import { useTranslation } from 'react-i18next';
import type { MeasureRate } from '#contract';
import { formatMoney, formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface MeasureWords {
  readonly number: (value: number) => string;
  /** A dash for whom the amount is hidden. */
  readonly money: (value: number | null, rate: Pick<MeasureRate, 'currency'>) => string;
  readonly share: (value: number | null) => string;
  /** Long times in days, short ones in hours. */
  readonly span: (ms: number | null) => string;
  readonly hours: (ms: number) => string;
  readonly cost: (ms: number, rate: MeasureRate) => string;
}

/** Numbers of measures in words of the reader's language; a dash where there is nothing to say. */
export function useMeasureWords(): MeasureWords {
  const { t } = useTranslation('measures');
  const locale = useLocale();
  const number = (value: number): string => formatNumber(locale, value);
  const tenths = (value: number): string => number(Math.round(value * 10) / 10);
  const money: MeasureWords['money'] = (value, { currency }) =>
    value === null ? '–' : formatMoney(locale, value, currency);
  return {
    number,
    money,
    share: (value) => (value === null ? '–' : `${number(Math.round(value * 100))} %`),
    span: (ms) => {
      if (ms === null) return '–';
      return ms >= DAY_MS
        ? t('inDays', { value: tenths(ms / DAY_MS) })
        : t('inHours', { value: tenths(ms / HOUR_MS) });
    },
    hours: (ms) => t('inHours', { value: tenths(ms / HOUR_MS) }),
    cost: (ms, rate) => (rate.hourlyRate === null ? '–' : money((ms / HOUR_MS) * rate.hourlyRate, rate)),
  };
}
