import { Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TextField } from '../inputs/text-field.tsx';
import { FieldOptions } from './field-options.tsx';
import {
  FIELD_TYPES,
  freeKey,
  hasKey,
  hasOptions,
  keyFromLabel,
  type FieldDraft,
  type FieldType,
} from './form-model.ts';
import { RecordFieldPicker } from './record-field-picker.tsx';
import type { RecordVariable } from './record-fields.ts';
import classes from './form-builder.module.css';

interface FieldSettingsProps {
  readonly field: FieldDraft;
  readonly others: readonly FieldDraft[];
  readonly records: readonly RecordVariable[];
  readonly onCommit: (field: FieldDraft) => void;
}

export function FieldSettings({ field, others, records, onCommit }: FieldSettingsProps) {
  const { t } = useTranslation('designer');
  const set = (change: Partial<FieldDraft>): void => onCommit({ ...field, ...change });
  /** A key that nobody has chosen follows the label. */
  const rename = (label: string): void => {
    const follows = hasKey(field.type) && field.key === freeKey(keyFromLabel(field.label), others);
    set({ label, ...(follows && { key: freeKey(keyFromLabel(label), others) }) });
  };
  const changeType = (next: string | null): void => {
    const type: FieldType = FIELD_TYPES.find((one) => one === next) ?? 'textfield';
    set({
      type,
      rawType: type,
      key: hasKey(type) ? field.key || freeKey(keyFromLabel(field.label), others) : '',
      options:
        hasOptions(type) && field.options.length === 0
          ? [{ value: 'option_1', label: '', labelRu: '' }]
          : field.options,
    });
  };
  return (
    <div className={classes.body}>
      <TextField
        required
        multiline={field.type === 'text'}
        label={t(field.type === 'text' ? 'form.text' : 'form.label')}
        value={field.label}
        onCommit={(label) => label && rename(label)}
      />
      {field.type !== 'text' && (
        <TextField
          label={t('form.labelRu')}
          value={field.labelRu || null}
          onCommit={(labelRu) => set({ labelRu: labelRu ?? '' })}
        />
      )}
      <Select
        label={t('form.type')}
        allowDeselect={false}
        comboboxProps={{ zIndex: 400 }}
        data={FIELD_TYPES.map((type) => ({ value: type, label: t(`form.types.${type}`) }))}
        value={field.type}
        onChange={changeType}
      />
      {hasKey(field.type) && (
        <>
          {(records.length > 0 || field.record !== '') && (
            <RecordFieldPicker
              records={records}
              value={field.record}
              onCommit={(record) => set({ record })}
            />
          )}
          {field.record === '' && (
            <TextField
              mono
              label={t('form.key')}
              description={t('form.keyHint')}
              value={field.key}
              onCommit={(key) => key && set({ key: key.trim() })}
            />
          )}
          <Switch
            label={t('form.requiredField')}
            checked={field.required}
            onChange={(change) => set({ required: change.currentTarget.checked })}
          />
        </>
      )}
      {hasOptions(field.type) && field.record === '' && (
        <FieldOptions options={field.options} onCommit={(options) => set({ options })} />
      )}
    </div>
  );
}
