import { ActionIcon, Button, Input, NativeSelect, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FieldCondition, FieldMeta } from '#contract';
import { FieldInput } from '../../features/records/field-input.tsx';
import { useLocalized } from '../../i18n/use-locale.ts';
import classes from './fields.module.css';

interface ConditionListProps {
  readonly label: string;
  /** What it means when there is no condition. */
  readonly emptyLabel: string;
  readonly fields: readonly FieldMeta[];
  readonly conditions: readonly FieldCondition[];
  readonly error: string | undefined;
  readonly onChange: (conditions: FieldCondition[]) => void;
}

const OPERATORS = ['eq', 'ne', 'empty', 'notEmpty'] as const;

/** Conditions over the other fields of a record; all of them must hold. */
export function ConditionList(props: ConditionListProps) {
  const { label, emptyLabel, fields, conditions, error, onChange } = props;
  const { t } = useTranslation('fields');
  const localized = useLocalized();
  const set = (at: number, condition: FieldCondition): void =>
    onChange(conditions.map((one, index) => (index === at ? condition : one)));
  const [first] = fields;
  return (
    <Input.Wrapper label={label} error={error}>
      {conditions.length === 0 && (
        <Text size="sm" c="dimmed">
          {emptyLabel}
        </Text>
      )}
      {conditions.map((condition, at) => {
        const field = fields.find((one) => one.key === condition.field);
        const needsValue = condition.operator === 'eq' || condition.operator === 'ne';
        return (
          <div key={at} className={classes.line}>
            <NativeSelect
              className={classes.grow}
              size="xs"
              aria-label={t('conditionField')}
              value={condition.field}
              data={fields.map((one) => ({ value: one.key, label: localized(one.label) }))}
              onChange={(event) => set(at, { field: event.currentTarget.value, operator: 'notEmpty' })}
            />
            <NativeSelect
              size="xs"
              aria-label={t('conditionOperator')}
              value={condition.operator}
              data={OPERATORS.map((operator) => ({ value: operator, label: t(`operators.${operator}`) }))}
              onChange={(event) =>
                set(at, {
                  field: condition.field,
                  operator: event.currentTarget.value as FieldCondition['operator'],
                })
              }
            />
            {needsValue && field && (
              <span className={classes.grow}>
                <FieldInput
                  field={field.type === 'multiSelect' ? { ...field, type: 'select' } : field}
                  value={condition.value}
                  onChange={(value) => set(at, { ...condition, value })}
                />
              </span>
            )}
            <ActionIcon
              aria-label={t('conditionRemove')}
              onClick={() => onChange(conditions.filter((_, index) => index !== at))}
            >
              <IconX size={16} />
            </ActionIcon>
          </div>
        );
      })}
      {first && (
        <Button
          size="compact-sm"
          mt={6}
          onClick={() => onChange([...conditions, { field: first.key, operator: 'notEmpty' }])}
        >
          {t('conditionAdd')}
        </Button>
      )}
    </Input.Wrapper>
  );
}
