import { ActionIcon, Button, Input, NativeSelect, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FieldMeta } from '#contract';
import { FieldInput } from '../records/field-input.tsx';

const OPERATORS = ['notEmpty', 'eq', 'in', 'gt', 'gte', 'lt', 'lte'] as const;

export interface RuleCondition {
  readonly kind: 'field';
  readonly field: string;
  readonly operator: (typeof OPERATORS)[number];
  readonly value?: unknown;
}

export interface AskedField {
  readonly key: string;
  readonly label: string;
  /** How a value is entered; a number without it. */
  readonly meta?: FieldMeta;
}

interface RuleConditionsProps {
  readonly label: string;
  readonly fields: readonly AskedField[];
  readonly conditions: readonly RuleCondition[];
  readonly error?: string | undefined;
  readonly onChange: (conditions: RuleCondition[]) => void;
}

/** Conditions of a rule over fields; all of them must hold. */
export function RuleConditions({ label, fields, conditions, error, onChange }: RuleConditionsProps) {
  const { t } = useTranslation('settings');
  const set = (at: number, part: Partial<RuleCondition>): void =>
    onChange(conditions.map((one, index) => (index === at ? { ...one, ...part } : one)));
  const [first] = fields;
  return (
    <Input.Wrapper label={label} error={error}>
      {conditions.map((condition, at) => (
        <div key={at} style={{ display: 'flex', flexWrap: 'wrap', gap: 6, marginTop: 6 }}>
          <NativeSelect
            style={{ flex: 1, minWidth: 130 }}
            size="xs"
            aria-label={t('field')}
            value={condition.field}
            data={fields.map((one) => ({ value: one.key, label: one.label }))}
            onChange={(event) => set(at, { field: event.currentTarget.value, value: undefined })}
          />
          <NativeSelect
            size="xs"
            aria-label={t('operator')}
            value={condition.operator}
            data={OPERATORS.map((operator) => ({ value: operator, label: t(`operators.${operator}`) }))}
            onChange={(event) =>
              set(at, {
                operator: OPERATORS.find((one) => one === event.currentTarget.value) ?? 'notEmpty',
                value: undefined,
              })
            }
          />
          <ConditionValue
            condition={condition}
            field={fields.find((one) => one.key === condition.field)}
            onChange={(value) => set(at, { value })}
          />
          <ActionIcon
            aria-label={t('dropCondition')}
            onClick={() => onChange(conditions.filter((_, index) => index !== at))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      {first && (
        <div>
          <Button
            size="compact-sm"
            mt={6}
            onClick={() =>
              onChange([...conditions, { kind: 'field', field: first.key, operator: 'notEmpty' }])
            }
          >
            {t('addCondition')}
          </Button>
        </div>
      )}
    </Input.Wrapper>
  );
}

function ConditionValue({
  condition,
  field,
  onChange,
}: {
  readonly condition: RuleCondition;
  readonly field: AskedField | undefined;
  readonly onChange: (value: unknown) => void;
}) {
  const { t } = useTranslation('settings');
  const { operator, value } = condition;
  if (operator === 'notEmpty' || !field) return null;
  const meta = field.meta;
  if (operator === 'in' && meta?.options)
    return (
      <span style={{ flex: 1, minWidth: 130 }}>
        <FieldInput field={{ ...meta, type: 'multiSelect' }} value={value ?? []} onChange={onChange} />
      </span>
    );
  if (operator === 'in')
    return (
      <TextInput
        style={{ flex: 1, minWidth: 130 }}
        size="xs"
        aria-label={t('value')}
        placeholder={t('several')}
        value={Array.isArray(value) ? value.join(', ') : ''}
        onChange={(event) => onChange(event.currentTarget.value.split(/,\s*/))}
      />
    );
  if (meta)
    return (
      <span style={{ flex: 1, minWidth: 130 }}>
        <FieldInput
          field={meta.type === 'multiSelect' ? { ...meta, type: 'select' } : meta}
          value={value}
          onChange={onChange}
        />
      </span>
    );
  return (
    <TextInput
      type="number"
      style={{ flex: 1, minWidth: 90 }}
      size="xs"
      aria-label={t('value')}
      value={typeof value === 'number' ? String(value) : ''}
      onChange={(event) =>
        onChange(event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))
      }
    />
  );
}
