import '@mantine/schedule/styles.layer.css';
import { ActionIcon } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { MonthView, type ScheduleEventData } from '@mantine/schedule';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type FieldMeta, type FilterGroup, type WorkList } from '#contract';
import { useRoute } from '../../client/index.ts';
import { formatWeekday } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { localFromInstant } from '../../ui/date-values.ts';
import { useProductNow } from '../../ui/product-clock.ts';
import { ListAgenda } from './list-agenda.tsx';
import grid from '../calendar/calendar-days.module.css';
import classes from './lists.module.css';

interface ListCalendarProps {
  readonly meta: EntityMeta;
  /** Set where the rows are no records. */
  readonly work?: WorkList;
  readonly field: FieldMeta;
  readonly filter: FilterGroup | null;
  readonly q: string;
  readonly onOpen: (id: string) => void;
}

const SHOWN_MAX = 200;

/** Rows of a month by one of their dates. */
export function ListCalendar({ meta, work, field, filter, q, onOpen }: ListCalendarProps) {
  const { t } = useTranslation(['lists', 'calendar']);
  const locale = useLocale();
  const now = useProductNow();
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const [month, setMonth] = useState(() => dayjs(now).format('YYYY-MM-01'));
  const within = [
    dayjs(month).subtract(7, 'day').format('YYYY-MM-DD'),
    dayjs(month).endOf('month').add(7, 'day').format('YYYY-MM-DD'),
  ];
  const own: FilterGroup = {
    op: 'and',
    items: [...(filter ? [filter] : []), { field: field.key, operator: 'between', value: within }],
  };
  const query = {
    ...{ filter: JSON.stringify(own), q: q || undefined },
    ...{ sort: `${field.key}:asc`, limit: SHOWN_MAX },
  };
  const options = { keepPrevious: true } as const;
  const records = useRoute(
    routes.records.listRecords,
    { params: { entity: meta.entity }, query },
    { ...options, enabled: work === undefined },
  );
  const rows = useRoute(
    routes.workLists.listWork,
    { params: { list: work ?? 'user_task' }, query },
    { ...options, enabled: work !== undefined },
  );
  const list = work === undefined ? records : rows;
  const events = (list.data?.items ?? []).map((record): ScheduleEventData => {
    const value = String(record.fields[field.key]);
    const start = field.type === 'date' ? `${value} 00:00:00` : (localFromInstant(value) ?? value);
    const end = dayjs(start).add(field.type === 'date' ? 1439 : 30, 'minute');
    return {
      id: record.id,
      // Many tasks are called the same: for whom it is tells them apart.
      title: [record.title, work && record.links['account']?.title].filter(Boolean).join(' · '),
      start,
      end: end.format('YYYY-MM-DD HH:mm:ss'),
      color: 'accent',
      variant: 'light',
    };
  });
  const step = (count: number): void => setMonth(dayjs(month).add(count, 'month').format('YYYY-MM-01'));
  const title = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'ru', { month: 'long', year: 'numeric' });
  return (
    <div
      className={`${classes.calendar} ${grid.days}`}
      role="region"
      aria-label={t('lists:calendar.label')}
      tabIndex={0}
    >
      <div className={classes.calendarHead}>
        <ActionIcon aria-label={t('calendar:previous')} onClick={() => step(-1)}>
          <IconChevronLeft size={17} />
        </ActionIcon>
        <ActionIcon aria-label={t('calendar:next')} onClick={() => step(1)}>
          <IconChevronRight size={17} />
        </ActionIcon>
        <h2 className={classes.calendarTitle} aria-live="polite">
          {title.format(dayjs(month).toDate())}
        </h2>
        {list.data?.nextCursor && (
          <span className={classes.dim}>{t('lists:calendar.cut', { count: SHOWN_MAX })}</span>
        )}
      </div>
      {phone ? (
        <ListAgenda events={events} month={month} empty={t('calendar:empty')} onOpen={onOpen} />
      ) : (
        <MonthView
          date={month}
          locale={locale}
          withHeader={false}
          firstDayOfWeek={1}
          weekdayFormat={(day) => formatWeekday(locale, day)}
          events={events}
          labels={{
            more: t('calendar:more'),
            noEvents: t('calendar:empty'),
            moreLabel: (count) => t('calendar:moreCount', { count }),
          }}
          onEventClick={(event) => onOpen(String(event.id))}
        />
      )}
    </div>
  );
}
