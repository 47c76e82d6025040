import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { StepValuesField, useStepValues } from './step-values-field.tsx';
import { useInstanceAction } from './use-instance-action.ts';

interface IncidentPanelProps {
  readonly incidentId: string;
  readonly onClose: () => void;
}

/** The failed step counts as done with these values. */
export function SkipIncidentPanel({ incidentId, onClose }: IncidentPanelProps) {
  const { t } = useTranslation('instance');
  const given = useStepValues();
  const skip = useInstanceAction(routes.instances.skipIncident, t('incident.skipped'), onClose);
  const confirm = (reason: string): void => {
    const values = given.read();
    if (values) skip.run({ params: { id: incidentId }, body: { values, reason } });
  };
  return (
    <ConfirmPanel
      title={t('incident.skipTitle')}
      message={t('incident.skipMessage')}
      confirmLabel={t('incident.skip')}
      withReason="required"
      pending={skip.pending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <StepValuesField values={given} mb="md" />
    </ConfirmPanel>
  );
}

/** The failed step ends in this error; whoever catches it in the diagram goes on. */
export function CatchIncidentPanel({ incidentId, onClose }: IncidentPanelProps) {
  const { t } = useTranslation(['instance', 'form']);
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const caught = useInstanceAction(routes.instances.catchIncident, t('instance:incident.caught'), onClose);
  const confirm = (reason: string): void => {
    setAsked(true);
    const errorCode = code.trim();
    if (errorCode !== '') caught.run({ params: { id: incidentId }, body: { errorCode, reason } });
  };
  return (
    <ConfirmPanel
      title={t('instance:incident.catchTitle')}
      message={t('instance:incident.catchMessage')}
      confirmLabel={t('instance:incident.catchConfirm')}
      withReason="required"
      pending={caught.pending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <TextInput
        mb="md"
        label={t('instance:incident.code')}
        withAsterisk
        maxLength={200}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={asked && code.trim() === '' ? t('form:required') : undefined}
      />
    </ConfirmPanel>
  );
}
