import { Button, NumberInput, Stack } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTimeFormat, instantFromLocal, localFromInstant } from '../../ui/date-values.ts';
import { SidePanel } from '../../ui/side-panel.tsx';

export interface TaskChange {
  readonly dueAt?: string | null;
  readonly followUpAt?: string | null;
  readonly priority?: number;
}

interface ChangePanelProps {
  readonly title: string;
  /** What it is now; left out for many tasks, where only what is filled in changes. */
  readonly now?: {
    readonly dueAt: string | null;
    readonly followUpAt: string | null;
    readonly priority: number;
  };
  readonly pending: boolean;
  readonly onConfirm: (change: TaskChange) => void;
  readonly onClose: () => void;
}

/** When a task is due, when somebody wants to look at it again, and how urgent it is. */
export function ChangePanel({ title, now, pending, onConfirm, onClose }: ChangePanelProps) {
  const { t } = useTranslation(['tasks', 'common']);
  const [due, setDue] = useState(localFromInstant(now?.dueAt));
  const [followUp, setFollowUp] = useState(localFromInstant(now?.followUpAt));
  const [priority, setPriority] = useState<number | null>(now?.priority ?? null);
  const change = (): TaskChange => ({
    ...(due === localFromInstant(now?.dueAt) ? {} : { dueAt: instantFromLocal(due) }),
    ...(followUp === localFromInstant(now?.followUpAt) ? {} : { followUpAt: instantFromLocal(followUp) }),
    ...(priority === null || priority === now?.priority ? {} : { priority }),
  });
  const isSame = Object.keys(change()).length === 0;
  return (
    <SidePanel
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" disabled={isSame} loading={pending} onClick={() => onConfirm(change())}>
            {t('common:actions.save')}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        <DateTimePicker
          label={t('tasks:change.due')}
          valueFormat={dateTimeFormat}
          clearable
          value={due}
          onChange={setDue}
        />
        <DateTimePicker
          label={t('tasks:change.followUp')}
          description={t('tasks:change.followUpHint')}
          valueFormat={dateTimeFormat}
          clearable
          value={followUp}
          onChange={setFollowUp}
        />
        <NumberInput
          label={t('tasks:change.priority')}
          description={t('tasks:change.priorityHint')}
          min={0}
          max={100}
          allowDecimal={false}
          value={priority ?? ''}
          onChange={(value) => setPriority(typeof value === 'number' ? value : null)}
        />
      </Stack>
    </SidePanel>
  );
}
