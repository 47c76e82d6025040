import { Button, Textarea } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { IconClockEdit } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type InstanceCard } from '#contract';
import { dateTimeFormat, instantFromLocal, localFromInstant } from '../../ui/date-values.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { CardSection } from '../tasks/card-section.tsx';
import { useInstanceAction } from './use-instance-action.ts';
import classes from './now-tab.module.css';

type Timer = InstanceCard['timers'][number];

/** Timers that run, also those at the edge of a task, with when they fire. */
export function TimerList({ card }: { readonly card: InstanceCard }) {
  const { t } = useTranslation('instance');
  const [moved, setMoved] = useState<Timer | null>(null);
  if (card.timers.length === 0) return null;
  return (
    <CardSection title={t('timers.title')}>
      <ul className={classes.list}>
        {card.timers.map((timer) => (
          <li key={timer.id} className={classes.item}>
            <StatusIcon tone="waiting" size={15} />
            <span className={classes.words}>
              <span>{timer.elementName ?? timer.elementId}</span>
              <span className={classes.dim}>
                <RelativeTime at={timer.dueAt} />
              </span>
              {card.rights.moveTimers && (
                <Button
                  size="compact-sm"
                  mt={4}
                  leftSection={<IconClockEdit size={14} aria-hidden />}
                  onClick={() => setMoved(timer)}
                >
                  {t('timers.move')}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {moved && <MoveTimerPanel instanceId={card.id} timer={moved} onClose={() => setMoved(null)} />}
    </CardSection>
  );
}

interface MoveTimerPanelProps {
  readonly instanceId: string;
  readonly timer: Timer;
  readonly onClose: () => void;
}

function MoveTimerPanel({ instanceId, timer, onClose }: MoveTimerPanelProps) {
  const { t } = useTranslation(['instance', 'common']);
  const [due, setDue] = useState(localFromInstant(timer.dueAt));
  const [reason, setReason] = useState('');
  const move = useInstanceAction(routes.instances.moveTimer, t('instance:timers.moved'), onClose);
  const dueAt = instantFromLocal(due);
  const confirm = (): void => {
    if (dueAt === null) return;
    const why = reason.trim() ? { reason: reason.trim() } : {};
    move.run({ params: { id: instanceId, timerId: timer.id }, body: { dueAt, ...why } });
  };
  return (
    <SidePanel
      title={t('instance:timers.moveTitle', { name: timer.elementName ?? timer.elementId })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" disabled={dueAt === null} loading={move.pending} onClick={confirm}>
            {t('instance:timers.move')}
          </Button>
        </>
      }
    >
      <DateTimePicker
        mb="md"
        label={t('instance:timers.due')}
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
