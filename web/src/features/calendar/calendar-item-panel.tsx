import { Button, Stack } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type CalendarItem } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { formatDate, formatDateTime, formatTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { dateTimeFormat, instantFromLocal, localFromInstant } from '../../ui/date-values.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { MoveItem } from './use-move-item.ts';
import classes from './calendar-item-panel.module.css';

interface CalendarItemPanelProps {
  readonly item: CalendarItem;
  readonly onMove: MoveItem;
  readonly onClose: () => void;
}

/** One entry: when it is here and at the customer's place, what it belongs to, and how to move it without a mouse. */
export function CalendarItemPanel({ item, onMove, onClose }: CalendarItemPanelProps) {
  const { t } = useTranslation(['calendar', 'tasks', 'common']);
  const locale = useLocale();
  const [start, setStart] = useState(localFromInstant(item.start));
  const task = useRoute(
    routes.tasks.getTask,
    { params: { id: item.userTaskId ?? '' } },
    { enabled: item.userTaskId !== null },
  );
  const timeZone = task.data?.call?.customerTimeZone ?? null;
  const there = timeZone
    ? new Date(item.start).toLocaleTimeString(locale === 'en' ? 'en-GB' : 'ru', {
        timeZone,
        weekday: 'short',
        hour: '2-digit',
        minute: '2-digit',
      })
    : null;
  const moved = start !== null && start !== localFromInstant(item.start);
  const move = (): void => {
    const begin = instantFromLocal(start);
    if (!begin) return;
    const lengthMs = new Date(item.end).getTime() - new Date(item.start).getTime();
    onMove(item, begin, new Date(new Date(begin).getTime() + lengthMs).toISOString());
    onClose();
  };
  const target = item.userTaskId ? paths.task(item.userTaskId) : paths.record('activity', item.id);
  return (
    <SidePanel
      title={item.subject}
      onClose={onClose}
      takeFocus={false}
      width={380}
      footer={
        <Button component={Link} to={target} variant="filled">
          {t(item.userTaskId ? 'calendar:openTask' : 'calendar:openActivity')}
        </Button>
      }
    >
      <Stack gap="md">
        <dl className={classes.facts}>
          <dt>{t('calendar:when')}</dt>
          <dd>
            {item.allDay
              ? `${formatDate(locale, item.start)}, ${t('calendar:allDay')}`
              : `${formatDateTime(locale, item.start)} – ${formatTime(locale, item.end)}`}
          </dd>
          {there && (
            <>
              <dt>{t('calendar:there')}</dt>
              <dd>{there}</dd>
            </>
          )}
          <dt>{t('calendar:what')}</dt>
          <dd>{t(`calendar:kind.${item.kind}`)}</dd>
          {item.customer && (
            <>
              <dt>{t('calendar:customer')}</dt>
              <dd>
                <RecordLink record={item.customer} />
              </dd>
            </>
          )}
          {item.owner && (
            <>
              <dt>{t('calendar:owner')}</dt>
              <dd>
                <PersonAvatar person={item.owner} withName />
              </dd>
            </>
          )}
        </dl>
        {item.instanceId && (
          <div className={classes.process}>
            <StatusBadge tone="running" label={t('calendar:fromProcess')} />
            <Link to={paths.instance(item.instanceId)}>
              {task.data?.processName ?? t('calendar:openProcess')}
            </Link>
          </div>
        )}
        {item.canMove ? (
          <div className={classes.move}>
            <DateTimePicker
              label={t('calendar:moveTo')}
              value={start}
              onChange={setStart}
              valueFormat={dateTimeFormat}
              popoverProps={{ withinPortal: true }}
            />
            <Button disabled={!moved} onClick={move}>
              {t('calendar:move')}
            </Button>
          </div>
        ) : (
          item.instanceId && <p className={classes.fixed}>{t('calendar:fixed')}</p>
        )}
      </Stack>
    </SidePanel>
  );
}
