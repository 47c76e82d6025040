import { Checkbox, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type InstanceWork } from '#contract';
import { useAction } from '../../client/index.ts';
import { StepValuesField, useStepValues } from '../../features/instance/step-values-field.tsx';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { FailedStepChoice } from './failed-step-choice.tsx';
import { ProcessChoice } from './process-choice.tsx';

const WORK = [
  'retryIncidents',
  'skipIncidents',
  'suspendInstances',
  'resumeInstances',
  'cancelInstances',
] as const;
type Work = (typeof WORK)[number];

interface NewBatchPanelProps {
  readonly onStarted: (batchId: string) => void;
  readonly onClose: () => void;
}

/** One operation over all running instances of a process, or over their failed steps. */
export function NewBatchPanel({ onStarted, onClose }: NewBatchPanelProps) {
  const { t } = useTranslation(['operations', 'form']);
  const [processKey, setProcessKey] = useState<string | null>(null);
  const [work, setWork] = useState<Work>('retryIncidents');
  const [elementId, setElementId] = useState<string | null>(null);
  const given = useStepValues();
  const isOnFailed = work === 'retryIncidents' || work === 'skipIncidents';
  const [onlyFailed, setOnlyFailed] = useState(false);
  const [asked, setAsked] = useState(false);
  const start = useAction(routes.operations.startBatch, { onSuccess: ({ batchId }) => onStarted(batchId) });
  const confirm = (reason: string): void => {
    setAsked(true);
    const values = work === 'skipIncidents' ? given.read() : {};
    if (processKey === null || values === null) return;
    const targets = isOnFailed
      ? { processKey, ...(elementId !== null && { elementId }) }
      : { processKey, ...(onlyFailed && { withIncidents: true }) };
    start.run({ body: { work: workOf(work, values), targets, reason } });
  };
  return (
    <ConfirmPanel
      title={t('operations:batch.add')}
      message={t(work === 'skipIncidents' ? 'operations:batch.skipHint' : 'operations:batch.addHint')}
      confirmLabel={t('operations:batch.start')}
      danger={work === 'cancelInstances'}
      withReason="required"
      pending={start.pending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack gap="md" mb="md">
        <ProcessChoice
          label={t('operations:process')}
          value={processKey}
          onChange={(key) => {
            setProcessKey(key);
            setElementId(null);
          }}
          error={asked && processKey === null ? t('form:required') : undefined}
        />
        <Select
          label={t('operations:batch.what')}
          allowDeselect={false}
          data={WORK.map((value) => ({ value, label: t(`operations:work.${value}`) }))}
          value={work}
          onChange={(value) => setWork(WORK.find((one) => one === value) ?? 'retryIncidents')}
        />
        {isOnFailed && processKey !== null && (
          <FailedStepChoice processKey={processKey} value={elementId} onChange={setElementId} />
        )}
        {work === 'skipIncidents' && <StepValuesField values={given} />}
        {!isOnFailed && (
          <Checkbox
            label={t('operations:batch.onlyFailed')}
            checked={onlyFailed}
            onChange={(event) => setOnlyFailed(event.currentTarget.checked)}
          />
        )}
      </Stack>
    </ConfirmPanel>
  );
}

function workOf(kind: Work, values: Record<string, unknown>): InstanceWork {
  if (kind === 'resumeInstances') return { kind, timers: 'keep' };
  return kind === 'skipIncidents' ? { kind, values } : { kind };
}
