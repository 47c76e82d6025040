import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EntityMeta, FilterCondition, FilterOperator } from '#contract';
import { useLocalized } from '../../../i18n/use-locale.ts';
import { ConditionValue } from './condition-value.tsx';
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
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <Select
        aria-label={t('filter.field')}
        placeholder={t('filter.field')}
        searchable
        data={fields.map((candidate) => ({ value: candidate.key, label: localized(candidate.label) }))}
        value={condition.field || null}
        onChange={chooseField}
      />
      {field && (
        <Select
          aria-label={t('filter.operator')}
          allowDeselect={false}
          data={[...new Set([...operatorsOf(field), condition.operator])].map((operator) => ({
            value: operator,
            label: t(`filter.operators.${operatorWord(field, operator)}`),
          }))}
          value={condition.operator}
          onChange={(operator) =>
            onChange({ field: field.key, operator: (operator ?? condition.operator) as FilterOperator })
          }
        />
      )}
      {field && needsValue(condition.operator) && (
        <ConditionValue
          field={field}
          condition={condition}
          onChange={(value) => onChange({ ...condition, value })}
        />
      )}
    </div>
  );
}
