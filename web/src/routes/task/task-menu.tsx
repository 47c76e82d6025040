import { notifications } from '@mantine/notifications';
import { IconCalendarTime, IconUserUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type TaskDetail } from '#contract';
import { useAction } from '../../client/index.ts';
import { ChangePanel } from '../../features/tasks/change-panel.tsx';
import { LendPanel } from '../../features/tasks/lend-panel.tsx';
import { ActionMenu } from '../../ui/actions/action-menu.tsx';

/** What one does with a task in hand beside completing it. */
export function TaskMenu({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const [panel, setPanel] = useState<'lend' | 'change' | null>(null);
  const close = (): void => setPanel(null);
  const change = useAction(routes.tasks.changeTask, {
    invalidate: [routes.tasks.getTask, routes.tasks.listTasks, routes.instances.getInstance],
    onSuccess: () => {
      notifications.show({ message: t('change.done'), color: 'accent' });
      close();
    },
  });
  return (
    <>
      <ActionMenu
        variant="default"
        label={t('actions.more')}
        actions={[
          task.rights.delegate && {
            name: 'lend',
            label: t('actions.lendTo'),
            icon: IconUserUp,
            run: () => setPanel('lend'),
          },
          task.rights.change && {
            name: 'change',
            label: t('actions.change'),
            icon: IconCalendarTime,
            run: () => setPanel('change'),
          },
        ]}
      />
      {panel === 'lend' && <LendPanel taskId={task.id} taskName={task.name} onClose={close} />}
      {panel === 'change' && (
        <ChangePanel
          title={t('change.title', { name: task.name })}
          now={task}
          pending={change.pending}
          onConfirm={(body) => change.run({ params: { id: task.id }, body })}
          onClose={close}
        />
      )}
    </>
  );
}
