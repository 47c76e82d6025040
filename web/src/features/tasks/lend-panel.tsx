import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction } from '../../client/index.ts';
import { PersonPanel } from './person-panel.tsx';

interface LendPanelProps {
  readonly taskId: string;
  readonly taskName: string;
  readonly onClose: () => void;
}

/** Lends a task to somebody who does the work and gives it back. */
export function LendPanel({ taskId, taskName, onClose }: LendPanelProps) {
  const { t } = useTranslation('tasks');
  const lend = useAction(routes.tasks.delegateTask, {
    invalidate: [routes.tasks.getTask, routes.tasks.listTasks, routes.instances.getInstance],
    onSuccess: () => {
      notifications.show({ message: t('lend.done', { name: taskName }), color: 'accent' });
      onClose();
    },
  });
  return (
    <PersonPanel
      title={t('lend.title', { name: taskName })}
      personLabel={t('lend.to')}
      textLabel={t('lend.reason')}
      textRequired={false}
      confirmLabel={t('actions.lend')}
      pending={lend.pending}
      onConfirm={(userId, reason) =>
        lend.run({ params: { id: taskId }, body: { userId, ...(reason ? { reason } : {}) } })
      }
      onClose={onClose}
    />
  );
}
