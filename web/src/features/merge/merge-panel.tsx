import { Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes, type RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { MergeFields, type MergeSide } from './merge-fields.tsx';
import { MergesToUndo } from './merges-to-undo.tsx';

type Compared = 'account' | 'contact' | 'lead';

interface MergePanelProps {
  readonly record: RecordView;
  readonly entity: Compared;
  readonly onClose: () => void;
}

/** Merges another record into this one, field by field, and takes former merges back. */
export function MergePanel({ record, entity, onClose }: MergePanelProps) {
  const { t } = useTranslation(['records', 'common']);
  const navigate = useNavigate();
  const [loserId, setLoserId] = useState<string | null>(null);
  const [choices, setChoices] = useState<Record<string, MergeSide>>({});
  const other = loserId ?? record.id;
  const isOpen = loserId !== null && loserId !== record.id;
  const query = { entity, survivorId: record.id, loserId: other };
  const preview = useRoute(routes.duplicates.previewMerge, { query }, { enabled: isOpen });
  const loser = useRoute(routes.records.getRecord, { params: { entity, id: other } }, { enabled: isOpen });
  const merge = useAction(routes.duplicates.mergeRecords, {
    invalidate: [
      routes.records.getRecord,
      routes.records.listRecords,
      routes.records.timeline,
      routes.records.recordProcesses,
    ],
    onSuccess: ({ processes }) => {
      notifications.show({
        title: t('records:merge.done', { name: record.title }),
        message: processes > 0 ? t('records:merge.processes', { count: processes }) : null,
        color: 'accent',
      });
      onClose();
      void navigate(paths.record(entity, record.id));
    },
  });
  const run = (): void => {
    if (!preview.data) return;
    const versions = { survivor: preview.data.survivor.version, loser: preview.data.loser.version };
    merge.run({ body: { ...query, choices, versions } });
  };
  return (
    <SidePanel
      title={t('records:merge.title', { name: record.title })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" disabled={!isOpen || !preview.data} loading={merge.pending} onClick={run}>
            {t('records:merge.run')}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        <Text size="sm">{t('records:merge.hint')}</Text>
        <RecordPicker
          entity={entity}
          label={t('records:merge.other')}
          value={loserId}
          error={loserId === record.id ? t('records:merge.itself') : undefined}
          onChange={(value) => {
            setLoserId(value);
            setChoices({});
          }}
        />
        {isOpen && (
          <Loaded query={preview}>
            {({ fields }) => (
              <MergeFields
                fields={fields}
                survivor={record}
                loser={loser.data ?? null}
                choices={choices}
                onChoose={(key, side) => setChoices({ ...choices, [key]: side })}
              />
            )}
          </Loaded>
        )}
        <MergesToUndo entity={entity} id={record.id} />
      </Stack>
    </SidePanel>
  );
}
