import { ActionIcon, Box, Group, Select, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FieldMeta, WebFormContent } from '#contract';
import { FieldInput } from '../../features/records/field-input.tsx';
import { useLocalized } from '../../i18n/use-locale.ts';

type Fixed = WebFormContent['fixed'];

interface FixedListProps {
  readonly fixed: Fixed;
  /** What may be set and is not asked. */
  readonly fields: readonly FieldMeta[];
  readonly problem: string | undefined;
  readonly onChange: (fixed: Fixed) => void;
}

/** What each made record gets without the visitor seeing it. */
export function FixedList({ fixed, fields, problem, onChange }: FixedListProps) {
  const { t } = useTranslation('webforms');
  const localized = useLocalized();
  const left = fields.filter(({ key }) => !fixed.some((one) => one.key === key));
  return (
    <Stack gap="xs">
      {fixed.map(({ key, value }) => {
        const field = fields.find((one) => one.key === key);
        const name = field ? localized(field.label) : key;
        return (
          <Group key={key} gap={6} wrap="nowrap" align="flex-end">
            <Box flex={1}>
              {field ? (
                <FieldInput
                  field={{ ...field, required: false }}
                  showLabel
                  value={value}
                  onChange={(next) =>
                    onChange(
                      fixed.map((one) =>
                        one.key === key ? { key, value: (next ?? '') as Fixed[number]['value'] } : one,
                      ),
                    )
                  }
                />
              ) : (
                <Text size="sm">{name}</Text>
              )}
            </Box>
            <ActionIcon
              size="lg"
              aria-label={t('drop', { name })}
              onClick={() => onChange(fixed.filter((one) => one.key !== key))}
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
          aria-label={t('addFixed')}
          placeholder={t('addFixed')}
          searchable={left.length > 8}
          data={left.map((field) => ({ value: field.key, label: localized(field.label) }))}
          value={null}
          onChange={(key) => {
            const added = left.find((one) => one.key === key);
            if (added) onChange([...fixed, { key: added.key, value: firstValue(added) }]);
          }}
        />
      )}
    </Stack>
  );
}

function firstValue({ type, options }: FieldMeta): Fixed[number]['value'] {
  if (type === 'boolean') return true;
  if (type === 'multiSelect') return [];
  return options?.[0]?.value ?? '';
}
