import { Button, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type OwnKind } from '#contract';
import { useAction, useReportError, type ApiError } from '../../client/index.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { KindInputs } from './kind-inputs.tsx';
import { KIND_STALE } from './kind-stale.ts';

interface RenameKindPanelProps {
  readonly kind: OwnKind;
  readonly title: string;
  readonly onClose: () => void;
}

/** What a kind of record is called; its key stays. */
export function RenameKindPanel({ kind, title, onClose }: RenameKindPanelProps) {
  const { t } = useTranslation('fields');
  const report = useReportError();
  const { entity, version, labelEn, labelRu, pluralEn, pluralRu } = kind;
  const [names, setNames] = useState({ labelEn, labelRu, pluralEn, pluralRu });
  const [error, setError] = useState<ApiError | null>(null);
  const rename = useAction(routes.customFields.renameKind, {
    invalidate: KIND_STALE,
    onSuccess: () => {
      notifications.show({ message: t('kindRenamed'), color: 'accent' });
      onClose();
    },
    onError: (failure) => (failure.fields.length > 0 ? setError(failure) : report(failure)),
  });
  return (
    <SidePanel
      title={title}
      onClose={onClose}
      footer={
        <Button
          variant="filled"
          loading={rename.pending}
          onClick={() => {
            setError(null);
            rename.run({ params: { entity }, body: { ...names, version } });
          }}
        >
          {t('saveKind')}
        </Button>
      }
    >
      <Stack gap="sm">
        <KindInputs names={names} error={error} onChange={setNames} />
      </Stack>
    </SidePanel>
  );
}
