import { NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldMeta } from '#contract';
import { FieldInput } from '../field-input.tsx';

const RELATIVE_DAY = /^today(?:([+-])(\d{1,4}))?$/;

/** Days from today, as `today-60` says them; null for a day of the calendar. */
export function daysFromToday(value: unknown): number | null {
  const [whole, sign, count] = typeof value === 'string' ? (RELATIVE_DAY.exec(value) ?? []) : [];
  if (whole === undefined) return null;
  return count === undefined ? 0 : Number(`${sign}${count}`);
}

const relative = (days: number): string =>
  days === 0 ? 'today' : `today${days < 0 ? '-' : '+'}${Math.abs(days)}`;

type Way = 'day' | 'ago' | 'ahead';

interface DayValueProps {
  readonly field: FieldMeta;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** A day of the calendar, or one that moves with it: sixty days ago, in a week. */
export function DayValue({ field, value, onChange }: DayValueProps) {
  const { t } = useTranslation('records');
  const days = daysFromToday(value);
  const way: Way = days === null ? 'day' : days > 0 ? 'ahead' : 'ago';
  const choose = (next: string | null): void => {
    if (next === 'day' || next === null) onChange(null);
    else onChange(relative((next === 'ago' ? -1 : 1) * (Math.abs(days ?? 0) || 30)));
  };
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <Select
        aria-label={t('filter.dayWay')}
        allowDeselect={false}
        data={(['day', 'ago', 'ahead'] as const).map((one) => ({
          value: one,
          label: t(`filter.dayWays.${one}`),
        }))}
        value={way}
        onChange={choose}
      />
      {days === null ? (
        <FieldInput field={{ ...field, type: 'date', required: false }} value={value} onChange={onChange} />
      ) : (
        <NumberInput
          aria-label={t('filter.days')}
          min={way === 'ahead' ? 1 : 0}
          max={9999}
          allowDecimal={false}
          value={Math.abs(days)}
          onChange={(count) =>
            onChange(relative((way === 'ago' ? -1 : 1) * (Number(count) || (way === 'ago' ? 0 : 1))))
          }
        />
      )}
    </div>
  );
}
