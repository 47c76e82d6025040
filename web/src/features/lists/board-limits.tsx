import { Input, NumberInput, SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ViewContent } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { useEntity } from '../records/use-entity.ts';

type Settings = NonNullable<ViewContent['settings']>;
type Limits = NonNullable<Settings['limits']>;

interface BoardLimitsProps {
  readonly entity: string;
  readonly settings: ViewContent['settings'];
  readonly limits: Limits;
  readonly onChange: (limits: Limits) => void;
}

/** How many rows each column of a board should have at most. */
export function BoardLimits({ entity, settings, limits, onChange }: BoardLimitsProps) {
  const { t } = useTranslation('lists');
  const localized = useLocalized();
  const meta = useEntity(entity);
  const key = settings?.columnField ?? meta?.statusField;
  const options = (meta?.fields.find((field) => field.key === key)?.options ?? []).filter(
    ({ group }) => settings?.pipeline === undefined || group === undefined || group === settings.pipeline,
  );
  if (options.length === 0) return null;
  const set = (code: string, limit: number | null): void => {
    const { [code]: _former, ...others } = limits;
    onChange(limit === null ? others : { ...others, [code]: limit });
  };
  return (
    <Input.Wrapper label={t('board.limits')} description={t('board.limitsHint')}>
      <SimpleGrid cols={2} spacing="xs" verticalSpacing="xs" mt={6}>
        {options.map(({ value, label }) => (
          <NumberInput
            key={value}
            label={localized(label)}
            placeholder={t('board.noLimit')}
            min={1}
            max={10_000}
            allowDecimal={false}
            value={limits[value] ?? ''}
            onChange={(limit) => set(value, limit === '' ? null : Number(limit))}
          />
        ))}
      </SimpleGrid>
    </Input.Wrapper>
  );
}
