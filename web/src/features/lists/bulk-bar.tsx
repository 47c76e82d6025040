import {
  IconArrowMerge,
  IconPencil,
  IconPlayerPlay,
  IconTag,
  IconTrash,
  IconUserShare,
  type Icon,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type RecordBatchWork, type RecordQuery } from '#contract';
import { useAction } from '../../client/index.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { MergeSelectionPanel } from '../merge/merge-selection-panel.tsx';
import { COMPARED } from '../merge/compared.ts';
import { BulkToolbar } from './bulk-toolbar.tsx';
import { BulkPanel, type BulkChoice } from './bulk-panel.tsx';
import { RecordBatchPanel } from './record-batch-panel.tsx';

interface BulkBarProps {
  readonly meta: EntityMeta;
  /** The chosen rows, or all that match. */
  readonly query: RecordQuery | null;
  readonly count: number;
  /** Everything that matches, when more than the chosen rows do. */
  readonly total: number;
  readonly allMatching: boolean;
  readonly onAllMatching: () => void;
  readonly onClear: () => void;
}

type BulkAction = BulkChoice | 'delete' | 'merge';

/** More are told apart by a look at each pair. */
const MERGED_MAX = 10;

/** What can be done with the chosen rows at once; the server asks each row for its own rights. */
export function BulkBar({ meta, query, count, total, allMatching, onAllMatching, onClear }: BulkBarProps) {
  const { t } = useTranslation(['lists', 'common']);
  const [panel, setPanel] = useState<BulkAction | null>(null);
  const [batch, setBatch] = useState<string | null>(null);
  const start = useAction(routes.recordBatches.startRecordBatch, {
    onSuccess: (begun) => {
      setPanel(null);
      setBatch(begun.id);
    },
  });
  const run = (work: RecordBatchWork): void => {
    if (query) start.run({ params: { entity: meta.entity }, body: { query, work } });
  };
  const compared = COMPARED.find((one) => one === meta.entity);
  const mergeable = mergeableIds(meta, allMatching ? null : query);
  const hasOwner = meta.fields.some((field) => field.key === 'owner' && !field.readOnly);
  const action = (choice: BulkAction, icon: Icon) => ({
    name: choice,
    label: t(`lists:bulk.${choice}`),
    icon,
    run: () => setPanel(choice),
  });
  return (
    <>
      <BulkToolbar
        label={t('lists:bulk.label')}
        isOpen={query !== null}
        count={count}
        total={total}
        allMatching={allMatching}
        onAllMatching={onAllMatching}
        onClear={onClear}
        actions={[
          meta.rights.edit && action('edit', IconPencil),
          meta.rights.edit && hasOwner && action('assign', IconUserShare),
          meta.rights.edit && action('tag', IconTag),
          action('start', IconPlayerPlay),
          compared && mergeable && action('merge', IconArrowMerge),
          meta.rights.delete && action('delete', IconTrash),
        ]}
      />
      {panel === 'delete' && (
        <ConfirmPanel
          title={t('lists:bulk.deleteTitle', { count: allMatching ? total : count })}
          message={t('lists:bulk.deleteMessage')}
          confirmLabel={t('lists:bulk.delete')}
          danger
          pending={start.pending}
          onConfirm={() => run({ kind: 'delete' })}
          onClose={() => setPanel(null)}
        />
      )}
      {panel === 'merge' && compared && mergeable && (
        <MergeSelectionPanel
          entity={compared}
          ids={mergeable}
          onMerged={() => {
            setPanel(null);
            onClear();
          }}
          onBatch={(begun) => {
            setPanel(null);
            setBatch(begun);
          }}
          onClose={() => setPanel(null)}
        />
      )}
      {panel && panel !== 'delete' && panel !== 'merge' && (
        <BulkPanel
          meta={meta}
          choice={panel}
          count={allMatching ? total : count}
          pending={start.pending}
          onRun={run}
          onClose={() => setPanel(null)}
        />
      )}
      {batch && (
        <RecordBatchPanel
          key={batch}
          batchId={batch}
          onUndo={setBatch}
          onClose={() => {
            setBatch(null);
            onClear();
          }}
        />
      )}
    </>
  );
}

/** Rows picked by hand that can become one; null when they are too many, or only one. */
function mergeableIds({ rights }: EntityMeta, query: RecordQuery | null): readonly string[] | null {
  const ids = query?.ids ?? [];
  return rights.edit && rights.delete && ids.length >= 2 && ids.length <= MERGED_MAX ? ids : null;
}
