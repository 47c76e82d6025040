import { ActionIcon, Button, Input, Select, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkingCalendar } from '#contract';
import { dateFormat } from '../../ui/date-values.ts';
import { useProductNow } from '../../ui/product-clock.ts';
import { HoursFields } from './hours-fields.tsx';

type Exceptions = WorkingCalendar['exceptions'];

interface HolidayFieldsProps {
  readonly exceptions: Exceptions;
  readonly problemOf: (path: string) => string | undefined;
  readonly onChange: (exceptions: Exceptions) => void;
}

/** Holidays and days with hours of their own, a year at a time. */
export function HolidayFields({ exceptions, problemOf, onChange }: HolidayFieldsProps) {
  const { t } = useTranslation('calendars');
  const today = useProductNow().toISOString().slice(0, 10);
  const [year, setYear] = useState(today.slice(0, 4));
  const years = [...new Set([...exceptions.map(({ on }) => on.slice(0, 4)), today.slice(0, 4), year])].sort();
  const shown = exceptions.filter(({ on }) => on.startsWith(year));
  const set = (on: string, part: Partial<Exceptions[number]>): void =>
    onChange(inOrder(exceptions.map((one) => (one.on === on ? { ...one, ...part } : one))));
  const free = firstFree(exceptions, year === today.slice(0, 4) ? today : `${year}-01-01`);
  return (
    <Input.Wrapper label={t('exceptions')} error={problemOf('exceptions')}>
      <Select
        w={110}
        size="xs"
        my={6}
        allowDeselect={false}
        aria-label={t('year')}
        data={years}
        value={year}
        onChange={(value) => setYear(value ?? year)}
      />
      {shown.map((one) => (
        <div key={one.on} style={{ display: 'flex', flexWrap: 'wrap', gap: 6, marginTop: 6 }}>
          <DateInput
            size="xs"
            w={120}
            aria-label={t('date')}
            valueFormat={dateFormat}
            value={one.on}
            onChange={(on) => {
              if (on && !exceptions.some((other) => other.on === on)) set(one.on, { on });
            }}
          />
          <TextInput
            size="xs"
            style={{ flex: 1, minWidth: 130 }}
            aria-label={t('name')}
            maxLength={200}
            value={one.name}
            onChange={(event) => set(one.on, { name: event.currentTarget.value })}
          />
          <HoursFields of={one.name} hours={one.hours} onChange={(hours) => set(one.on, { hours })} />
          <ActionIcon
            aria-label={t('dropDay', { name: one.name })}
            onClick={() => onChange(exceptions.filter((other) => other !== one))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          size="compact-sm"
          mt={6}
          onClick={() => onChange(inOrder([...exceptions, { on: free, name: t('holiday'), hours: [] }]))}
        >
          {t('addDay')}
        </Button>
      </div>
    </Input.Wrapper>
  );
}

function inOrder(exceptions: Exceptions): Exceptions {
  return exceptions.toSorted((one, other) => one.on.localeCompare(other.on));
}

/** A new line begins with a day that has none yet. */
function firstFree(exceptions: Exceptions, from: string): string {
  const day = new Date(`${from}T00:00:00Z`);
  const text = (): string => day.toISOString().slice(0, 10);
  while (exceptions.some(({ on }) => on === text())) day.setUTCDate(day.getUTCDate() + 1);
  return text();
}
