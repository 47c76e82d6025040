import {
  IconCheck,
  IconCheckbox,
  IconMail,
  IconMapPin,
  IconNote,
  IconPhone,
  IconRoute,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CalendarItem } from '#contract';
import { formatTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import classes from './event-body.module.css';

export const KIND_ICONS: Readonly<Record<CalendarItem['kind'], Icon>> = {
  call: IconPhone,
  meeting: IconUsers,
  task: IconCheckbox,
  email: IconMail,
  note: IconNote,
  visit: IconMapPin,
};

/** Room for a second line begins here. */
const TWO_LINES_MS = 45 * 60_000;

/** An entry in the grid: kind, time, subject, customer; what a process planned bears its mark. */
export function EventBody({ item }: { readonly item: CalendarItem }) {
  const { t } = useTranslation('calendar');
  const locale = useLocale();
  const Picture = KIND_ICONS[item.kind];
  const short = new Date(item.end).getTime() - new Date(item.start).getTime() < TWO_LINES_MS;
  const done = item.status === 'done';
  const time = item.allDay ? null : formatTime(locale, item.start);
  // Beside others there is room for little: what is cut reads in the hint.
  const whole = [time, item.subject, item.customer?.title].filter(Boolean).join(' · ');
  return (
    <span className={classes.body} data-done={done || undefined} title={whole}>
      <span className={classes.line}>
        <Picture
          size={13}
          stroke={1.8}
          role="img"
          aria-label={t(`kind.${item.kind}`)}
          className={classes.icon}
        />
        {item.instanceId && (
          <IconRoute
            size={13}
            stroke={1.8}
            role="img"
            aria-label={t('fromProcess')}
            className={`${classes.icon} ${classes.mark}`}
          />
        )}
        {done && (
          <IconCheck
            size={13}
            stroke={2}
            role="img"
            aria-label={t('done')}
            className={`${classes.icon} ${classes.mark}`}
          />
        )}
        {time && <span className={classes.time}>{time}</span>}
        <span className={classes.subject}>{item.subject}</span>
      </span>
      {item.customer && !short && <span className={classes.customer}>{item.customer.title}</span>}
    </span>
  );
}
