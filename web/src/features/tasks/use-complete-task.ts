import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { routes, type TaskDetail } from '#contract';
import { useAction, useReportError, type Action } from '../../client/index.ts';
import type { FormErrors } from '../../ui/json-form/validate.ts';

type CompleteRoute = typeof routes.tasks.completeTask;

/** Completes a task and says so; what shows tasks, the calendar or the instance is read again. Its form marks refused fields. */
export function useCompleteTask(
  task: Pick<TaskDetail, 'name'> | undefined,
  onDone?: (next: { readonly nextTaskId: string | null }) => void,
  form?: { setErrors(errors: FormErrors): void },
): Action<CompleteRoute> {
  const { t } = useTranslation('tasks');
  const report = useReportError();
  return useAction(routes.tasks.completeTask, {
    invalidate: [
      routes.tasks.listTasks,
      routes.tasks.getTask,
      routes.tasks.calendar,
      routes.instances.getInstance,
      routes.records.timeline,
      routes.records.getRecord,
    ],
    onError: (error) => {
      report(error);
      form?.setErrors(Object.fromEntries(error.fields.map(({ path, message }) => [path, message])));
    },
    onSuccess: (response) => {
      notifications.show({ message: t('completed', { name: task?.name ?? '' }), autoClose: 4000 });
      onDone?.(response);
    },
  });
}
