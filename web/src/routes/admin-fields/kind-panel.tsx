import { Button, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction, useReportError, type ApiError } from '../../client/index.ts';
import { SidePanel } from '../../ui/side-panel.tsx';

interface KindPanelProps {
  readonly onClose: () => void;
  readonly onMade: (entity: string) => void;
}

const INPUTS = ['labelEn', 'pluralEn', 'labelRu', 'pluralRu'] as const;

/** A kind of record of the company's own: it has lists, pages, a timeline and rights at once. */
export function KindPanel({ onClose, onMade }: KindPanelProps) {
  const { t } = useTranslation('fields');
  const report = useReportError();
  const [values, setValues] = useState({ entity: '', labelEn: '', labelRu: '', pluralEn: '', pluralRu: '' });
  const [error, setError] = useState<ApiError | null>(null);
  const create = useAction(routes.customFields.createEntity, {
    invalidate: [routes.records.entities],
    onSuccess: () => {
      notifications.show({ message: t('kindMade'), color: 'accent' });
      onMade(values.entity);
    },
    onError: (failure) => (failure.fields.length > 0 ? setError(failure) : report(failure)),
  });
  const input = (key: keyof typeof values) => ({
    withAsterisk: true,
    value: values[key],
    error: error?.fields.find((field) => field.path.endsWith(key))?.message,
    onChange: (event: { currentTarget: { value: string } }) =>
      setValues({ ...values, [key]: event.currentTarget.value }),
  });
  return (
    <SidePanel
      title={t('newKind')}
      onClose={onClose}
      footer={
        <Button
          variant="filled"
          loading={create.pending}
          onClick={() => {
            setError(null);
            create.run({ body: values });
          }}
        >
          {t('createKind')}
        </Button>
      }
    >
      <Stack gap="sm">
        {INPUTS.map((key) => (
          <TextInput
            key={key}
            data-autofocus={key === 'labelEn' || undefined}
            label={t(key)}
            {...input(key)}
          />
        ))}
        <TextInput label={t('key')} description={t('kindKeyHint')} {...input('entity')} />
      </Stack>
    </SidePanel>
  );
}
