import { Button, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction, useReportError, type ApiError } from '../../client/index.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { KindInputs } from './kind-inputs.tsx';

interface KindPanelProps {
  readonly onClose: () => void;
  readonly onMade: (entity: string) => void;
}

/** A kind of record of the company's own: it has lists, pages, a timeline and rights at once. */
export function KindPanel({ onClose, onMade }: KindPanelProps) {
  const { t } = useTranslation('fields');
  const report = useReportError();
  const [names, setNames] = useState({ labelEn: '', labelRu: '', pluralEn: '', pluralRu: '' });
  const [entity, setEntity] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const create = useAction(routes.customFields.createEntity, {
    invalidate: [routes.records.entities, routes.customFields.ownKinds],
    onSuccess: () => {
      notifications.show({ message: t('kindMade'), color: 'accent' });
      onMade(entity);
    },
    onError: (failure) => (failure.fields.length > 0 ? setError(failure) : report(failure)),
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
            create.run({ body: { ...names, entity } });
          }}
        >
          {t('createKind')}
        </Button>
      }
    >
      <Stack gap="sm">
        <KindInputs names={names} error={error} onChange={setNames} />
        <TextInput
          withAsterisk
          label={t('key')}
          description={t('kindKeyHint')}
          value={entity}
          error={error?.fields.find((field) => field.path.endsWith('entity'))?.message}
          onChange={(event) => setEntity(event.currentTarget.value)}
        />
      </Stack>
    </SidePanel>
  );
}
