import { Checkbox, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction } from '../../client/index.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { ProcessChoice } from './process-choice.tsx';

const WORK = ['retryIncidents', 'suspendInstances', 'resumeInstances', 'cancelInstances'] as const;
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
  const [onlyFailed, setOnlyFailed] = useState(false);
  const [asked, setAsked] = useState(false);
  const start = useAction(routes.operations.startBatch, { onSuccess: ({ batchId }) => onStarted(batchId) });
  const confirm = (reason: string): void => {
    setAsked(true);
    if (processKey === null) return;
    const kind = work === 'resumeInstances' ? { kind: work, timers: 'keep' as const } : { kind: work };
    const targets = { processKey, ...(onlyFailed ? { withIncidents: true } : {}) };
    start.run({ body: { work: kind, targets, reason } });
  };
  return (
    <ConfirmPanel
      title={t('operations:batch.add')}
      message={t('operations:batch.addHint')}
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
          onChange={setProcessKey}
          error={asked && processKey === null ? t('form:required') : undefined}
        />
        <Select
          label={t('operations:batch.what')}
          allowDeselect={false}
          data={WORK.map((value) => ({ value, label: t(`operations:work.${value}`) }))}
          value={work}
          onChange={(value) => setWork(WORK.find((one) => one === value) ?? 'retryIncidents')}
        />
        {work !== 'retryIncidents' && (
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
