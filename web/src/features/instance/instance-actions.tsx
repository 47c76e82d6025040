import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArrowUpRightCircle,
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type InstanceCard } from '#contract';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { MigratePanel } from './migrate-panel.tsx';
import { ResumePanel, SuspendPanel } from './rest-panels.tsx';
import { useInstanceAction } from './use-instance-action.ts';

/** Interventions on the whole instance. Who lacks the right does not see them. */
export function InstanceActions({ card }: { readonly card: InstanceCard }) {
  const { t } = useTranslation('instance');
  const [panel, setPanel] = useState<'stop' | 'migrate' | 'suspend' | 'resume' | null>(null);
  const close = (): void => setPanel(null);
  const stop = useInstanceAction(routes.instances.stopInstance, t('stop.done'), close);
  const active = card.status === 'active';
  const mayMigrate = active && card.rights.migrate && card.latestVersion > card.version;
  const mayStop = active && card.rights.stop;
  if (!mayMigrate && !mayStop) return null;
  return (
    <>
      {mayMigrate && (
        <Button
          leftSection={<IconArrowUpRightCircle size={16} stroke={1.7} aria-hidden />}
          onClick={() => setPanel('migrate')}
        >
          {t('migrate.open', { version: card.latestVersion })}
        </Button>
      )}
      {active && card.suspended && card.rights.suspend && (
        <Button
          variant="filled"
          leftSection={<IconPlayerPlay size={16} stroke={1.7} aria-hidden />}
          onClick={() => setPanel('resume')}
        >
          {t('rest.resume')}
        </Button>
      )}
      {mayStop && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" aria-label={t('actions')}>
              <IconDots size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {card.rights.suspend && !card.suspended && (
              <Menu.Item
                leftSection={<IconPlayerPause size={16} stroke={1.7} aria-hidden />}
                onClick={() => setPanel('suspend')}
              >
                {t('rest.suspend')}
              </Menu.Item>
            )}
            <Menu.Item
              color="red"
              leftSection={<IconPlayerStop size={16} stroke={1.7} aria-hidden />}
              onClick={() => setPanel('stop')}
            >
              {t('stop.open')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {panel === 'suspend' && <SuspendPanel card={card} onClose={close} />}
      {panel === 'resume' && <ResumePanel card={card} onClose={close} />}
      {panel === 'migrate' && <MigratePanel card={card} onClose={close} />}
      {panel === 'stop' && (
        <ConfirmPanel
          title={t('stop.title')}
          message={t('stop.message')}
          confirmLabel={t('stop.confirm')}
          danger
          withReason="required"
          pending={stop.pending}
          onConfirm={(reason) => stop.run({ params: { id: card.id }, body: { reason } })}
          onClose={close}
        />
      )}
    </>
  );
}
