import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RECORD_CHANGES, type RecordEventSettings } from '#moddle';
import type { ElementInfo } from '#modeler';
import { useLocalized } from '../../../i18n/use-locale.ts';
import { useDesignerScope } from '../designer-context.ts';
import { DurationField } from '../inputs/duration-field.tsx';
import { TextField } from '../inputs/text-field.tsx';
import { ValueField } from '../inputs/value-field.tsx';
import { InterruptsSwitch } from './interrupts-switch.tsx';
import { PropertySection } from './property-section.tsx';

interface RecordEventSectionProps {
  readonly element: ElementInfo;
  readonly record: RecordEventSettings;
  /** What stands above the questions. */
  readonly above?: ReactNode;
  /** Told when a value was written. */
  readonly onChosen?: () => void;
}

/** Which records are watched, and what must happen to them. */
export function RecordEventSection({ element, record, above, onChosen }: RecordEventSectionProps) {
  const { t } = useTranslation('designer');
  const localized = useLocalized();
  const { update, catalogue } = useDesignerScope();
  const set = (recordEvent: Partial<RecordEventSettings>): void => {
    update(element.id, { recordEvent, eventCondition: null });
    onChosen?.();
  };
  const entities = catalogue?.entities ?? [];
  const fields = entities.find((one) => one.entity === record.entity)?.fields ?? [];
  const options = fields.find((field) => field.key === record.field)?.options ?? [];
  const withCurrent = (data: { value: string; label: string }[], current: string | null) =>
    current && !data.some((one) => one.value === current)
      ? [{ value: current, label: current }, ...data]
      : data;
  const watchesField = record.change === 'changed' || record.change === 'stageEntered';
  return (
    <PropertySection title={t('sections.record')}>
      {above}
      <Select
        label={t('record.entity')}
        withAsterisk
        allowDeselect={false}
        data={withCurrent(
          entities.map((one) => ({ value: one.entity, label: localized(one.label) })),
          record.entity,
        )}
        value={record.entity}
        onChange={(entity) => set({ entity, field: null, to: null })}
      />
      <Select
        label={t('record.change')}
        withAsterisk
        allowDeselect={false}
        data={RECORD_CHANGES.map((change) => ({
          value: change as string,
          label: t(`record.changes.${change}`),
        }))}
        value={record.change}
        onChange={(next) => set({ change: RECORD_CHANGES.find((change) => change === next) ?? null })}
      />
      {watchesField && (
        <Select
          label={t('record.field')}
          placeholder={t('record.anyField')}
          searchable
          clearable
          data={withCurrent(
            fields.map((field) => ({ value: field.key, label: localized(field.label) })),
            record.field,
          )}
          value={record.field}
          onChange={(field) => set({ field, to: null })}
        />
      )}
      {watchesField && record.field && options.length > 0 && (
        <Select
          label={t('record.to')}
          placeholder={t('record.anyValue')}
          clearable
          data={withCurrent(
            options.map((option) => ({ value: option.value, label: localized(option.label) })),
            record.to,
          )}
          value={record.to}
          onChange={(to) => set({ to })}
        />
      )}
      {watchesField && record.field && options.length === 0 && (
        <TextField label={t('record.to')} value={record.to} onCommit={(to) => set({ to })} />
      )}
      {record.change === 'silent' && (
        <DurationField label={t('record.after')} value={record.after} onCommit={(after) => set({ after })} />
      )}
      <ValueField
        only="expression"
        label={t('record.filter')}
        description={t('record.filterHint', { entity: record.entity ?? 'ticket' })}
        value={record.filter}
        onCommit={(filter) => set({ filter })}
      />
      <TextField
        mono
        label={t('record.variable')}
        placeholder={record.entity ?? undefined}
        value={record.variable}
        onCommit={(variable) => set({ variable })}
      />
      <InterruptsSwitch element={element} />
    </PropertySection>
  );
}
