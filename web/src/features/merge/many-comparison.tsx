import { Radio, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FieldMeta, FieldOfMany, RecordView } from '#contract';
import type { ApiError } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { useEntity } from '../records/use-entity.ts';
import type { Compared } from './compared.ts';
import { ComparedValue } from './compared-value.tsx';
import { fixedReason } from './compared.ts';
import classes from './merge.module.css';

interface ManyComparisonProps {
  readonly entity: Compared;
  readonly preview: UseQueryResult<
    { readonly records: readonly RecordView[]; readonly fields: readonly FieldOfMany[] },
    ApiError
  >;
  /** By field: the record whose value stays. */
  readonly choices: Readonly<Record<string, string>>;
  readonly onChoose: (key: string, id: string) => void;
}

/** Several records field by field: in which they differ, and whose value stays. */
export function ManyComparison({ entity, preview, choices, onChoose }: ManyComparisonProps) {
  const { t } = useTranslation('records');
  const meta = useEntity(entity);
  return (
    <Loaded query={preview}>
      {({ records, fields }) => (
        <div className={classes.table}>
          {fields.length === 0 && <Text size="sm">{t('merge.same')}</Text>}
          {fields.map((merged) => {
            const field = meta?.fields.find((one) => one.key === merged.key);
            return (
              field && (
                <FieldChoice
                  key={field.key}
                  field={field}
                  merged={merged}
                  records={records}
                  chosen={choices[field.key] ?? merged.from}
                  onChoose={(id) => onChoose(field.key, id)}
                />
              )
            );
          })}
        </div>
      )}
    </Loaded>
  );
}

interface FieldChoiceProps {
  readonly field: FieldMeta;
  readonly merged: FieldOfMany;
  readonly records: readonly RecordView[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

function FieldChoice({ field, merged, records, chosen, onChoose }: FieldChoiceProps) {
  const { t } = useTranslation('records');
  const label = useLocalized()(field.label);
  if (merged.isFixed)
    return (
      <section className={classes.field} aria-label={label}>
        <h3 className={classes.label}>{label}</h3>
        <span className={classes.dim}>{t(`merge.${fixedReason(field.key)}`)}</span>
      </section>
    );
  return (
    <Radio.Group
      className={classes.field}
      classNames={{ label: classes.label }}
      label={label}
      value={chosen}
      onChange={onChoose}
    >
      <div className={classes.values}>
        {distinct(merged.values).map(({ ids, value }) => {
          const [first = ''] = ids;
          const record = records.find((one) => one.id === first);
          const names = records.filter((one) => ids.includes(one.id)).map((one) => one.title);
          return (
            <Radio
              key={first}
              className={classes.side}
              // Whichever of them is meant: the value is the same.
              value={ids.includes(chosen) ? chosen : first}
              label={<ComparedValue field={field} value={value} record={record} />}
              description={names.join(', ')}
            />
          );
        })}
      </div>
    </Radio.Group>
  );
}

/** Each value once, with the records that have it. */
function distinct(values: FieldOfMany['values']): { readonly ids: string[]; readonly value: unknown }[] {
  const found = new Map<string, { ids: string[]; value: unknown }>();
  for (const { id, value } of values) {
    const key = JSON.stringify(value ?? null);
    const known = found.get(key);
    if (known) known.ids.push(id);
    else found.set(key, { ids: [id], value });
  }
  return [...found.values()];
}
