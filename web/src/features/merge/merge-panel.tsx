import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { MergeComparison } from './merge-comparison.tsx';
import { MergesToUndo } from './merges-to-undo.tsx';
import type { Compared } from './compared.ts';
import { useMerge } from './use-merge.ts';

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
  const merge = useMerge({ entity, survivorId: record.id, loserId }, () => {
    onClose();
    void navigate(paths.record(entity, record.id));
  });
  return (
    <SidePanel
      title={t('records:merge.title', { name: record.title })}
      width={560}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={!merge.isPair || !merge.preview.data}
            loading={merge.pending}
            onClick={merge.run}
          >
            {t('records:merge.run')}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        {/* Above the picker, whose choices open over what is below. */}
        <MergesToUndo entity={entity} id={record.id} />
        <Text size="sm">{t('records:merge.hint')}</Text>
        <RecordPicker
          entity={entity}
          label={t('records:merge.other')}
          value={loserId}
          error={loserId === record.id ? t('records:merge.itself') : undefined}
          onChange={(value) => {
            setLoserId(value);
            merge.reset();
          }}
        />
        {merge.isPair && <MergeComparison merge={merge} />}
      </Stack>
    </SidePanel>
  );
}
