import {
  IconCalendarEvent,
  IconHistory,
  IconMail,
  IconMessage,
  IconMessageQuestion,
  IconRoute,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TimelineItem } from '#contract';
import { paths } from '../../app/paths.ts';
import { RecordLink } from '../../ui/record-link.tsx';
import { RuleReasonText } from '../records/rule-reason.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { MailText } from '../mail/mail-text.tsx';
import { TimelineChanges } from './timeline-changes.tsx';
import { useVerb } from './use-verb.ts';
import classes from './timeline.module.css';

const ICONS: Readonly<Record<TimelineItem['kind'], Icon>> = {
  record: IconHistory,
  activity: IconCalendarEvent,
  process: IconRoute,
  comment: IconMessage,
  question: IconMessageQuestion,
  mail: IconMail,
};

/** What a record begins with is no change of it. */
const BEGINNINGS: ReadonlySet<string> = new Set(['created', 'planned']);

/** Behind these lies a message. */
const WITH_TEXT: ReadonlySet<string> = new Set(['received', 'sent']);

interface TimelineEntryProps {
  readonly item: TimelineItem;
  /** Entity of the page: changes of another record are read with its own fields. */
  readonly entity: string;
  /** The record of the page: messages are opened and answered there. */
  readonly record?: { readonly entity: string; readonly id: string; readonly title: string };
}

export function TimelineEntry({ item, entity, record }: TimelineEntryProps) {
  const { t } = useTranslation(['timeline', 'common']);
  const verb = useVerb(item);
  const Picture = ICONS[item.kind];
  const actor = item.actor.name ?? t('common:words.system');
  return (
    <li className={classes.entry} data-kind={item.kind}>
      <span className={classes.icon}>
        <Picture size={15} stroke={1.7} aria-hidden />
      </span>
      <div className={classes.body}>
        <div className={classes.head}>
          <span className={classes.verb}>{verb}</span>
          {item.record && <RecordLink record={item.record} />}
          {item.instance && (
            <Link to={paths.instance(item.instance.id)} className={classes.process}>
              {item.instance.processName}
            </Link>
          )}
          {item.instance?.elementName && <span>{item.instance.elementName}</span>}
        </div>
        {item.text && item.text !== item.record?.title && <p className={classes.text}>{item.text}</p>}
        {record && item.kind === 'mail' && item.record?.entity === 'activity' && WITH_TEXT.has(item.verb) && (
          <MailText activityId={item.record.id} record={record} />
        )}
        {item.changes.length > 0 && !BEGINNINGS.has(item.verb) && (
          <TimelineChanges changes={item.changes} entity={item.record?.entity ?? entity} />
        )}
        {item.because && (
          <p className={classes.text}>
            <RuleReasonText reason={item.because} />
          </p>
        )}
        <div className={classes.foot}>
          <span>{actor}</span>
          <RelativeTime at={item.at} />
        </div>
      </div>
    </li>
  );
}
