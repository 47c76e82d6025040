import { Radio, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type InstanceListWork } from '#contract';
import { useRoute } from '../../client/index.ts';
import { StepValuesField, useStepValues } from '../../features/instance/step-values-field.tsx';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';

export type InstanceChoice = InstanceListWork['kind'];

interface InstanceWorkPanelProps {
  readonly choice: InstanceChoice;
  readonly count: number;
  /** Of the chosen instances, where they are to move to another version. */
  readonly processKey: string;
  readonly pending: boolean;
  readonly onRun: (work: InstanceListWork, reason: string) => void;
  readonly onClose: () => void;
}

/** Asks for the reason, and for what else the work with many instances needs. */
export function InstanceWorkPanel(props: InstanceWorkPanelProps) {
  const { choice, count, processKey, pending, onRun, onClose } = props;
  const { t } = useTranslation(['lists', 'instance']);
  const [timers, setTimers] = useState<'keep' | 'shift'>('keep');
  const given = useStepValues();
  const [version, setVersion] = useState<string | null>(null);
  const versions = useRoute(
    routes.processes.versions,
    { params: { processKey } },
    { enabled: choice === 'migrate' && processKey !== '' },
  );
  const [latest] = versions.data?.items ?? [];
  const toDefinitionId = version ?? latest?.id ?? null;
  const confirm = (reason: string): void => {
    if (choice === 'resume') onRun({ kind: 'resume', timers }, reason);
    else if (choice === 'skip') {
      const values = given.read();
      if (values) onRun({ kind: 'skip', values }, reason);
    } else if (choice !== 'migrate') onRun({ kind: choice }, reason);
    else if (toDefinitionId !== null) onRun({ kind: 'migrate', toDefinitionId }, reason);
  };
  return (
    <ConfirmPanel
      title={t(`lists:work.${choice}Title`, { count })}
      message={t(`lists:work.${choice}Message`)}
      confirmLabel={t(`lists:work.${choice}`)}
      danger={choice === 'stop'}
      withReason="required"
      pending={pending}
      onConfirm={confirm}
      onClose={onClose}
    >
      {choice === 'resume' && (
        <Radio.Group
          mb="md"
          label={t('instance:rest.timers')}
          value={timers}
          onChange={(value) => setTimers(value === 'shift' ? 'shift' : 'keep')}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="keep" label={t('instance:rest.keep')} />
            <Radio value="shift" label={t('instance:rest.shift')} />
          </Stack>
        </Radio.Group>
      )}
      {choice === 'skip' && <StepValuesField values={given} mb="md" />}
      {choice === 'migrate' && (
        <Select
          mb="md"
          allowDeselect={false}
          label={t('lists:work.version')}
          data={(versions.data?.items ?? []).map((one) => ({
            value: one.id,
            label: t('instance:page.version', { version: one.version }),
          }))}
          value={toDefinitionId}
          onChange={setVersion}
        />
      )}
    </ConfirmPanel>
  );
}
