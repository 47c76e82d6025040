import { Divider, Fieldset, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { JsonFormField } from './json-form-field.tsx';
import { isField, type FormField, type FormPart } from './schema.ts';
import type { JsonFormState } from './use-json-form.ts';

interface JsonFormProps {
  readonly form: JsonFormState;
  readonly readOnly?: boolean;
  /** What is said below a field beside its own description, by its key. */
  readonly notes?: Readonly<Record<string, string>>;
}

const NO_NOTES = {};

/** A form-js form drawn with our own parts. State comes from `useJsonForm`. */
export function JsonForm({ form, readOnly = false, notes = NO_NOTES }: JsonFormProps) {
  return (
    <Stack gap="sm">
      {form.parts.map((part) => (
        <JsonFormPart key={part.id} part={part} form={form} readOnly={readOnly} notes={notes} />
      ))}
    </Stack>
  );
}

interface PartProps {
  readonly part: FormPart;
  readonly form: JsonFormState;
  readonly readOnly: boolean;
  readonly notes: Readonly<Record<string, string>>;
}

function JsonFormPart({ part, form, readOnly, notes }: PartProps) {
  const { t } = useTranslation('form');
  if (form.hidden.has(part.id)) return null;
  if (isField(part)) {
    return (
      <JsonFormField
        field={withNote(part, notes[part.key])}
        value={form.values[part.key]}
        error={form.errors[part.key]}
        readOnly={readOnly || part.readOnly}
        onChange={(value) => form.setValue(part.key, value)}
      />
    );
  }
  switch (part.kind) {
    case 'text':
      return <Text style={{ whiteSpace: 'pre-line' }}>{part.text.replace(/^#+\s*/gm, '')}</Text>;
    case 'separator':
      return <Divider />;
    case 'group':
      return (
        <Fieldset legend={part.label} variant="default" p="sm">
          <Stack gap="sm">
            {part.parts.map((child) => (
              <JsonFormPart key={child.id} part={child} form={form} readOnly={readOnly} notes={notes} />
            ))}
          </Stack>
        </Fieldset>
      );
    case 'unsupported':
      return (
        <Text size="sm" c="dimmed">
          {t('unsupported', { type: part.type })}
        </Text>
      );
  }
}

function withNote(field: FormField, note: string | undefined): FormField {
  if (!note) return field;
  return { ...field, description: [field.description, note].filter(Boolean).join(' ') };
}
