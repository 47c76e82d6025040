/** What somebody has to do himself. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type TaskItem, type TaskTab } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { DueLabel } from '../../features/tasks/due-label.tsx';
import { TaskKindIcon } from '../../features/tasks/task-kind-icon.tsx';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SHOWN_MAX, WidgetList } from './widget-list.tsx';
import classes from './home.module.css';

export const Today = () => <TasksOf tab="today" />;
export const Overdue = () => <TasksOf tab="overdue" />;
export const Pool = () => <TasksOf tab="pool" />;

function TasksOf({ tab }: { readonly tab: Extract<TaskTab, 'today' | 'overdue' | 'pool'> }) {
  const { t } = useTranslation('home');
  const tasks = useRoute(routes.tasks.listTasks, { query: { tab, limit: SHOWN_MAX } });
  const count = tasks.data?.counts[tab] ?? 0;
  const to = `${paths.inbox()}?tab=${tab}`;
  return (
    <WidgetList
      query={tasks}
      itemsOf={({ items }) => items}
      keyOf={({ id }) => id}
      empty={t(`nothing.${tab}`)}
      more={{ to, label: t('all', { count }) }}
      row={(task) => <TaskLine task={task} />}
    />
  );
}

/** Calls that are planned for me, the next one first. */
export function Calls() {
  const { t } = useTranslation('home');
  const tasks = useRoute(routes.tasks.listTasks, { query: { tab: 'upcoming', limit: 50 } });
  const today = useRoute(routes.tasks.listTasks, { query: { tab: 'today', limit: 50 } });
  const isCall = (task: TaskItem): boolean => task.kind === 'call';
  return (
    <WidgetList
      query={tasks}
      itemsOf={({ items }) => [...(today.data?.items ?? []), ...items].filter(isCall)}
      keyOf={({ id }) => id}
      empty={t('nothing.calls')}
      row={(task) => <TaskLine task={task} />}
    />
  );
}

function TaskLine({ task }: { readonly task: TaskItem }) {
  return (
    <>
      <TaskKindIcon kind={task.kind} />
      <span className={classes.words}>
        <Link to={paths.task(task.id)}>{task.name}</Link>
        <span className={classes.dim}>{task.customer?.title ?? task.subject?.title ?? task.processName}</span>
      </span>
      <DueLabel
        dueAt={task.dueAt}
        overdue={task.overdue}
        availableAt={task.state === 'planned' ? task.availableAt : null}
      />
    </>
  );
}

export function Questions() {
  const { t } = useTranslation('home');
  const questions = useRoute(routes.instances.myQuestions);
  return (
    <WidgetList
      query={questions}
      itemsOf={({ items }) => items}
      keyOf={({ id }) => id}
      empty={t('nothing.questions')}
      more={{ to: '/questions', label: t('allQuestions') }}
      row={(question) => (
        <>
          <span className={classes.words}>
            <Link to="/questions">{question.body}</Link>
            <span className={classes.dim}>{question.instanceTitle}</span>
          </span>
          <span className={classes.dim}>
            <RelativeTime at={question.createdAt} />
          </span>
        </>
      )}
    />
  );
}

export function Recent() {
  const { t } = useTranslation('home');
  const recent = useRoute(routes.search.recentRecords, { query: { limit: SHOWN_MAX } });
  return (
    <WidgetList
      query={recent}
      itemsOf={({ items }) => items}
      keyOf={({ id }) => id}
      empty={t('nothing.recent')}
      row={(record) => (
        <>
          <EntityIcon entity={record.entity} size={16} />
          <span className={classes.words}>
            <Link to={paths.record(record.entity, record.id)}>{record.title}</Link>
          </span>
        </>
      )}
    />
  );
}
