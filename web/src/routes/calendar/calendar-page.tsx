import '@mantine/schedule/styles.layer.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { useLive, useRoute } from '../../client/index.ts';
import { CalendarGrid } from '../../features/calendar/calendar-grid.tsx';
import { CalendarItemPanel } from '../../features/calendar/calendar-item-panel.tsx';
import { CreateActivityPanel } from '../../features/calendar/create-activity-panel.tsx';
import { useMoveItem } from '../../features/calendar/use-move-item.ts';
import { usePageKeys } from '../../features/tasks/row-keys.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { CalendarHead } from './calendar-head.tsx';
import { useCalendarPlace } from './use-calendar-place.ts';
import classes from './calendar-page.module.css';

/** Calls, meetings and tasks of one person in time; what a process planned stands here at once. */
export function CalendarPage() {
  const { t } = useTranslation('calendar');
  const me = useMe();
  const place = useCalendarPlace();
  const [openId, setOpenId] = useState<string | null>(null);
  const [gap, setGap] = useState<string | null>(null);
  const calendar = useRoute(
    routes.tasks.calendar,
    { query: { from: place.from, to: place.to, ...(place.userId ? { userId: place.userId } : {}) } },
    { keepPrevious: true },
  );
  const move = useMoveItem();
  usePageTitle(t('title'));
  useLive({ kind: 'calendar' }, [routes.tasks.calendar]);
  usePageKeys({
    KeyT: () => place.today(),
    KeyN: () => place.step(1),
    KeyP: () => place.step(-1),
    KeyD: () => place.show('day'),
    KeyW: () => place.show('week'),
    KeyM: () => place.show('month'),
  });
  const items = calendar.data?.items ?? [];
  const open = items.find((item) => item.id === openId);
  const own = place.userId === null || place.userId === me.user.id;
  return (
    <div className={classes.page}>
      <CalendarHead
        place={place}
        people={calendar.data?.people ?? []}
        onCreate={own ? () => setGap(`${place.date} 10:00:00`) : undefined}
      />
      <div className={classes.body} aria-busy={calendar.isPending}>
        {calendar.error && !calendar.data ? (
          <ErrorState error={calendar.error} onRetry={() => void calendar.refetch()} />
        ) : (
          <CalendarGrid
            view={place.view}
            date={place.date}
            items={items}
            onOpen={(item) => {
              setGap(null);
              setOpenId(item.id);
            }}
            onMove={move}
            onGap={
              own
                ? (start) => {
                    setOpenId(null);
                    setGap(start);
                  }
                : undefined
            }
            onDay={(day) => place.show('day', day)}
          />
        )}
      </div>
      {open && <CalendarItemPanel key={open.id} item={open} onMove={move} onClose={() => setOpenId(null)} />}
      {gap && <CreateActivityPanel key={gap} start={gap} onClose={() => setGap(null)} />}
    </div>
  );
}
