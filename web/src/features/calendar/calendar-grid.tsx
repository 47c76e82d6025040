import {
  DayView,
  MonthView,
  WeekView,
  type ScheduleEventData,
  type ScheduleLabelsOverride,
} from '@mantine/schedule';
import { useTranslation } from 'react-i18next';
import type { CalendarItem } from '#contract';
import { formatWeekday } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { instantFromLocal, localFromInstant } from '../../ui/date-values.ts';
import { useProductNow } from '../../ui/product-clock.ts';
import { EventBody } from './event-body.tsx';
import type { MoveItem } from './use-move-item.ts';
import days from './calendar-days.module.css';
import classes from './calendar-grid.module.css';

interface CalendarGridProps {
  readonly view: 'day' | 'week' | 'month';
  readonly date: string;
  readonly items: readonly CalendarItem[];
  readonly onOpen: (item: CalendarItem) => void;
  readonly onMove: MoveItem;
  /** A free place was clicked; local time. Absent when nothing may be created here. */
  readonly onGap?: (start: string) => void;
  readonly onDay: (day: string) => void;
}

const DRAG_STEP_MINUTES = 15;
const WORKING_DAY: [string, string] = ['09:00:00', '18:00:00'];

/** The grid of days and hours. Dragging moves what may be moved; the panel of an entry moves it by keyboard. */
export function CalendarGrid({ view, date, items, onOpen, onMove, onGap, onDay }: CalendarGridProps) {
  const { t } = useTranslation('calendar');
  const locale = useLocale();
  const now = useProductNow();
  const byId = new Map(items.map((item) => [item.id, item]));
  const itemOf = (event: ScheduleEventData): CalendarItem | undefined => byId.get(String(event.id));
  const labels: ScheduleLabelsOverride = {
    allDay: t('allDay'),
    weekday: t('weekday'),
    timeSlot: t('slot'),
    today: t('today'),
    next: t('next'),
    previous: t('previous'),
    more: t('more'),
    noEvents: t('empty'),
    moreLabel: (count) => t('moreCount', { count }),
  };
  const weekday = (day: string): string => formatWeekday(locale, day);
  const common = {
    date,
    locale,
    labels,
    withHeader: false,
    radius: 'sm',
    events: items.map(eventOf),
    renderEventBody: (event: ScheduleEventData) => {
      const item = itemOf(event);
      return item ? <EventBody item={item} /> : event.title;
    },
    withEventsDragAndDrop: true,
    canDragEvent: (event: ScheduleEventData) => itemOf(event)?.canMove === true,
    onEventClick: (event: ScheduleEventData) => {
      const item = itemOf(event);
      if (item) onOpen(item);
    },
    onEventDrop: ({ event, newStart }: { event: ScheduleEventData; newStart: string }) => {
      const item = itemOf(event);
      const start = instantFromLocal(newStart);
      if (!item || !start) return;
      const lengthMs = new Date(item.end).getTime() - new Date(item.start).getTime();
      onMove(item, start, new Date(new Date(start).getTime() + lengthMs).toISOString());
    },
  } as const;
  const hours = {
    startTime: '06:00:00',
    endTime: '22:00:00',
    intervalMinutes: 30,
    eventDragInterval: DRAG_STEP_MINUTES,
    slotHeight: 52,
    startScrollTime: '08:00:00',
    highlightBusinessHours: true,
    businessHours: WORKING_DAY,
    getCurrentTime: () => now,
    slotLabelFormat: 'HH:mm',
    scrollAreaProps: { mah: 'var(--calendar-height)', type: 'auto' as const },
    onTimeSlotClick: onGap ? ({ slotStart }: { slotStart: string }) => onGap(slotStart) : undefined,
  } as const;
  return (
    <div className={`${classes.grid} ${days.days}`} data-view={view}>
      {view === 'day' && <DayView {...common} {...hours} />}
      {view === 'week' && (
        <WeekView
          {...common}
          {...hours}
          withWeekNumber={false}
          highlightToday
          firstDayOfWeek={1}
          weekdayFormat={weekday}
        />
      )}
      {view === 'month' && (
        <MonthView {...common} firstDayOfWeek={1} weekdayFormat={weekday} onDayClick={(day) => onDay(day)} />
      )}
    </div>
  );
}

/** What a process made carries the accent; everything else stays grey. */
function eventOf(item: CalendarItem): ScheduleEventData {
  return {
    id: item.id,
    title: item.subject,
    start: localFromInstant(item.start) ?? item.start,
    end: localFromInstant(shownEnd(item)) ?? item.end,
    color: item.instanceId ? 'accent' : 'gray',
    variant: 'light',
  };
}

/** A shorter entry could not be read or hit; its panel tells the real end. */
const SHOWN_MS_MIN = 30 * 60_000;

function shownEnd(item: CalendarItem): string {
  const endMs = new Date(item.end).getTime();
  // A whole day ends at midnight, which belongs to the next day already.
  if (item.allDay) return new Date(endMs - 1000).toISOString();
  return new Date(Math.max(endMs, new Date(item.start).getTime() + SHOWN_MS_MIN)).toISOString();
}
