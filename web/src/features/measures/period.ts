import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useProductNow } from '../../ui/product-clock.ts';

export const PERIODS = ['30', '90', '180', '365'] as const;
export type Period = (typeof PERIODS)[number];

const DAY_MS = 86_400_000;

export interface MeasuredPeriod {
  readonly days: Period;
  readonly setDays: (days: string | null) => void;
  readonly from: string;
  readonly to: string;
}

/** The last so many days, today included; in the address, so that a page can be sent to somebody. */
export function useMeasuredPeriod(): MeasuredPeriod {
  const [search, setSearch] = useSearchParams();
  const now = useProductNow();
  const today = Math.floor(now.getTime() / DAY_MS);
  const days = PERIODS.find((one) => one === search.get('days')) ?? '180';
  return useMemo(
    () => ({
      days,
      setDays: (next) =>
        setSearch(
          (before) => {
            before.set('days', next ?? '180');
            return before;
          },
          { replace: true },
        ),
      from: new Date((today + 1 - Number(days)) * DAY_MS).toISOString(),
      to: new Date((today + 1) * DAY_MS).toISOString(),
    }),
    [days, today, setSearch],
  );
}
