import { Input, Select } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DURATION_UNITS, readDuration, writeDuration, type DurationUnit } from './human-time.ts';
import { NumberField } from './number-field.tsx';
import { TextField } from './text-field.tsx';
import classes from './inputs.module.css';

interface DurationFieldProps {
  readonly label: string;
  readonly value: string | null;
  readonly onCommit: (value: string | null) => void;
  readonly description?: string;
  /** Unit offered while nothing is set. */
  readonly unit?: DurationUnit;
}

const EXPRESSION = 'expression';

/** How long: a number and a unit; anything finer is written as ISO 8601 or FEEL. */
export function DurationField({ label, value, onCommit, description, unit = 'days' }: DurationFieldProps) {
  const { t } = useTranslation('designer');
  const id = useId();
  const [wanted, setWanted] = useState<string | null>(null);
  const human = value === null ? null : readDuration(value);
  const isFree = (value !== null && human === null) || wanted === EXPRESSION;
  const shownUnit = isFree
    ? EXPRESSION
    : (human?.unit ?? DURATION_UNITS.find((one) => one === wanted) ?? unit);
  const changeUnit = (next: string | null): void => {
    const known = DURATION_UNITS.find((one) => one === next);
    setWanted(next);
    if (!known) return;
    if (human) onCommit(writeDuration({ amount: human.amount, unit: known }));
    else if (value !== null) onCommit(null);
  };
  return (
    <Input.Wrapper label={label} description={description} labelElement="div" id={id}>
      <div className={classes.pair} role="group" aria-label={label}>
        {isFree ? (
          <TextField label={label} hideLabel mono placeholder="PT2H30M" value={value} onCommit={onCommit} />
        ) : (
          <NumberField
            label={label}
            hideLabel
            min={0}
            value={human?.amount ?? null}
            onCommit={(amount) =>
              onCommit(
                amount === null
                  ? null
                  : writeDuration({ amount, unit: human?.unit ?? (shownUnit as DurationUnit) }),
              )
            }
          />
        )}
        <Select
          aria-label={t('duration.unit', { name: label })}
          allowDeselect={false}
          data={[...DURATION_UNITS, EXPRESSION].map((one) => ({
            value: one,
            label: t(`duration.${one as DurationUnit | 'expression'}`, { count: human?.amount ?? 5 }),
          }))}
          value={shownUnit}
          onChange={changeUnit}
        />
      </div>
    </Input.Wrapper>
  );
}
