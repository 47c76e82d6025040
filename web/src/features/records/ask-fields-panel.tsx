import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldMeta } from '#contract';
import { SidePanel } from '../../ui/side-panel.tsx';
import { FieldInput } from './field-input.tsx';
import { isBlank } from './field-values.ts';

interface AskFieldsPanelProps {
  readonly title: string;
  readonly hint: string;
  readonly fields: readonly FieldMeta[];
  readonly onAnswer: (values: Readonly<Record<string, unknown>>) => void;
  readonly onClose: () => void;
}

/** Asks for what a change of a record needs beside; the change goes on with the answer. */
export function AskFieldsPanel({ title, hint, fields, onAnswer, onClose }: AskFieldsPanelProps) {
  const { t } = useTranslation(['records', 'common']);
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>({});
  const isReady = fields.every(({ key, required }) => !required || !isEmpty(values[key]));
  return (
    <SidePanel
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" disabled={!isReady} onClick={() => onAnswer(values)}>
            {t('records:reason.goOn')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
        {fields.map((field, at) => (
          <FieldInput
            key={field.key}
            field={field}
            showLabel
            autoFocus={at === 0}
            value={values[field.key]}
            onChange={(value) => setValues({ ...values, [field.key]: value })}
          />
        ))}
      </Stack>
    </SidePanel>
  );
}

function isEmpty(value: unknown): boolean {
  return isBlank(typeof value === 'string' ? value.trim() : value);
}
