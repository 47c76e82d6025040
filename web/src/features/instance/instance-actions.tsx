import { IconArrowUpRightCircle, IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type InstanceCard } from '#contract';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { MigratePanel } from './migrate-panel.tsx';
import { ResumePanel, SuspendPanel } from './rest-panels.tsx';
import { useInstanceAction } from './use-instance-action.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { ActionMenu } from '../../ui/actions/action-menu.tsx';
import { usePageActions } from '../../ui/actions/page-actions.ts';

/** Interventions on the whole instance. Who lacks the right does not see them. */
export function InstanceActions({ card }: { readonly card: InstanceCard }) {
  const { t } = useTranslation('instance');
  const [panel, setPanel] = useState<'stop' | 'migrate' | 'suspend' | 'resume' | null>(null);
  const close = (): void => setPanel(null);
  const stop = useInstanceAction(routes.instances.stopInstance, t('stop.done'), close);
  const active = card.status === 'active';
  const mayMigrate = active && card.rights.migrate && card.latestVersion > card.version;
  const mayStop = active && card.rights.stop;
  // Told where it would be looked for: who may move instances sees why this one stays.
  usePageActions([
    card.rights.migrate &&
      !mayMigrate && {
        name: 'migrate-not',
        label: t('migrate.another'),
        icon: IconArrowUpRightCircle,
        unavailable: t(active ? 'migrate.isNewest' : 'migrate.isOver'),
        run: () => undefined,
      },
  ]);
  if (!mayMigrate && !mayStop) return null;
  return (
    <>
      {mayMigrate && (
        <ActionButton
          action={{
            name: 'migrate',
            label: t('migrate.open', { version: card.latestVersion }),
            icon: IconArrowUpRightCircle,
            run: () => setPanel('migrate'),
          }}
        />
      )}
      {active && card.suspended && card.rights.suspend && (
        <ActionButton
          variant="filled"
          action={{
            name: 'resume',
            label: t('rest.resume'),
            icon: IconPlayerPlay,
            run: () => setPanel('resume'),
          }}
        />
      )}
      <ActionMenu
        variant="default"
        label={t('actions')}
        actions={[
          mayStop &&
            card.rights.suspend &&
            !card.suspended && {
              name: 'suspend',
              label: t('rest.suspend'),
              icon: IconPlayerPause,
              run: () => setPanel('suspend'),
            },
          mayStop && {
            name: 'stop',
            label: t('stop.open'),
            icon: IconPlayerStop,
            isDangerous: true,
            run: () => setPanel('stop'),
          },
        ]}
      />
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
