import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocalized } from '../../../i18n/use-locale.ts';
import type { RecordVariable } from './record-fields.ts';

interface RecordFieldPickerProps {
  readonly records: readonly RecordVariable[];
  /** `variable.field`; empty when the field is a variable of the process. */
  readonly value: string;
  readonly onCommit: (value: string) => void;
}

/** Which field of which record a field of the form is. */
export function RecordFieldPicker({ records, value, onCommit }: RecordFieldPickerProps) {
  const { t } = useTranslation('designer');
  const localized = useLocalized();
  const groups = records.map(({ variable, entity }) => ({
    group: localized(entity.label),
    items: entity.fields.map((field) => ({
      value: `${variable}.${field.key}`,
      label: localized(field.label),
    })),
  }));
  const isKnown = value === '' || groups.some(({ items }) => items.some((item) => item.value === value));
  return (
    <Select
      searchable
      clearable
      label={t('form.recordField')}
      description={t(value === '' ? 'form.recordFieldHint' : 'form.recordFieldChosen')}
      placeholder={t('form.recordFieldNone')}
      comboboxProps={{ zIndex: 400 }}
      data={isKnown ? groups : [value, ...groups]}
      value={value || null}
      onChange={(next) => onCommit(next ?? '')}
    />
  );
}
