import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { MergeComparison } from './merge-comparison.tsx';
import { MergeSidePanel } from './merge-side-panel.tsx';
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
  const { t } = useTranslation('records');
  const navigate = useNavigate();
  const [loserId, setLoserId] = useState<string | null>(null);
  const merge = useMerge({ entity, survivorId: record.id, loserId }, () => {
    onClose();
    void navigate(paths.record(entity, record.id));
  });
  return (
    <MergeSidePanel
      title={t('merge.title', { name: record.title })}
      hint={t('merge.hint')}
      ready={merge.isPair && merge.preview.data !== undefined}
      pending={merge.pending}
      // Above the picker, whose choices open over what is below.
      before={<MergesToUndo entity={entity} id={record.id} />}
      onRun={merge.run}
      onClose={onClose}
    >
      <RecordPicker
        entity={entity}
        label={t('merge.other')}
        value={loserId}
        error={loserId === record.id ? t('merge.itself') : undefined}
        onChange={(value) => {
          setLoserId(value);
          merge.reset();
        }}
      />
      {merge.isPair && <MergeComparison merge={merge} />}
    </MergeSidePanel>
  );
}
