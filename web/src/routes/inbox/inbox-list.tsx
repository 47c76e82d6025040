import { Kbd } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes, type Outcome, type TaskItem } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, useRoute } from '../../client/index.ts';
import { useFreshIds } from '../../features/tasks/fresh-ids.ts';
import { completesAtOnce, completionBody, outcomesOf } from '../../features/tasks/outcomes.ts';
import { digitKeys, usePageKeys } from '../../features/tasks/row-keys.ts';
import { TaskPeek } from '../../features/tasks/task-peek.tsx';
import { TaskRow } from '../../features/tasks/task-row.tsx';
import { useCompleteTask } from '../../features/tasks/use-complete-task.ts';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { BulkBar } from './bulk-bar.tsx';
import classes from './inbox-list.module.css';

interface InboxListProps {
  readonly tab: string;
  readonly tasks: readonly TaskItem[];
  /** Room for the focused task beside the list. */
  readonly wide: boolean;
  readonly children?: ReactNode;
}

/** The rows with their keys: j and k move, t takes from the pool, a digit completes what needs no form. */
export function InboxList({ tab, tasks, wide, children }: InboxListProps) {
  const { t } = useTranslation('tasks');
  const navigate = useNavigate();
  const list = useRef<HTMLUListElement>(null);
  useKeptFocus(list);
  const [chosen, setChosen] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const fresh = useFreshIds(
    tab,
    tasks.map((task) => task.id),
  );
  // A task that was completed leaves the list: the one in its place is focused.
  const found = tasks.findIndex((task) => task.id === chosen);
  const index = found >= 0 ? found : Math.min(at, tasks.length - 1);
  const focused = tasks[index];
  const detail = useRoute(
    routes.tasks.getTask,
    { params: { id: focused?.id ?? '' } },
    { enabled: focused !== undefined && (wide || chosen !== null), keepPrevious: true },
  );
  const opened = detail.data?.id === focused?.id ? detail.data : undefined;
  const complete = useCompleteTask(opened);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const pick = (id: string, isPicked: boolean): void =>
    setPicked((before) => new Set(isPicked ? [...before, id] : [...before].filter((one) => one !== id)));
  const claim = useAction(routes.tasks.claimTask, {
    invalidate: [routes.tasks.listTasks, routes.tasks.getTask],
  });

  const select = (position: number): void => {
    setAt(position);
    setChosen(tasks[position]?.id ?? null);
  };
  const move = (by: number): void => {
    const next = Math.max(0, Math.min(tasks.length - 1, chosen === null ? 0 : index + by));
    select(next);
    const link = list.current?.querySelectorAll<HTMLElement>('[data-task]')[next];
    link?.focus({ preventScroll: true });
    link?.closest('li')?.scrollIntoView({ block: 'nearest' });
  };
  const choose = (outcome: Outcome): void => {
    if (!opened || complete.pending) return;
    if (!completesAtOnce(opened, outcome)) void navigate(paths.task(opened.id));
    else complete.run({ params: { id: opened.id }, body: completionBody(outcome) });
  };
  usePageKeys({
    KeyJ: () => move(1),
    // Where a row has the focus, Enter is its link's.
    Enter: () => focused && void navigate(paths.task(focused.id)),
    KeyX: () => focused && tab !== 'done' && pick(focused.id, !picked.has(focused.id)),
    KeyK: () => move(-1),
    KeyT: () => focused?.rights.claim && claim.run({ params: { id: focused.id } }),
    ...digitKeys(opened?.rights.complete ? outcomesOf(opened) : [], choose),
  });
  return (
    <div className={classes.split}>
      <div className={classes.list}>
        <BulkBar tasks={tasks.filter(({ id }) => picked.has(id))} onClear={() => setPicked(new Set())} />
        <ul ref={list} className={classes.rows} aria-label={t('inbox.list')}>
          {tasks.map((task, position) => (
            <TaskRow
              key={task.id}
              task={task}
              position={position}
              selected={task.id === focused?.id && (wide || chosen !== null)}
              fresh={fresh.has(task.id)}
              onSelect={() => select(position)}
              onPick={tab === 'done' ? undefined : (isPicked) => pick(task.id, isPicked)}
              picked={picked.has(task.id)}
              onClaim={task.rights.claim ? () => claim.run({ params: { id: task.id } }) : undefined}
            />
          ))}
        </ul>
        {children}
        <p className={classes.keys}>
          <Kbd size="xs">j</Kbd> <Kbd size="xs">k</Kbd> {t('keys.move')} · <Kbd size="xs">Enter</Kbd>{' '}
          {t('keys.open')}
          {tab !== 'done' && (
            <>
              {' '}
              · <Kbd size="xs">x</Kbd> {t('keys.select')}
            </>
          )}
          {tab === 'pool' && (
            <>
              {' '}
              · <Kbd size="xs">t</Kbd> {t('keys.take')}
            </>
          )}{' '}
          · <Kbd size="xs">1</Kbd>–<Kbd size="xs">9</Kbd> {t('keys.complete')}
        </p>
      </div>
      {wide && (
        <div className={classes.peek}>
          {detail.data && opened && <TaskPeek task={opened} pending={complete.pending} onChoose={choose} />}
        </div>
      )}
    </div>
  );
}
