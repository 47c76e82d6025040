import { Input } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WorkingCalendar } from '#contract';
import { useLocale } from '../../i18n/use-locale.ts';
import { HoursFields } from './hours-fields.tsx';
import { dayName } from './use-week-words.ts';

interface WeekFieldsProps {
  readonly week: WorkingCalendar['week'];
  readonly problemOf: (path: string) => string | undefined;
  readonly onChange: (week: WorkingCalendar['week']) => void;
}

/** Working time of each day of the week. */
export function WeekFields({ week, problemOf, onChange }: WeekFieldsProps) {
  const { t } = useTranslation('calendars');
  const locale = useLocale();
  return (
    <Input.Wrapper label={t('week')} error={problemOf('week')}>
      <div style={{ display: 'grid', gridTemplateColumns: 'auto 1fr', gap: '6px 12px', marginTop: 6 }}>
        {week.map((hours, day) => (
          <div key={day} style={{ display: 'contents' }}>
            <span style={{ paddingTop: 4 }}>{dayName(locale, day, 'short')}</span>
            <HoursFields
              of={dayName(locale, day, 'long')}
              hours={hours}
              onChange={(next) => onChange(week.map((one, index) => (index === day ? next : one)))}
            />
          </div>
        ))}
      </div>
    </Input.Wrapper>
  );
}
