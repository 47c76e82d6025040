import { IconCalendarTime, IconHandGrab, IconUserShare } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQueryClient } from '@tanstack/react-query';
import { routes, type TaskBatchWork, type TaskItem } from '#contract';
import { routeKey, useAction, type RouteResponse } from '../../client/index.ts';
import { BulkToolbar } from '../../features/lists/bulk-toolbar.tsx';
import { BatchPanel } from '../../features/batches/batch-panel.tsx';
import { ChangePanel } from '../../features/tasks/change-panel.tsx';
import { PersonPanel } from '../../features/tasks/person-panel.tsx';
import { CompleteAll } from './complete-all.tsx';

interface BulkBarProps {
  /** The rows that are selected. */
  readonly tasks: readonly TaskItem[];
  readonly onClear: () => void;
}

/** What can be done with all selected tasks at once; what some of them refuse is listed afterwards. */
export function BulkBar({ tasks, onClear }: BulkBarProps) {
  const { t } = useTranslation(['tasks', 'operations', 'common']);
  const queries = useQueryClient();
  const [panel, setPanel] = useState<'assign' | 'change' | null>(null);
  const [begun, setBegun] = useState<RouteResponse<typeof routes.tasks.startTaskBatch> | null>(null);
  const start = useAction(routes.tasks.startTaskBatch, {
    onSuccess: (answer) => {
      setPanel(null);
      setBegun(answer);
    },
  });
  const run = (work: TaskBatchWork, reason?: string): void =>
    start.run({ body: { taskIds: tasks.map(({ id }) => id), work, ...(reason ? { reason } : {}) } });
  const readAgain = (): void =>
    void queries.invalidateQueries({ queryKey: routeKey(routes.tasks.listTasks) });
  const may = (right: 'claim' | 'reassign' | 'change'): boolean => tasks.some(({ rights }) => rights[right]);
  const outcomes = commonOutcomes(tasks);
  const close = (): void => {
    setBegun(null);
    onClear();
  };
  return (
    <>
      <BulkToolbar
        label={t('tasks:bulk.label')}
        isOpen={tasks.length > 0}
        count={tasks.length}
        onClear={onClear}
        actions={[
          may('claim') && {
            name: 'claim',
            label: t('tasks:actions.take'),
            icon: IconHandGrab,
            pending: start.pending,
            run: () => run({ kind: 'claim' }),
          },
          may('reassign') && {
            name: 'assign',
            label: t('tasks:actions.reassign'),
            icon: IconUserShare,
            run: () => setPanel('assign'),
          },
          may('change') && {
            name: 'change',
            label: t('tasks:bulk.change'),
            icon: IconCalendarTime,
            run: () => setPanel('change'),
          },
        ]}
      >
        <CompleteAll
          outcomes={outcomes}
          pending={start.pending}
          onChoose={(outcome) => run({ kind: 'complete', outcome })}
        />
      </BulkToolbar>
      {panel === 'assign' && (
        <PersonPanel
          title={t('tasks:bulk.assignTitle', { count: tasks.length })}
          personLabel={t('tasks:reassign.to')}
          textLabel={t('tasks:reassign.reason')}
          textRequired={false}
          confirmLabel={t('tasks:actions.reassign')}
          pending={start.pending}
          onConfirm={(userId, reason) => run({ kind: 'assign', userId }, reason)}
          onClose={() => setPanel(null)}
        />
      )}
      {panel === 'change' && (
        <ChangePanel
          title={t('tasks:bulk.changeTitle', { count: tasks.length })}
          pending={start.pending}
          onConfirm={(change) => run({ kind: 'change', ...change })}
          onClose={() => setPanel(null)}
        />
      )}
      {begun && (
        <BatchPanel
          title={t('tasks:bulk.running')}
          batchId={begun.batchId}
          refused={begun.refused}
          onOver={readAgain}
          onClose={close}
        />
      )}
    </>
  );
}

/** Results that every selected task offers without a form. */
function commonOutcomes(tasks: readonly TaskItem[]): TaskItem['quickOutcomes'] {
  const [first, ...others] = tasks;
  if (!first || !tasks.every(({ rights }) => rights.complete)) return [];
  return first.quickOutcomes.filter(({ code }) =>
    others.every((task) => task.quickOutcomes.some((outcome) => outcome.code === code)),
  );
}
