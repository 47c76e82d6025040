/** A span of time in the largest unit that fits: "3 days", "5 hours". */
import { useTranslation } from 'react-i18next';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function useSpan(): (ms: number) => string {
  const { t } = useTranslation('sales');
  return (ms) => {
    if (ms >= DAY_MS) return t('time.days', { count: Math.round(ms / DAY_MS) });
    if (ms >= HOUR_MS) return t('time.hours', { count: Math.round(ms / HOUR_MS) });
    return t('time.minutes', { count: Math.max(0, Math.round(ms / 60_000)) });
  };
}
