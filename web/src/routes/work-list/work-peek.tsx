import { ActionIcon, Stack, Tooltip } from '@mantine/core';
import { IconArrowsDiagonal } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { routes, type Outcome, type TaskDetail, type WorkList } from '#contract';
import { paths } from '../../app/paths.ts';
import { useLive, useRoute } from '../../client/index.ts';
import { InstanceStatus } from '../../features/instance/instance-status.tsx';
import { NowTab } from '../../features/instance/now-tab.tsx';
import { completesAtOnce, completionBody } from '../../features/tasks/outcomes.ts';
import { TaskPeek } from '../../features/tasks/task-peek.tsx';
import { useCompleteTask } from '../../features/tasks/use-complete-task.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';

interface PeekProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** A look into a task or an instance without leaving the list. */
export function WorkPeek({ list, ...props }: PeekProps & { readonly list: WorkList }) {
  return list === 'user_task' ? <PeekedTask {...props} /> : <PeekedInstance {...props} />;
}

function PeekedTask({ id, onClose }: PeekProps) {
  const task = useRoute(routes.tasks.getTask, { params: { id } }, { keepPrevious: true });
  return (
    <Panel title={task.data?.name} to={paths.task(id)} onClose={onClose}>
      <Loaded query={task} compact>
        {(loaded) => <TaskToDo task={loaded} />}
      </Loaded>
    </Panel>
  );
}

function TaskToDo({ task }: { readonly task: TaskDetail }) {
  const navigate = useNavigate();
  const complete = useCompleteTask(task);
  const choose = (outcome: Outcome): void => {
    if (completesAtOnce(task, outcome))
      complete.run({ params: { id: task.id }, body: completionBody(outcome) });
    else void navigate(paths.task(task.id));
  };
  return <TaskPeek task={task} pending={complete.pending} onChoose={choose} />;
}

function PeekedInstance({ id, onClose }: PeekProps) {
  const { t } = useTranslation('instance');
  const card = useRoute(routes.instances.getInstance, { params: { id } }, { keepPrevious: true });
  useLive({ kind: 'instance', id }, [routes.instances.getInstance]);
  return (
    <Panel title={card.data?.title} to={paths.instance(id)} onClose={onClose}>
      <Loaded query={card} compact>
        {(loaded) => (
          <Stack gap={20}>
            <div>
              <InstanceStatus
                status={loaded.status}
                incidents={loaded.incidents.length}
                suspended={loaded.suspended}
              />
              <div>
                {loaded.processName}, {t('page.version', { version: loaded.version })}
              </div>
            </div>
            <NowTab card={loaded} />
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

interface PanelProps {
  readonly title: string | undefined;
  readonly to: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function Panel({ title, to, onClose, children }: PanelProps) {
  const { t } = useTranslation('records');
  return (
    <SidePanel
      title={title ?? '…'}
      takeFocus={false}
      onClose={onClose}
      actions={
        <Tooltip label={t('list.openWhole')}>
          <ActionIcon component={Link} to={to} aria-label={t('list.openWhole')}>
            <IconArrowsDiagonal size={17} />
          </ActionIcon>
        </Tooltip>
      }
    >
      {children}
    </SidePanel>
  );
}
