import { NativeSelect, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ColumnMapping, ImportJob, ImportTarget } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import classes from './import.module.css';

interface MappingRowProps {
  readonly column: ImportJob['columns'][number];
  readonly mapping: ColumnMapping | null;
  readonly targets: readonly ImportTarget[];
  readonly taken: ReadonlySet<string>;
  readonly onChange: (mapping: ColumnMapping | null) => void;
}

/** One column of the file: its header, some of its cells, and the field that it fills. */
export function MappingRow({ column, mapping, targets, taken, onChange }: MappingRowProps) {
  const { t } = useTranslation('imports');
  const localized = useLocalized();
  const name = column.header || t('mapping.noHeader', { number: column.index + 1 });
  const target = targets.find((one) => one.key === mapping?.target);
  const isDate = target?.type === 'date' || target?.type === 'dateTime';
  const isNumber = target?.type === 'number' || target?.type === 'money';
  return (
    <li className={classes.column}>
      <div className={classes.head}>
        <span className={classes.name}>{name}</span>
        <span className={classes.dim}>{column.samples.slice(0, 3).join(' · ')}</span>
      </div>
      <Select
        className={classes.target}
        aria-label={`${t('mapping.target')}: ${name}`}
        placeholder={t('mapping.none')}
        searchable
        clearable
        value={mapping?.target ?? null}
        data={targets.map((one) => ({
          value: one.key,
          label: `${localized(one.label)}${taken.has(one.key) && one.key !== mapping?.target ? ' ✓' : ''}`,
        }))}
        onChange={(key) => onChange(key === null ? null : { column: column.index, target: key })}
      />
      {mapping && isDate && (
        <NativeSelect
          aria-label={`${t('mapping.dateOrder')}: ${name}`}
          value={mapping.dateOrder ?? ''}
          data={[
            { value: '', label: t('mapping.asFound') },
            ...(['dmy', 'mdy', 'ymd'] as const).map((value) => ({ value, label: t(`mapping.${value}`) })),
          ]}
          onChange={(event) =>
            onChange({
              ...mapping,
              dateOrder: (event.currentTarget.value || null) as ColumnMapping['dateOrder'],
            })
          }
        />
      )}
      {mapping && isNumber && (
        <NativeSelect
          aria-label={`${t('mapping.decimal')}: ${name}`}
          value={mapping.decimal ?? ''}
          data={[
            { value: '', label: t('mapping.asFound') },
            ...(['comma', 'point'] as const).map((value) => ({
              value,
              label: `${t('mapping.decimal')}: ${t(`mapping.${value}`)}`,
            })),
          ]}
          onChange={(event) =>
            onChange({ ...mapping, decimal: (event.currentTarget.value || null) as ColumnMapping['decimal'] })
          }
        />
      )}
    </li>
  );
}
