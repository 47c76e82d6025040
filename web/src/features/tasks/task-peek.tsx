import { Button, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Outcome, TaskDetail } from '#contract';
import { paths } from '../../app/paths.ts';
import { ProgressStrip } from '../../ui/progress-strip.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { DueLabel } from './due-label.tsx';
import { OutcomeButtons } from './outcome-buttons.tsx';
import { completesAtOnce, outcomesOf } from './outcomes.ts';
import { TaskKindIcon } from './task-kind-icon.tsx';
import classes from './task-peek.module.css';

interface TaskPeekProps {
  readonly task: TaskDetail;
  readonly pending: boolean;
  readonly onChoose: (outcome: Outcome) => void;
}

/** The focused task beside the list: enough to decide whether to open it, or to finish it at once. */
export function TaskPeek({ task, pending, onChoose }: TaskPeekProps) {
  const { t } = useTranslation('tasks');
  const atOnce = outcomesOf(task).filter((outcome) => completesAtOnce(task, outcome));
  return (
    <section className={classes.peek} aria-label={t('peek.label')}>
      <div className={classes.head}>
        <TaskKindIcon kind={task.kind} />
        <Title order={2}>{task.name}</Title>
      </div>
      <ProgressStrip {...task.progress} finished={task.state === 'completed'} />
      <dl className={classes.facts}>
        {task.customer && (
          <>
            <dt>{t('facts.customer')}</dt>
            <dd>
              <RecordLink record={task.customer} />
            </dd>
          </>
        )}
        {task.subject && (
          <>
            <dt>{t('facts.about')}</dt>
            <dd>
              <RecordLink record={task.subject} />
            </dd>
          </>
        )}
        <dt>{t('facts.due')}</dt>
        <dd>
          <DueLabel dueAt={task.dueAt} overdue={task.overdue} />
        </dd>
        <dt>{t('facts.process')}</dt>
        <dd>{task.processName}</dd>
      </dl>
      {task.instruction && <Text className={classes.text}>{task.instruction}</Text>}
      {task.call?.script && <Text className={classes.text}>{task.call.script}</Text>}
      <div className={classes.actions}>
        <Button component={Link} to={paths.task(task.id)} variant="filled">
          {task.kind === 'call' ? t('actions.openCall') : t('actions.open')}
        </Button>
        {atOnce.length > 0 && <OutcomeButtons outcomes={atOnce} onChoose={onChoose} pending={pending} />}
      </div>
    </section>
  );
}
