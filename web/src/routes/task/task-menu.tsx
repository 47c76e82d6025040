import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCalendarTime, IconDots, IconUserUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type TaskDetail } from '#contract';
import { useAction } from '../../client/index.ts';
import { ChangePanel } from '../../features/tasks/change-panel.tsx';
import { LendPanel } from '../../features/tasks/lend-panel.tsx';

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
  if (!task.rights.change && !task.rights.delegate) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" aria-label={t('actions.more')}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {task.rights.delegate && (
            <Menu.Item
              leftSection={<IconUserUp size={16} stroke={1.7} aria-hidden />}
              onClick={() => setPanel('lend')}
            >
              {t('actions.lendTo')}
            </Menu.Item>
          )}
          {task.rights.change && (
            <Menu.Item
              leftSection={<IconCalendarTime size={16} stroke={1.7} aria-hidden />}
              onClick={() => setPanel('change')}
            >
              {t('actions.change')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
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
