import {
  IconArrowForward,
  IconArrowUp,
  IconCalendarTime,
  IconHandGrab,
  IconMessage,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconUserShare,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  routes,
  type EntityMeta,
  type InstanceListWork,
  type RecordView,
  type TaskBatchWork,
  type WorkList,
} from '#contract';
import { useAction, type RouteResponse } from '../../client/index.ts';
import { useProcessRight } from '../../app/me-context.ts';
import { BatchPanel } from '../../features/batches/batch-panel.tsx';
import { BulkButton, BulkToolbar } from '../../features/lists/bulk-toolbar.tsx';
import type { PickedRows } from '../../features/lists/use-picked-rows.ts';
import { ChangePanel } from '../../features/tasks/change-panel.tsx';
import { PersonPanel } from '../../features/tasks/person-panel.tsx';
import { CommentWorkPanel } from './comment-work-panel.tsx';
import { InstanceWorkPanel, type InstanceChoice } from './instance-work-panel.tsx';

interface WorkBulkBarProps {
  readonly list: WorkList;
  readonly meta: EntityMeta;
  readonly rows: readonly RecordView[];
  readonly picked: PickedRows;
  readonly total: number;
  /** Something was done: what is shown is out of date. */
  readonly onOver: () => void;
}

type Begun = RouteResponse<typeof routes.workLists.startTaskListBatch>;
type Choice = 'assign' | 'change' | 'comment' | InstanceChoice;

/** What can be done with the chosen rows, or with all that match; who may not with some of them is told with which. */
export function WorkBulkBar({ list, meta, rows, picked, total, onOver }: WorkBulkBarProps) {
  const { t } = useTranslation(['lists', 'tasks']);
  const [panel, setPanel] = useState<Choice | null>(null);
  const [begun, setBegun] = useState<Begun | null>(null);
  const mayMigrate = useProcessRight('migrate');
  const options = {
    onSuccess: (answer: Begun): void => {
      setPanel(null);
      setBegun(answer);
    },
  };
  const tasks = useAction(routes.workLists.startTaskListBatch, options);
  const instances = useAction(routes.workLists.startInstanceListBatch, options);
  const { query } = picked;
  const count = picked.allMatching ? total : picked.count;
  const runTasks = (work: TaskBatchWork, reason?: string): void => {
    if (query) tasks.run({ body: { query, work, ...(reason ? { reason } : {}) } });
  };
  const runInstances = (work: InstanceListWork, reason: string): void => {
    if (query) instances.run({ body: { query, work, reason } });
  };
  const close = (): void => setPanel(null);
  // Versions belong to one process: instances of several go nowhere together.
  const keys = new Set(rows.filter((row) => picked.selection.isSelected(row.id)).map(processKeyOf));
  const [onlyKey] = keys;
  return (
    <>
      {query && (
        <BulkToolbar
          label={t(`lists:work.bulk.${list}`)}
          count={picked.count}
          total={total}
          allMatching={picked.allMatching}
          onAllMatching={picked.pickAllMatching}
          onClear={picked.clear}
        >
          {list === 'user_task' && (
            <>
              <BulkButton
                label={t('tasks:actions.take')}
                icon={IconHandGrab}
                pending={tasks.pending}
                onClick={() => runTasks({ kind: 'claim' })}
              />
              {meta.rights.edit && (
                <BulkButton
                  label={t('tasks:actions.reassign')}
                  icon={IconUserShare}
                  onClick={() => setPanel('assign')}
                />
              )}
              <BulkButton
                label={t('tasks:bulk.change')}
                icon={IconCalendarTime}
                onClick={() => setPanel('change')}
              />
            </>
          )}
          {list === 'process_instance' && meta.rights.edit && (
            <>
              <BulkButton
                label={t('lists:work.suspend')}
                icon={IconPlayerPause}
                onClick={() => setPanel('suspend')}
              />
              <BulkButton
                label={t('lists:work.resume')}
                icon={IconPlayerPlay}
                onClick={() => setPanel('resume')}
              />
              {rows.some((row) => Number(row.fields['incidents'] ?? 0) > 0) && (
                <>
                  <BulkButton
                    label={t('lists:work.retry')}
                    icon={IconRefresh}
                    onClick={() => setPanel('retry')}
                  />
                  <BulkButton
                    label={t('lists:work.skip')}
                    icon={IconArrowForward}
                    onClick={() => setPanel('skip')}
                  />
                </>
              )}
              <BulkButton
                label={t('lists:work.stop')}
                icon={IconPlayerStop}
                onClick={() => setPanel('stop')}
              />
            </>
          )}
          {list === 'process_instance' && mayMigrate && keys.size === 1 && (
            <BulkButton
              label={t('lists:work.migrate')}
              icon={IconArrowUp}
              onClick={() => setPanel('migrate')}
            />
          )}
          <BulkButton
            label={t('lists:work.comment')}
            icon={IconMessage}
            onClick={() => setPanel('comment')}
          />
        </BulkToolbar>
      )}
      {panel === 'assign' && (
        <PersonPanel
          title={t('tasks:bulk.assignTitle', { count })}
          personLabel={t('tasks:reassign.to')}
          textLabel={t('tasks:reassign.reason')}
          textRequired={false}
          confirmLabel={t('tasks:actions.reassign')}
          pending={tasks.pending}
          onConfirm={(userId, reason) => runTasks({ kind: 'assign', userId }, reason)}
          onClose={close}
        />
      )}
      {panel === 'change' && (
        <ChangePanel
          title={t('tasks:bulk.changeTitle', { count })}
          pending={tasks.pending}
          onConfirm={(change) => runTasks({ kind: 'change', ...change })}
          onClose={close}
        />
      )}
      {panel === 'comment' && query && (
        <CommentWorkPanel
          list={list}
          query={query}
          count={count}
          onDone={() => {
            close();
            picked.clear();
          }}
          onClose={close}
        />
      )}
      {panel !== null && panel !== 'assign' && panel !== 'change' && panel !== 'comment' && (
        <InstanceWorkPanel
          choice={panel}
          count={count}
          processKey={onlyKey ?? ''}
          pending={instances.pending}
          onRun={runInstances}
          onClose={close}
        />
      )}
      {begun && (
        <BatchPanel
          key={begun.batchId}
          title={t('lists:work.running')}
          batchId={begun.batchId}
          refused={begun.refused}
          refusedCount={begun.refusedCount}
          onOver={onOver}
          onUndo={(batchId) => {
            picked.clear();
            setBegun({ batchId, total: 0, refusedCount: 0, refused: [] });
          }}
          onClose={() => {
            setBegun(null);
            picked.clear();
          }}
        />
      )}
    </>
  );
}

function processKeyOf(row: RecordView): string {
  return String(row.fields['process']);
}
