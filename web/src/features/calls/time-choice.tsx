import { Button } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/use-locale.ts';
import { productNow } from '../../ui/product-clock.ts';
import { instantFromLocal, localFromInstant } from '../../ui/date-values.ts';
import { laterToday, workingMorning } from './working-day.ts';
import classes from './time-choice.module.css';

const localOf = (date: Date): string => localFromInstant(date.toISOString()) ?? '';

interface TimeChoiceProps {
  readonly label: string;
  /** Picker's form, local time; null: not chosen. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  /** Shows what the chosen time is at the customer's place. */
  readonly customerTimeZone?: string | null;
  readonly error?: string;
}

/** A date and time with the usual answers one click away, all in working time. */
export function TimeChoice({ label, value, onChange, customerTimeZone, error }: TimeChoiceProps) {
  const { t } = useTranslation('tasks');
  const locale = useLocale();
  const now = productNow();
  const usual = [
    { key: 'hours', at: laterToday(now, 2) },
    { key: 'tomorrow', at: workingMorning(now, 1) },
    { key: 'week', at: workingMorning(now, 7) },
  ] as const;
  const there =
    value && customerTimeZone
      ? new Date(instantFromLocal(value) ?? 0).toLocaleString(locale === 'en' ? 'en-GB' : 'ru', {
          timeZone: customerTimeZone,
          weekday: 'short',
          hour: '2-digit',
          minute: '2-digit',
        })
      : null;
  return (
    <div className={classes.choice}>
      <DateTimePicker
        label={label}
        value={value}
        onChange={onChange}
        minDate={localOf(now)}
        valueFormat={locale === 'en' ? 'ddd D MMM YYYY, HH:mm' : 'dd, D MMM YYYY, HH:mm'}
        placeholder={t('call.pickTime')}
        description={there ? t('call.customerTime', { time: there }) : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={error}
        popoverProps={{ withinPortal: true }}
        clearable
        clearButtonProps={{ 'aria-label': t('call.clearTime') }}
      />
      <div className={classes.usual}>
        {usual.map(({ key, at }) => (
          <Button
            key={key}
            size="compact-sm"
            aria-pressed={value === localOf(at)}
            variant={value === localOf(at) ? 'light' : 'default'}
            onClick={() => onChange(localOf(at))}
          >
            {t(`call.usual.${key}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
