import { Radio, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MergedField, RecordView } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { FieldValue } from '../records/field-value.tsx';
import { useEntity } from '../records/use-entity.ts';

export type MergeSide = 'survivor' | 'loser';

interface MergeFieldsProps {
  readonly fields: readonly MergedField[];
  readonly survivor: RecordView;
  readonly loser: RecordView | null;
  readonly choices: Readonly<Record<string, MergeSide>>;
  readonly onChoose: (key: string, side: MergeSide) => void;
}

/** The fields in which two records differ, each with both values and the one that is kept. */
export function MergeFields({ fields, survivor, loser, choices, onChoose }: MergeFieldsProps) {
  const { t } = useTranslation('records');
  const localized = useLocalized();
  const meta = useEntity(survivor.entity);
  const differing = fields.filter(
    (field) => JSON.stringify(field.survivor ?? null) !== JSON.stringify(field.loser ?? null),
  );
  if (!meta || !loser) return null;
  if (differing.length === 0) return <Text size="sm">{t('merge.same')}</Text>;
  const sides = [
    { side: 'survivor', record: survivor },
    { side: 'loser', record: loser },
  ] as const;
  return (
    <Stack gap="md">
      {differing.map((merged) => {
        const field = meta.fields.find((one) => one.key === merged.key);
        if (!field) return null;
        if (merged.isFixed)
          return (
            <div key={merged.key}>
              <Text size="sm" fw={600}>
                {localized(field.label)}
              </Text>
              <FieldValue field={field} value={merged.value} />
              <Text size="xs" c="dimmed">
                {t('merge.fixed')}
              </Text>
            </div>
          );
        return (
          <Radio.Group
            key={merged.key}
            label={localized(field.label)}
            value={choices[merged.key] ?? merged.from}
            onChange={(side) => onChoose(merged.key, side === 'loser' ? 'loser' : 'survivor')}
          >
            <Stack gap={6} mt={4}>
              {sides.map(({ side, record }) => (
                <Radio
                  key={side}
                  value={side}
                  label={
                    <FieldValue
                      field={field}
                      value={merged[side]}
                      link={record.links[merged.key] ?? null}
                      dense
                    />
                  }
                />
              ))}
            </Stack>
          </Radio.Group>
        );
      })}
    </Stack>
  );
}
