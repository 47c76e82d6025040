import {
  IconArrowBackUp,
  IconArrowsExchange,
  IconCalendarTime,
  IconMessageQuestion,
  IconSitemap,
  IconUserShare,
  IconUserUp,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type TaskDetail } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction } from '../../client/index.ts';
import { AskPanel } from '../../features/comments/ask-panel.tsx';
import { DueLabel } from '../../features/tasks/due-label.tsx';
import { ReassignPanel } from '../../features/tasks/reassign-panel.tsx';
import { TaskKindIcon } from '../../features/tasks/task-kind-icon.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { ProgressStrip } from '../../ui/progress-strip.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { TaskMenu } from './task-menu.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './task-head.module.css';

/** Name, due, who has it, where the process stands, and what can be done with the task as such. */
export function TaskHead({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation(['tasks', 'instance']);
  const [panel, setPanel] = useState<'ask' | 'reassign' | null>(null);
  const stale = { invalidate: [routes.tasks.getTask, routes.tasks.listTasks] };
  const input = { params: { id: task.id } };
  const claim = useAction(routes.tasks.claimTask, stale);
  const unclaim = useAction(routes.tasks.unclaimTask, stale);
  const resolve = useAction(routes.tasks.resolveTask, stale);
  const open = task.state === 'ready' || task.state === 'planned';
  const canGiveBack =
    open && task.assignee !== null && task.rights.complete && task.candidateGroups.length > 0;
  return (
    <>
      <PageHeader
        title={task.name}
        icon={<TaskKindIcon kind={task.kind} />}
        meta={
          <span className={classes.meta}>
            {task.state === 'completed' && <StatusBadge tone="done" />}
            {task.state === 'cancelled' && <StatusBadge tone="skipped" label={t('tasks:state.cancelled')} />}
            {task.attempt > 1 && (
              <StatusBadge tone="info" label={t('tasks:row.attempt', { count: task.attempt })} />
            )}
            <DueLabel
              dueAt={task.dueAt}
              overdue={task.overdue}
              availableAt={task.state === 'planned' ? task.availableAt : null}
              completedAt={task.completedAt}
            />
          </span>
        }
        actions={
          <>
            {task.rights.claim && (
              <ActionButton
                variant={task.rights.complete ? 'default' : 'filled'}
                loading={claim.pending}
                action={{ name: 'claim', label: t('tasks:actions.take'), run: () => claim.run(input) }}
              />
            )}
            {canGiveBack && (
              <ActionButton
                loading={unclaim.pending}
                action={{
                  name: 'unclaim',
                  label: t('tasks:actions.giveBack'),
                  run: () => unclaim.run(input),
                }}
              />
            )}
            {open && task.rights.reassign && (
              <ActionButton
                action={{
                  name: 'reassign',
                  label: t('tasks:actions.reassign'),
                  icon: IconUserShare,
                  run: () => setPanel('reassign'),
                }}
              />
            )}
            {task.rights.resolve && task.owner && (
              <ActionButton
                loading={resolve.pending}
                action={{
                  name: 'resolve',
                  label: t('tasks:actions.giveBackTo', { name: task.owner.name }),
                  icon: IconArrowBackUp,
                  run: () => resolve.run({ ...input, body: {} }),
                }}
              />
            )}
            <ActionButton
              action={{
                name: 'ask',
                label: t('instance:talk.ask'),
                icon: IconMessageQuestion,
                run: () => setPanel('ask'),
              }}
            />
            <TaskMenu task={task} />
          </>
        }
      >
        <div className={classes.line}>
          <ProgressStrip
            {...task.progress}
            finished={task.state === 'completed' && task.progress.next === null}
          />
          <span className={classes.fact}>
            <IconSitemap size={14} stroke={1.7} aria-hidden />
            <Link to={paths.instance(task.instanceId)}>{task.processName}</Link>
          </span>
          <span className={classes.fact}>
            <PersonAvatar person={task.assignee} withName />
          </span>
          {task.owner && task.delegation && (
            <span className={classes.fact}>
              <IconUserUp size={14} aria-hidden />
              {t(`tasks:lend.${task.delegation}`, { name: task.owner.name })}
            </span>
          )}
          {task.followUpAt && open && (
            <span className={classes.fact}>
              <IconCalendarTime size={14} aria-hidden />
              {t('tasks:change.again')} <RelativeTime at={task.followUpAt} />
            </span>
          )}
          {task.substituteFor && (
            <span className={classes.fact}>
              <IconArrowsExchange size={14} aria-hidden />
              {t('tasks:row.for', { name: task.substituteFor.name })}
            </span>
          )}
        </div>
      </PageHeader>
      {panel === 'ask' && (
        <AskPanel instanceId={task.instanceId} elementId={task.elementId} onClose={() => setPanel(null)} />
      )}
      {panel === 'reassign' && (
        <ReassignPanel taskId={task.id} taskName={task.name} onClose={() => setPanel(null)} />
      )}
    </>
  );
}
