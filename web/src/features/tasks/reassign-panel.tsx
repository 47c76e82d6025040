import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction } from '../../client/index.ts';
import { PersonPanel } from './person-panel.tsx';

interface ReassignPanelProps {
  readonly taskId: string;
  readonly taskName: string;
  readonly onClose: () => void;
}

/** Hands a task to another person, with a reason that the history keeps. */
export function ReassignPanel({ taskId, taskName, onClose }: ReassignPanelProps) {
  const { t } = useTranslation('tasks');
  const assign = useAction(routes.tasks.assignTask, {
    invalidate: [
      routes.tasks.getTask,
      routes.tasks.listTasks,
      routes.instances.getInstance,
      routes.instances.liveMap,
      routes.instances.instanceHistory,
    ],
    onSuccess: () => {
      notifications.show({ message: t('reassign.done', { name: taskName }), color: 'accent' });
      onClose();
    },
  });
  return (
    <PersonPanel
      title={t('reassign.title', { name: taskName })}
      personLabel={t('reassign.to')}
      textLabel={t('reassign.reason')}
      textRequired={false}
      confirmLabel={t('actions.reassign')}
      pending={assign.pending}
      onConfirm={(userId, reason) =>
        assign.run({ params: { id: taskId }, body: { userId, ...(reason ? { reason } : {}) } })
      }
      onClose={onClose}
    />
  );
}
