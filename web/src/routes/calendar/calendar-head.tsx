import { SegmentedControl, Select } from '@mantine/core';
import { IconCalendar, IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { Person } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { VIEWS, type CalendarPlace, type CalendarView } from './use-calendar-place.ts';
import { ActionButton, ActionSign } from '../../ui/actions/action-button.tsx';
import { usePageActions } from '../../ui/actions/page-actions.ts';
import classes from './calendar-head.module.css';

interface CalendarHeadProps {
  readonly place: CalendarPlace;
  /** Whose calendars the reader may see. */
  readonly people: readonly Person[];
  readonly onCreate?: () => void;
}

/** Which days, in which view, of whom. */
export function CalendarHead({ place, people, onCreate }: CalendarHeadProps) {
  const { t } = useTranslation('calendar');
  const me = useMe();
  const locale = useLocale();
  const whose = [
    { value: me.user.id, label: t('mine') },
    ...people
      .filter((person) => person.id !== me.user.id)
      .map(({ id, name }) => ({ value: id, label: name })),
  ];
  usePageActions(
    VIEWS.filter((view) => view !== place.view).map((view) => ({
      name: `as-${view}`,
      label: `${t('view')}: ${t(`views.${view}`)}`,
      icon: IconCalendar,
      run: () => place.show(view),
    })),
  );
  return (
    <PageHeader
      title={withCapital(periodTitle(place, locale))}
      actions={
        <>
          {whose.length > 1 && (
            <Select
              className={classes.whose}
              aria-label={t('whose')}
              searchable
              allowDeselect={false}
              data={whose}
              value={place.userId ?? me.user.id}
              onChange={(id) => place.setUser(id === me.user.id ? null : id)}
            />
          )}
          <SegmentedControl
            aria-label={t('view')}
            value={place.view}
            onChange={(view) => place.show(VIEWS.find((known) => known === view) ?? 'week')}
            data={VIEWS.map((view: CalendarView) => ({ value: view, label: t(`views.${view}`) }))}
          />
          <div className={classes.steps}>
            <ActionSign
              iconSize={18}
              action={{
                name: 'previous',
                label: t('previous'),
                icon: IconChevronLeft,
                run: () => place.step(-1),
              }}
            />
            <ActionButton action={{ name: 'today', label: t('today'), run: place.today }} />
            <ActionSign
              iconSize={18}
              action={{ name: 'next', label: t('next'), icon: IconChevronRight, run: () => place.step(1) }}
            />
          </div>
          {onCreate && (
            <ActionButton
              variant="filled"
              action={{ name: 'new', label: t('create.open'), icon: IconPlus, run: onCreate }}
            />
          )}
        </>
      }
    />
  );
}

function periodTitle({ view, date, from, to }: CalendarPlace, locale: string): string {
  const language = locale === 'en' ? 'en-GB' : 'ru';
  const day = dayjs(date).toDate();
  if (view === 'day') {
    return new Intl.DateTimeFormat(language, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    }).format(day);
  }
  if (view === 'month')
    return new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' }).format(day);
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(
    new Date(from),
    dayjs(to).subtract(1, 'day').toDate(),
  );
}

/** Russian names of days and months are small; a title begins large. */
function withCapital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
