import { ActionIcon, Indicator, Tooltip } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useLive, useRoute } from '../../client/index.ts';
import { useShellPanels } from './shell-panels.ts';
import { useReminderToast } from './use-reminder-toast.tsx';

/** What the signed-in person is told of and has not read. */
export function NotificationsButton() {
  const { t } = useTranslation('sales');
  const panels = useShellPanels();
  const told = useRoute(
    routes.collaboration.notifications,
    { query: { unread: 'true', limit: 1 } },
    { refetchInterval: 120_000 },
  );
  useLive({ kind: 'tasks' }, [routes.collaboration.notifications]);
  const count = told.data?.unread ?? 0;
  useReminderToast(told.data && (told.data.items[0] ?? null));
  const label = count > 0 ? t('notifications.button', { count }) : t('notifications.quiet');
  return (
    <Tooltip label={label}>
      <Indicator
        label={count > 99 ? '99+' : count}
        disabled={count === 0}
        size={16}
        offset={5}
        zIndex={1}
        color="accent"
      >
        <ActionIcon aria-label={label} onClick={() => panels.open({ kind: 'notifications' })}>
          <IconBell size={19} stroke={1.6} />
        </ActionIcon>
      </Indicator>
    </Tooltip>
  );
}
