import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { WorkingCalendar } from '#contract';

type Hours = WorkingCalendar['week'][number];

interface HoursFieldsProps {
  /** Of which day, for who cannot see where it stands. */
  readonly of: string;
  readonly hours: Hours;
  readonly onChange: (hours: Hours) => void;
}

/** Spans of working time of one day; none is a day off. */
export function HoursFields({ of, hours, onChange }: HoursFieldsProps) {
  const { t } = useTranslation('calendars');
  const set = (at: number, span: Hours[number]): void =>
    onChange(hours.map((one, index) => (index === at ? span : one)));
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 6 }}>
      {hours.length === 0 && <span style={{ color: 'var(--tl-text-dim)' }}>{t('dayOff')}</span>}
      {hours.map(([from, to], at) => (
        <span key={at} style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }}>
          <Time label={t('from', { of })} value={from} onChange={(next) => set(at, [next, to])} />
          <span aria-hidden>–</span>
          <Time label={t('to', { of })} value={to} onChange={(next) => set(at, [from, next])} />
          <ActionIcon
            aria-label={t('dropHours', { of })}
            onClick={() => onChange(hours.filter((_, index) => index !== at))}
          >
            <IconX size={14} />
          </ActionIcon>
        </span>
      ))}
      <Button
        size="compact-xs"
        aria-label={t('addHoursOf', { of })}
        onClick={() => onChange([...hours, hours.length === 0 ? ['09:00', '18:00'] : ['19:00', '21:00']])}
      >
        {t('addHours')}
      </Button>
    </div>
  );
}

interface TimeProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** As text: a day may end at 24:00, which clocks of browsers do not know. */
function Time({ label, value, onChange }: TimeProps) {
  return (
    <TextInput
      size="xs"
      w={64}
      aria-label={label}
      placeholder="09:00"
      maxLength={5}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
