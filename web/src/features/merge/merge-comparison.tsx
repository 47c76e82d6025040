import { Button, Radio, Text } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FieldMeta, MergedField, RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { formatDate } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { FieldValue } from '../records/field-value.tsx';
import { useEntity } from '../records/use-entity.ts';
import { ComparedValue } from './compared-value.tsx';
import { fixedReason } from './compared.ts';
import type { MergeSide, useMerge } from './use-merge.ts';
import classes from './merge.module.css';

interface MergeComparisonProps {
  readonly merge: ReturnType<typeof useMerge>;
  /** Left out where the one that stays is chosen elsewhere. */
  readonly onSwap?: () => void;
}

/** Both records side by side: the fields in which they differ, and which value stays. */
export function MergeComparison({ merge, onSwap }: MergeComparisonProps) {
  const { records } = merge;
  return (
    <Loaded query={merge.preview}>
      {({ fields }) =>
        records && <Comparison fields={fields} records={records} merge={merge} onSwap={onSwap} />
      }
    </Loaded>
  );
}

interface ComparisonProps extends MergeComparisonProps {
  readonly fields: readonly MergedField[];
  readonly records: { readonly survivor: RecordView; readonly loser: RecordView };
}

function Comparison({ fields, records, merge, onSwap }: ComparisonProps) {
  const { t } = useTranslation('records');
  const locale = useLocale();
  const meta = useEntity(records.survivor.entity);
  const differing = fields.flatMap((merged) => {
    const field = meta?.fields.find((one) => one.key === merged.key);
    const isSame = JSON.stringify(merged.survivor ?? null) === JSON.stringify(merged.loser ?? null);
    return field && !isSame ? [{ field, merged }] : [];
  });
  return (
    <div className={classes.table}>
      <div className={classes.head}>
        {(['survivor', 'loser'] as const).map((side) => (
          <div key={side}>
            <span className={classes.fate} data-side={side}>
              {t(`merge.${side}`)}
            </span>
            <a
              className={classes.name}
              href={paths.record(records[side].entity, records[side].id)}
              target="_blank"
              rel="noreferrer"
            >
              {records[side].title}
            </a>
            <span className={classes.dim}>
              {t('merge.created', { date: formatDate(locale, records[side].createdAt) })}
            </span>
          </div>
        ))}
      </div>
      {onSwap && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.swap}
          leftSection={<IconArrowsExchange size={16} aria-hidden />}
          onClick={onSwap}
        >
          {t('merge.swap')}
        </Button>
      )}
      {differing.length === 0 && <Text size="sm">{t('merge.same')}</Text>}
      {differing.map(({ field, merged }) => (
        <ComparedField key={field.key} field={field} merged={merged} records={records} merge={merge} />
      ))}
    </div>
  );
}

interface ComparedFieldProps extends Omit<ComparisonProps, 'fields' | 'onSwap'> {
  readonly field: FieldMeta;
  readonly merged: MergedField;
}

function ComparedField({ field, merged, records, merge }: ComparedFieldProps) {
  const { t } = useTranslation('records');
  const localized = useLocalized();
  const label = localized(field.label);
  const value = (side: MergeSide) => (
    <ComparedValue field={field} value={merged[side]} record={records[side]} />
  );
  if (merged.isFixed)
    return (
      <section className={classes.field} aria-label={label}>
        <h3 className={classes.label}>{label}</h3>
        <div className={classes.fixed}>
          <FieldValue field={field} value={merged.value} />
          <span className={classes.dim}>{t(`merge.${fixedReason(field.key)}`)}</span>
        </div>
      </section>
    );
  const chosen = merge.choices[field.key] ?? merged.from;
  return (
    <Radio.Group
      className={classes.field}
      classNames={{ label: classes.label }}
      label={label}
      value={chosen}
      onChange={(side) => merge.choose(field.key, side === 'loser' ? 'loser' : 'survivor')}
    >
      <div className={classes.sides}>
        {(['survivor', 'loser'] as const).map((side) => (
          <Radio key={side} className={classes.side} value={side} label={value(side)} />
        ))}
      </div>
    </Radio.Group>
  );
}
