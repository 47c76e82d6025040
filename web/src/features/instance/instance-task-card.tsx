import { IconMessageQuestion, IconUserShare, IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { InstanceCard, InstanceTask } from '#contract';
import { paths } from '../../app/paths.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { AskPanel } from '../comments/ask-panel.tsx';
import { DueLabel } from '../tasks/due-label.tsx';
import { ReassignPanel } from '../tasks/reassign-panel.tsx';
import { TaskKindIcon } from '../tasks/task-kind-icon.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './instance-task-card.module.css';

interface InstanceTaskCardProps {
  readonly task: InstanceTask;
  readonly card: Pick<InstanceCard, 'id' | 'rights'>;
}

/** One running task of an instance: who has it, since when, and what a manager can do about it. */
export function InstanceTaskCard({ task, card }: InstanceTaskCardProps) {
  const { t } = useTranslation(['instance', 'tasks']);
  const [panel, setPanel] = useState<'ask' | 'reassign' | null>(null);
  return (
    <article className={classes.card} data-late={task.overdue || undefined}>
      <div className={classes.head}>
        <TaskKindIcon kind={task.kind} />
        <div className={classes.words}>
          <Link className={classes.name} to={paths.task(task.id)}>
            {task.name}
          </Link>
          <span className={classes.facts}>
            {task.assignee ? (
              <PersonAvatar person={task.assignee} withName />
            ) : (
              <>
                <IconUsersGroup size={15} aria-hidden />
                {task.candidateGroups.map((group) => group.name).join(', ') || t('instance:now.noExecutor')}
              </>
            )}
          </span>
          <span className={classes.facts}>
            <span>
              {t('instance:now.since')} <RelativeTime at={task.since} />
            </span>
            <DueLabel
              dueAt={task.dueAt}
              overdue={task.overdue}
              availableAt={task.state === 'planned' ? task.availableAt : null}
            />
          </span>
        </div>
      </div>
      <div className={classes.actions}>
        {card.rights.reassign && (
          <ActionButton
            size="compact-sm"
            iconSize={14}
            named={task.name}
            action={{
              name: `reassign-${task.id}`,
              label: t('tasks:actions.reassign'),
              icon: IconUserShare,
              run: () => setPanel('reassign'),
            }}
          />
        )}
        {card.rights.ask && (
          <ActionButton
            size="compact-sm"
            iconSize={14}
            named={task.name}
            action={{
              name: `ask-${task.id}`,
              label: t('instance:talk.ask'),
              icon: IconMessageQuestion,
              run: () => setPanel('ask'),
            }}
          />
        )}
      </div>
      {panel === 'ask' && (
        <AskPanel
          instanceId={card.id}
          elementId={task.elementId}
          askedOf={task.assignee?.id}
          onClose={() => setPanel(null)}
        />
      )}
      {panel === 'reassign' && (
        <ReassignPanel taskId={task.id} taskName={task.name} onClose={() => setPanel(null)} />
      )}
    </article>
  );
}
