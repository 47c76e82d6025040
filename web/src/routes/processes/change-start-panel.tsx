import { Button, Group, Text, Textarea } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type NextStart } from '#contract';
import { useAction } from '../../client/index.ts';
import { dateTimeFormat, instantFromLocal, localFromInstant } from '../../ui/date-values.ts';
import { SidePanel } from '../../ui/side-panel.tsx';

interface ChangeStartPanelProps {
  readonly processKey: string;
  readonly start: NextStart;
  readonly onClose: () => void;
}

const TOLD = { move: 'starts.moved', now: 'starts.started', skip: 'starts.skipped' } as const;

/** Another time for one start of a timer, at once, or not at all. */
export function ChangeStartPanel({ processKey, start, onClose }: ChangeStartPanelProps) {
  const { t } = useTranslation(['processes', 'common']);
  const [due, setDue] = useState(localFromInstant(start.dueAt));
  const [reason, setReason] = useState('');
  const dueAt = instantFromLocal(due);
  const change = useAction(routes.processes.changeNextStart, {
    invalidate: [routes.processes.nextStarts, routes.processes.listProcesses],
    onSuccess: (_done, { body }) => {
      notifications.show({ message: t(`processes:${TOLD[body.action]}`), color: 'accent' });
      onClose();
    },
  });
  const run = (action: keyof typeof TOLD): void => {
    const why = reason.trim() ? { reason: reason.trim() } : {};
    const when = action === 'move' && dueAt !== null ? { dueAt } : {};
    change.run({ params: { processKey, id: start.id }, body: { action, ...when, ...why } });
  };
  return (
    <SidePanel
      title={t('processes:starts.of', { name: start.elementName ?? start.elementId })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={dueAt === null}
            loading={change.pending}
            onClick={() => run('move')}
          >
            {t('processes:starts.move')}
          </Button>
        </>
      }
    >
      {start.thenAt !== null && (
        <Text c="dimmed" size="sm" mb="md">
          {t('processes:starts.rhythm')}
        </Text>
      )}
      <Group mb="md">
        <Button disabled={change.pending} onClick={() => run('now')}>
          {t('processes:starts.now')}
        </Button>
        <Button disabled={change.pending} onClick={() => run('skip')}>
          {t('processes:starts.skip')}
        </Button>
      </Group>
      <DateTimePicker
        mb="md"
        label={t('processes:starts.due')}
        valueFormat={dateTimeFormat}
        value={due}
        onChange={setDue}
      />
      <Textarea
        label={t('common:reason.label')}
        placeholder={t('common:reason.placeholder')}
        autosize
        minRows={3}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </SidePanel>
  );
}
