import { MultiSelect, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportOptions, ImportTarget } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { Section } from '../../ui/section.tsx';
import classes from './import.module.css';

interface OptionFieldsProps {
  readonly options: ImportOptions;
  /** Fields that the columns fill. */
  readonly targets: readonly ImportTarget[];
  readonly onChange: (options: ImportOptions) => void;
}

/** What is done with rows that are there already, with cells that cannot be read, and with processes. */
export function ImportOptionFields({ options, targets, onChange }: OptionFieldsProps) {
  const { t } = useTranslation('imports');
  const localized = useLocalized();
  const keys = targets.filter((target) => target.isKey && target.isField);
  const hasPhone = targets.some((target) => target.type === 'phone');
  const set = (change: Partial<ImportOptions>): void => onChange({ ...options, ...change });
  return (
    <Section title={t('options.title')}>
      <div className={classes.fields}>
        <NativeSelect
          label={t('options.mode')}
          value={options.mode}
          data={(['createAndUpdate', 'createOnly', 'updateOnly'] as const).map((value) => ({
            value,
            label: t(`options.${value}`),
          }))}
          onChange={(event) => set({ mode: event.currentTarget.value as ImportOptions['mode'] })}
        />
        <NativeSelect
          label={t('options.badCells')}
          value={options.badCells}
          data={(['refuse', 'leaveOut'] as const).map((value) => ({ value, label: t(`options.${value}`) }))}
          onChange={(event) => set({ badCells: event.currentTarget.value as ImportOptions['badCells'] })}
        />
        {keys.length > 0 && (
          <MultiSelect
            label={t('options.keys')}
            placeholder={options.keys.length === 0 ? t('options.keysNone') : undefined}
            value={options.keys.filter((key) => keys.some((target) => target.key === key))}
            data={keys.map((target) => ({ value: target.key, label: localized(target.label) }))}
            maxValues={5}
            onChange={(value) => set({ keys: value })}
          />
        )}
        {hasPhone && (
          <TextInput
            label={t('options.country')}
            value={options.country}
            maxLength={2}
            onChange={(event) => set({ country: event.currentTarget.value.toUpperCase() })}
          />
        )}
      </div>
      <Switch
        mt="md"
        label={t('options.findDuplicates')}
        description={t('options.findDuplicatesHint')}
        checked={options.findDuplicates}
        onChange={(event) => set({ findDuplicates: event.currentTarget.checked })}
      />
      <Switch
        mt="md"
        label={t('options.startProcesses')}
        description={t('options.startProcessesHint')}
        checked={options.startProcesses}
        onChange={(event) => set({ startProcesses: event.currentTarget.checked })}
      />
    </Section>
  );
}
