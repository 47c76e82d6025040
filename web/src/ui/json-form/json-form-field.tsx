import { Checkbox, Group, NumberInput, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { DateInput, DateTimePicker, TimeInput } from '@mantine/dates';
import { dateTimeFormat, dateFormat, instantFromLocal, localFromInstant } from '../date-values.ts';
import type { FormField } from './schema.ts';

interface JsonFormFieldProps {
  readonly field: FormField;
  readonly value: unknown;
  readonly error: string | undefined;
  readonly readOnly: boolean;
  readonly onChange: (value: unknown) => void;
}

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const asList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** One field of a form-js form. */
export function JsonFormField({ field, value, error, readOnly, onChange }: JsonFormFieldProps) {
  const common = {
    label: field.label,
    description: field.description ?? undefined,
    error,
    withAsterisk: field.rules.required,
    readOnly,
    'aria-required': field.rules.required || undefined,
  };
  switch (field.kind) {
    case 'textfield':
      return (
        <TextInput
          {...common}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'textarea':
      return (
        <Textarea
          {...common}
          autosize
          minRows={3}
          maxRows={14}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          value={asText(value)}
          decimalScale={field.decimalDigits}
          step={field.step}
          onChange={(next) => onChange(next === '' ? null : Number(next))}
        />
      );
    case 'checkbox':
      return (
        <Checkbox
          label={field.label}
          description={field.description ?? undefined}
          error={error}
          disabled={readOnly}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'select':
      return (
        <Select
          {...common}
          data={field.options.map((option) => ({ ...option }))}
          value={asText(value) || null}
          clearable={!field.rules.required}
          searchable={field.options.length > 8}
          onChange={onChange}
        />
      );
    case 'radio':
      return (
        <Radio.Group {...common} value={asText(value)} onChange={onChange}>
          <Stack gap={8} mt={6}>
            {field.options.map((option) => (
              <Radio key={option.value} value={option.value} label={option.label} disabled={readOnly} />
            ))}
          </Stack>
        </Radio.Group>
      );
    case 'checklist':
      return (
        <Checkbox.Group {...common} value={asList(value)} onChange={onChange}>
          <Group gap="md" mt={6}>
            {field.options.map((option) => (
              <Checkbox key={option.value} value={option.value} label={option.label} disabled={readOnly} />
            ))}
          </Group>
        </Checkbox.Group>
      );
    case 'datetime':
      if (field.subtype === 'time') {
        return (
          <TimeInput
            {...common}
            value={asText(value)}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        );
      }
      if (field.subtype === 'date') {
        return (
          <DateInput
            {...common}
            valueFormat={dateFormat}
            value={asText(value) || null}
            clearable={!readOnly}
            onChange={onChange}
          />
        );
      }
      return (
        <DateTimePicker
          {...common}
          valueFormat={dateTimeFormat}
          value={localFromInstant(asText(value))}
          clearable={!readOnly}
          onChange={(next) => onChange(instantFromLocal(next))}
        />
      );
  }
}
