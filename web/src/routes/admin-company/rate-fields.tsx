import { ActionIcon, Button, NumberInput, Select, Text } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#contract';
import { dateFormat } from '../../ui/date-values.ts';
import { productNow } from '../../ui/product-clock.ts';
import classes from './company.module.css';

type Rate = Company['rates'][number];

interface RateFieldsProps {
  readonly base: string;
  readonly currencies: readonly string[];
  /** A currency that amounts wait for, proposed first. */
  readonly wanted: string | null;
  readonly rates: readonly Rate[];
  readonly problemOf: (path: string) => string | undefined;
  readonly onChange: (rates: Rate[]) => void;
}

/** What one unit of a currency is worth in the base currency, from a day on. */
export function RateFields({ base, currencies, wanted, rates, problemOf, onChange }: RateFieldsProps) {
  const { t } = useTranslation('company');
  const others = currencies.filter((one) => one !== base);
  const set = (at: number, part: Partial<Rate>): void =>
    onChange(rates.map((rate, index) => (index === at ? { ...rate, ...part } : rate)));
  const add = (): void =>
    onChange([
      {
        currency:
          wanted ?? others.find((one) => !rates.some((rate) => rate.currency === one)) ?? others[0] ?? '',
        validFrom: productNow().toISOString().slice(0, 10),
        rate: 1,
      },
      ...rates,
    ]);
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        {t('ratesHint', { base })}
      </Text>
      <ul className={classes.rates} aria-label={t('rates')}>
        {rates.map((rate, at) => (
          <li key={at} className={classes.rate}>
            <Select
              allowDeselect={false}
              aria-label={t('currency')}
              w={96}
              data={[...new Set([...others, rate.currency])]}
              value={rate.currency}
              onChange={(currency) => currency && set(at, { currency })}
            />
            <DateInput
              aria-label={t('validFrom')}
              w={140}
              valueFormat={dateFormat}
              value={rate.validFrom}
              onChange={(day) => day && set(at, { validFrom: day })}
            />
            <NumberInput
              aria-label={t('rateIn', { base })}
              w={150}
              min={0}
              decimalScale={8}
              hideControls
              suffix={` ${base}`}
              value={rate.rate}
              error={problemOf(`rates.${at}`)}
              onChange={(value) => set(at, { rate: Number(value) || 0 })}
            />
            <ActionIcon
              aria-label={t('dropRate', { currency: rate.currency })}
              onClick={() => onChange(rates.filter((_, index) => index !== at))}
            >
              <IconX size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button size="compact-sm" mt={6} disabled={others.length === 0} onClick={add}>
        {t('addRate')}
      </Button>
    </>
  );
}
