import { UnstyledButton } from '@mantine/core';
import type { ScheduleEventData } from '@mantine/schedule';
import { formatDay } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import classes from './lists.module.css';

interface ListAgendaProps {
  readonly events: readonly ScheduleEventData[];
  /** Its first day, as it is written in data. */
  readonly month: string;
  readonly empty: string;
  readonly onOpen: (id: string) => void;
}

/** The days of a month on a narrow screen: those on which there is something, one below the other. */
export function ListAgenda({ events, month, empty, onOpen }: ListAgendaProps) {
  const locale = useLocale();
  const dayOf = (event: ScheduleEventData): string => String(event.start).slice(0, 10);
  const shown = events.filter((event) => dayOf(event).startsWith(month.slice(0, 7)));
  if (shown.length === 0) return <p className={classes.dim}>{empty}</p>;
  return [...new Set(shown.map(dayOf))].map((day) => (
    <section key={day}>
      <h3 className={classes.agendaDay}>{formatDay(locale, day)}</h3>
      <ul className={classes.agenda}>
        {shown
          .filter((event) => dayOf(event) === day)
          .map((event) => (
            <li key={event.id}>
              <UnstyledButton className={classes.agendaRow} onClick={() => onOpen(String(event.id))}>
                {event.title}
              </UnstyledButton>
            </li>
          ))}
      </ul>
    </section>
  ));
}
