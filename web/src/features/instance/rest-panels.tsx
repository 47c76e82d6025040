import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type InstanceCard } from '#contract';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { useInstanceAction } from './use-instance-action.ts';

interface RestPanelProps {
  readonly card: InstanceCard;
  readonly onClose: () => void;
}

/** Brings the instance and everything it called to rest. */
export function SuspendPanel({ card, onClose }: RestPanelProps) {
  const { t } = useTranslation('instance');
  const suspend = useInstanceAction(routes.instances.suspendInstance, t('rest.suspended'), onClose);
  return (
    <ConfirmPanel
      title={t('rest.suspend')}
      message={t('rest.suspendMessage')}
      confirmLabel={t('rest.suspend')}
      withReason="required"
      pending={suspend.pending}
      onConfirm={(reason) => suspend.run({ params: { id: card.id }, body: { reason } })}
      onClose={onClose}
    />
  );
}

/** Lets it go on; timers keep their time, or are moved by the time of rest. */
export function ResumePanel({ card, onClose }: RestPanelProps) {
  const { t } = useTranslation('instance');
  const [timers, setTimers] = useState<'keep' | 'shift'>('keep');
  const resume = useInstanceAction(routes.instances.resumeInstance, t('rest.resumed'), onClose);
  return (
    <ConfirmPanel
      title={t('rest.resume')}
      message={t('rest.resumeMessage')}
      confirmLabel={t('rest.resume')}
      withReason="optional"
      pending={resume.pending}
      onConfirm={(reason) =>
        resume.run({ params: { id: card.id }, body: { timers, ...(reason ? { reason } : {}) } })
      }
      onClose={onClose}
    >
      <Radio.Group
        mb="md"
        label={t('rest.timers')}
        value={timers}
        onChange={(value) => setTimers(value === 'shift' ? 'shift' : 'keep')}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="keep" label={t('rest.keep')} />
          <Radio value="shift" label={t('rest.shift')} />
        </Stack>
      </Radio.Group>
    </ConfirmPanel>
  );
}
