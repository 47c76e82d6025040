import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import type { StartRecord } from './startable.ts';

interface SubjectStepProps {
  readonly processName: string;
  /** Kind of record that the process is about. */
  readonly entity: string;
  readonly onChosen: (record: StartRecord) => void;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** Which record a process shall be about, where nobody has said so yet. */
export function SubjectStep({ processName, entity, onChosen, onBack, onClose }: SubjectStepProps) {
  const { t } = useTranslation(['processes', 'common']);
  const localized = useLocalized();
  const [id, setId] = useState<string | null>(null);
  const entities = useRoute(routes.records.entities, {}, { staleTime: 300_000 }).data?.items ?? [];
  const record = useRoute(
    routes.records.getRecord,
    { params: { entity, id: id ?? '' } },
    { enabled: id !== null },
  );
  const meta = entities.find((one) => one.entity === entity);
  const label = meta ? localized(meta.label) : entity;
  return (
    <SidePanel
      title={processName}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onBack}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={id === null}
            onClick={() => id !== null && onChosen({ entity, id, title: record.data?.title ?? '' })}
          >
            {t('processes:startPanel.next')}
          </Button>
        </>
      }
    >
      <Text c="dimmed" size="sm" mb="md">
        {t('processes:startPanel.about')}
      </Text>
      <RecordPicker entity={entity} label={label} required value={id} onChange={setId} />
    </SidePanel>
  );
}
