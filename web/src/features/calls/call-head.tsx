import { Button, NumberInput } from '@mantine/core';
import { IconPhoneCall, IconPlayerStopFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '#contract';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { CallTickets } from './call-tickets.tsx';
import { CustomerClock } from './customer-clock.tsx';
import { clockFace, type CallTimer } from './use-call-timer.ts';
import classes from './call-head.module.css';

interface CallHeadProps {
  readonly call: NonNullable<TaskDetail['call']>;
  readonly timer: CallTimer;
  readonly minutes: number | null;
  readonly onMinutes: (minutes: number | null) => void;
}

/** Whom to call, on which number, what time it is there, and how long the talk takes. */
export function CallHead({ call, timer, minutes, onMinutes }: CallHeadProps) {
  const { t } = useTranslation('tasks');
  return (
    <section className={classes.head} aria-label={t('call.who')}>
      <div className={classes.who}>
        {call.contact && <RecordLink record={call.contact} />}
        {call.account && <RecordLink record={call.account} />}
      </div>
      {call.customerTimeZone && <CustomerClock timeZone={call.customerTimeZone} />}
      {call.phones.length === 0 && <EmptyState compact tone="waiting" title={t('call.noPhone')} />}
      <ul className={classes.phones}>
        {call.phones.map((phone, at) => (
          <li key={phone.e164}>
            <Button
              component="a"
              href={`tel:${phone.e164}`}
              fullWidth
              justify="flex-start"
              size={at === 0 ? 'md' : 'sm'}
              variant={at === 0 && timer.state === 'idle' ? 'light' : 'default'}
              leftSection={<IconPhoneCall size={17} stroke={1.7} aria-hidden />}
              rightSection={phone.label ? <span className={classes.label}>{phone.label}</span> : undefined}
              onClick={() => timer.state === 'idle' && timer.start()}
            >
              {phone.display}
            </Button>
          </li>
        ))}
      </ul>
      <div className={classes.timer}>
        <span className={classes.face} data-running={timer.state === 'running' || undefined} role="timer">
          {clockFace(timer.seconds)}
        </span>
        {timer.state === 'running' ? (
          <Button
            leftSection={<IconPlayerStopFilled size={14} aria-hidden />}
            onClick={() => {
              timer.stop();
              onMinutes(Math.max(1, Math.round(timer.seconds / 60)));
            }}
          >
            {t('call.stop')}
          </Button>
        ) : (
          <Button onClick={timer.start}>{t('call.start')}</Button>
        )}
        <NumberInput
          className={classes.minutes}
          aria-label={t('call.minutes')}
          suffix={` ${t('call.minutesShort')}`}
          placeholder={`${call.durationMinutes} ${t('call.minutesShort')}`}
          min={0}
          max={1440}
          hideControls
          value={minutes ?? ''}
          onChange={(value) => onMinutes(typeof value === 'number' ? value : null)}
        />
      </div>
      <CallTickets call={call} />
    </section>
  );
}
