import { Button, Checkbox } from '@mantine/core';
import { IconArrowsExchange, IconFlag3Filled, IconUsersGroup, IconUserUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TaskItem } from '#contract';
import { paths } from '../../app/paths.ts';
import { ProgressStrip } from '../../ui/progress-strip.tsx';
import { DueLabel } from './due-label.tsx';
import { TaskKindIcon } from './task-kind-icon.tsx';
import classes from './task-row.module.css';

interface TaskRowProps {
  readonly task: TaskItem;
  readonly position: number;
  readonly selected: boolean;
  readonly fresh: boolean;
  readonly onSelect: () => void;
  readonly onClaim?: () => void;
  /** Selects the row for what is done with many; left out where nothing is. */
  readonly onPick?: (picked: boolean) => void;
  readonly picked?: boolean;
}

/** One task of the inbox: what, for whom, in which process, by when. */
export function TaskRow(props: TaskRowProps) {
  const { task, position, selected, fresh, onSelect, onClaim, onPick, picked } = props;
  const { t } = useTranslation('tasks');
  const planned = task.state === 'planned';
  return (
    <li
      className={classes.row}
      data-row={position}
      data-selected={selected || undefined}
      data-fresh={fresh || undefined}
    >
      <span className={classes.lead}>
        {onPick && (
          <Checkbox
            className={classes.pick}
            size="sm"
            aria-label={t('bulk.select', { name: task.name })}
            checked={picked ?? false}
            onChange={(event) => onPick(event.currentTarget.checked)}
          />
        )}
        <TaskKindIcon kind={task.kind} />
      </span>
      <Link
        to={paths.task(task.id)}
        className={classes.link}
        data-task={task.id}
        aria-current={selected ? 'true' : undefined}
        onFocus={onSelect}
      >
        <span className={classes.name}>
          {task.priority > 60 && (
            <IconFlag3Filled size={13} className={classes.flag} aria-label={t('row.urgent')} />
          )}
          <span className={classes.words}>{task.name}</span>
          {task.attempt > 1 && (
            <span className={classes.mark}>{t('row.attempt', { count: task.attempt })}</span>
          )}
        </span>
        <span className={classes.where}>{task.processName}</span>
      </Link>
      <span className={classes.customer}>{task.customer?.title ?? task.subject?.title ?? ''}</span>
      <span className={classes.side}>
        {task.progress && task.assignee && !task.substituteFor && !task.completedAt && (
          <ProgressStrip {...task.progress} bare />
        )}
        {task.owner && task.delegation && (
          <span className={classes.mark}>
            <IconUserUp size={13} aria-hidden /> {t(`lend.${task.delegation}`, { name: task.owner.name })}
          </span>
        )}
        {task.substituteFor && (
          <span className={classes.mark}>
            <IconArrowsExchange size={13} aria-hidden /> {t('row.for', { name: task.substituteFor.name })}
          </span>
        )}
        {!task.assignee && task.candidateGroups[0] && (
          <span className={classes.mark}>
            <IconUsersGroup size={13} aria-hidden /> {task.candidateGroups[0].name}
          </span>
        )}
      </span>
      <span className={classes.due}>
        <DueLabel
          dueAt={task.dueAt}
          overdue={task.overdue}
          availableAt={planned ? task.availableAt : null}
          completedAt={task.completedAt}
        />
      </span>
      {onClaim && (
        <Button size="compact-sm" className={classes.claim} onClick={onClaim}>
          {t('actions.take')}
        </Button>
      )}
    </li>
  );
}
