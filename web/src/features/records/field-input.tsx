import { Checkbox, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { DateInput, DateTimePicker } from '@mantine/dates';
import type { FieldMeta } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { dateFormat, dateTimeFormat, instantFromLocal, localFromInstant } from '../../ui/date-values.ts';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { UserPicker } from '../../ui/pickers/user-picker.tsx';

interface FieldInputProps {
  readonly field: FieldMeta;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** Inside a form the label is shown; in inline editing it stands beside already. */
  readonly showLabel?: boolean;
  readonly error?: string;
  readonly autoFocus?: boolean;
  /** Title of the record or person that is chosen now. */
  readonly linkTitle?: string;
}

const TEXT_TYPES = { phone: 'tel', email: 'email', url: 'url', text: 'text' } as const;
const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** A field's value as it is written, by the field's type. */
export function FieldInput({
  field,
  value,
  onChange,
  showLabel,
  error,
  autoFocus,
  linkTitle,
}: FieldInputProps) {
  const localized = useLocalized();
  const label = localized(field.label);
  const named = showLabel ? { label, withAsterisk: field.required } : { 'aria-label': label };
  const common = { ...named, error, autoFocus, 'data-autofocus': autoFocus || undefined };
  // What was switched off stays to be seen where the record has it.
  const held = (field.retiredOptions ?? []).filter((option) => [value].flat().includes(option.value));
  const options = [...(field.options ?? []), ...held].map((option) => ({
    value: option.value,
    label: localized(option.label),
  }));
  const picker = {
    ...(showLabel ? { label } : { ariaLabel: label }),
    value: asText(value) || null,
    onChange,
    error,
    autoFocus,
    required: field.required,
  };
  switch (field.type) {
    case 'longText':
      return (
        <Textarea
          {...common}
          autosize
          minRows={3}
          maxRows={16}
          value={asText(value)}
          onChange={(e) => onChange(e.currentTarget.value)}
        />
      );
    case 'number':
    case 'money':
      return (
        <NumberInput
          {...common}
          value={asText(value)}
          thousandSeparator=" "
          decimalScale={field.type === 'money' ? 2 : undefined}
          onChange={(next) => onChange(next === '' ? null : Number(next))}
        />
      );
    case 'boolean':
      return (
        <Checkbox
          {...(showLabel ? { label } : { 'aria-label': label })}
          autoFocus={autoFocus}
          error={error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'date':
      return (
        <DateInput
          {...common}
          valueFormat={dateFormat}
          value={asText(value).slice(0, 10) || null}
          clearable={!field.required}
          onChange={onChange}
        />
      );
    case 'dateTime':
      return (
        <DateTimePicker
          {...common}
          valueFormat={dateTimeFormat}
          value={localFromInstant(asText(value))}
          clearable={!field.required}
          onChange={(next) => onChange(instantFromLocal(next))}
        />
      );
    case 'select':
      return (
        <Select
          {...common}
          data={options}
          value={asText(value) || null}
          clearable={!field.required}
          searchable={options.length > 8}
          onChange={onChange}
        />
      );
    case 'multiSelect':
      return (
        <MultiSelect
          {...common}
          data={options}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
        />
      );
    case 'user':
      return <UserPicker {...picker} />;
    case 'reference':
      return <RecordPicker {...picker} entity={field.referenceEntity ?? 'account'} valueTitle={linkTitle} />;
    default:
      return (
        <TextInput
          {...common}
          type={TEXT_TYPES[field.type]}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
