import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { routes, type TaskDetail } from '#contract';
import { useAction, type Action } from '../../client/index.ts';

type CompleteRoute = typeof routes.tasks.completeTask;

/** Completes a task and says so; what shows tasks, the calendar or the instance is read again. */
export function useCompleteTask(
  task: Pick<TaskDetail, 'name'> | undefined,
  onDone?: (next: { readonly nextTaskId: string | null }) => void,
): Action<CompleteRoute> {
  const { t } = useTranslation('tasks');
  return useAction(routes.tasks.completeTask, {
    invalidate: [
      routes.tasks.listTasks,
      routes.tasks.getTask,
      routes.tasks.calendar,
      routes.instances.getInstance,
      routes.records.timeline,
    ],
    onSuccess: (response) => {
      notifications.show({ message: t('completed', { name: task?.name ?? '' }), autoClose: 4000 });
      onDone?.(response);
    },
  });
}
