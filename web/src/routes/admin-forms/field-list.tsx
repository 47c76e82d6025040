import { ActionIcon, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { WebFormContent } from '#contract';
import type { FormFields } from './use-form-fields.ts';

type Field = WebFormContent['fields'][number];

interface FieldListProps {
  readonly fields: readonly Field[];
  readonly offered: FormFields;
  readonly problem: string | undefined;
  readonly onChange: (fields: Field[]) => void;
}

/** What a form asks for, in its order. */
export function FieldList({ fields, offered, problem, onChange }: FieldListProps) {
  const { t } = useTranslation('webforms');
  const left = offered.asked.filter((key) => !fields.some((field) => field.key === key));
  const change = (at: number, part: Partial<Field>): void =>
    onChange(fields.map((field, index) => (index === at ? { ...field, ...part } : field)));
  const move = (at: number, by: number): void => {
    const next = [...fields];
    const [field] = next.splice(at, 1);
    if (field) next.splice(at + by, 0, field);
    onChange(next);
  };
  return (
    <Stack gap={8}>
      {fields.map((field, at) => {
        const name = offered.nameOf(field.key);
        return (
          <Group key={field.key} gap={6} wrap="nowrap" align="center" role="group" aria-label={name}>
            <TextInput
              style={{ flex: 1 }}
              aria-label={t('labelOf', { name })}
              maxLength={100}
              value={field.label}
              onChange={(event) => change(at, { label: event.currentTarget.value })}
            />
            <Checkbox
              label={t('required')}
              checked={field.required}
              onChange={(event) => change(at, { required: event.currentTarget.checked })}
            />
            <ActionIcon aria-label={t('up', { name })} disabled={at === 0} onClick={() => move(at, -1)}>
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              aria-label={t('down', { name })}
              disabled={at === fields.length - 1}
              onClick={() => move(at, 1)}
            >
              <IconArrowDown size={16} />
            </ActionIcon>
            <ActionIcon
              aria-label={t('drop', { name })}
              onClick={() => onChange(fields.filter((one) => one.key !== field.key))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        );
      })}
      {problem && (
        <Text size="sm" c="red" role="alert">
          {problem}
        </Text>
      )}
      {left.length > 0 && (
        <Select
          aria-label={t('addField')}
          placeholder={t('addField')}
          searchable={left.length > 8}
          data={left.map((key) => ({ value: key, label: offered.nameOf(key) }))}
          value={null}
          onChange={(key) => {
            const added = left.find((one) => one === key);
            if (added) onChange([...fields, { key: added, label: offered.nameOf(added), required: false }]);
          }}
        />
      )}
    </Stack>
  );
}
