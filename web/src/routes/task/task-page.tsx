import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { routes } from '#contract';
import { useLive, useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageSkeleton } from '../../ui/skeletons.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { TaskWork } from './task-work.tsx';

/** One task: what to do, what is known of the customer, and the ways out. */
export function TaskPage() {
  const { id = '' } = useParams();
  const { t } = useTranslation('tasks');
  const task = useRoute(routes.tasks.getTask, { params: { id } });
  usePageTitle(task.data?.name ?? t('page.title'));
  useLive({ kind: 'tasks' }, [routes.tasks.getTask]);
  return (
    <Loaded query={task} skeleton={<PageSkeleton />}>
      {(loaded) => <TaskWork key={loaded.id} task={loaded} />}
    </Loaded>
  );
}
