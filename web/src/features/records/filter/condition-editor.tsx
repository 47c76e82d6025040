import { Button, Group, MultiSelect, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EntityMeta, FilterCondition, FilterOperator } from '#contract';
import { useLocalized } from '../../../i18n/use-locale.ts';
import { FieldInput } from '../field-input.tsx';
import { needsValue, operatorsOf, operatorWord } from './operators.ts';

interface ConditionEditorProps {
  readonly meta: EntityMeta;
  readonly condition: FilterCondition;
  readonly onChange: (condition: FilterCondition) => void;
}

/** One condition: field, how, value. */
export function ConditionEditor({ meta, condition, onChange }: ConditionEditorProps) {
  const { t } = useTranslation('records');
  const localized = useLocalized();
  const fields = meta.fields.filter((field) => field.filterable);
  const field = fields.find((candidate) => candidate.key === condition.field);
  const chooseField = (key: string | null): void => {
    const chosen = fields.find((candidate) => candidate.key === key);
    if (chosen) onChange({ field: chosen.key, operator: operatorsOf(chosen)[0] ?? 'eq' });
  };
  // Popovers inside a popover stay in its own tree, or a click in them would close it.
  const comboboxProps = { withinPortal: false };
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <Select
        aria-label={t('filter.field')}
        placeholder={t('filter.field')}
        searchable
        comboboxProps={comboboxProps}
        data={fields.map((candidate) => ({ value: candidate.key, label: localized(candidate.label) }))}
        value={condition.field || null}
        onChange={chooseField}
      />
      {field && (
        <Select
          aria-label={t('filter.operator')}
          comboboxProps={comboboxProps}
          allowDeselect={false}
          data={operatorsOf(field).map((operator) => ({
            value: operator,
            label: t(`filter.operators.${operatorWord(field, operator)}`),
          }))}
          value={condition.operator}
          onChange={(operator) =>
            onChange({ field: field.key, operator: (operator ?? condition.operator) as FilterOperator })
          }
        />
      )}
      {field && needsValue(condition.operator) && condition.operator === 'in' && (
        <MultiSelect
          aria-label={t('filter.value')}
          comboboxProps={comboboxProps}
          data={(field.options ?? []).map((option) => ({
            value: option.value,
            label: localized(option.label),
          }))}
          value={Array.isArray(condition.value) ? condition.value.map(String) : []}
          onChange={(value) => onChange({ ...condition, value })}
        />
      )}
      {field && needsValue(condition.operator) && condition.operator !== 'in' && (
        <Group gap={8} wrap="nowrap" align="flex-start">
          <div style={{ flex: 1, minWidth: 0 }}>
            <FieldInput
              field={{ ...field, type: field.type === 'longText' ? 'text' : field.type, required: false }}
              value={condition.value === 'me' ? null : condition.value}
              onChange={(value) => onChange({ ...condition, value })}
            />
          </div>
          {field.type === 'user' && (
            <Button
              variant={condition.value === 'me' ? 'light' : 'default'}
              aria-pressed={condition.value === 'me'}
              onClick={() => onChange({ ...condition, value: 'me' })}
            >
              {t('filter.me')}
            </Button>
          )}
        </Group>
      )}
    </div>
  );
}
