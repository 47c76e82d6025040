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
  type Icon,
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
import { BulkToolbar } from '../../features/lists/bulk-toolbar.tsx';
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
  const isTasks = list === 'user_task';
  const mayIntervene = !isTasks && meta.rights.edit;
  const hasFailed = rows.some((row) => Number(row.fields['incidents'] ?? 0) > 0);
  const opens = (name: Choice, label: string, icon: Icon) => ({
    name,
    label,
    icon,
    run: () => setPanel(name),
  });
  return (
    <>
      <BulkToolbar
        label={t(`lists:work.bulk.${list}`)}
        isOpen={query !== null}
        count={picked.count}
        total={total}
        allMatching={picked.allMatching}
        onAllMatching={picked.pickAllMatching}
        onClear={picked.clear}
        actions={[
          isTasks && {
            name: 'claim',
            label: t('tasks:actions.take'),
            icon: IconHandGrab,
            pending: tasks.pending,
            run: () => runTasks({ kind: 'claim' }),
          },
          isTasks && meta.rights.edit && opens('assign', t('tasks:actions.reassign'), IconUserShare),
          isTasks && opens('change', t('tasks:bulk.change'), IconCalendarTime),
          mayIntervene && opens('suspend', t('lists:work.suspend'), IconPlayerPause),
          mayIntervene && opens('resume', t('lists:work.resume'), IconPlayerPlay),
          mayIntervene && hasFailed && opens('retry', t('lists:work.retry'), IconRefresh),
          mayIntervene && hasFailed && opens('skip', t('lists:work.skip'), IconArrowForward),
          mayIntervene && opens('stop', t('lists:work.stop'), IconPlayerStop),
          !isTasks && mayMigrate && keys.size === 1 && opens('migrate', t('lists:work.migrate'), IconArrowUp),
          opens('comment', t('lists:work.comment'), IconMessage),
        ]}
      />
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
