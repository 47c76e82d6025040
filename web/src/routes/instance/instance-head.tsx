import { IconSitemap } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { InstanceCard } from '#contract';
import { InstanceActions } from '../../features/instance/instance-actions.tsx';
import { InstanceStatus } from '../../features/instance/instance-status.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { ProgressStrip } from '../../ui/progress-strip.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import classes from './instance-head.module.css';

/** Title, customer, status, version, and the throughline with what comes next. */
export function InstanceHead({ card }: { readonly card: InstanceCard }) {
  const { t } = useTranslation('instance');
  return (
    <PageHeader
      title={card.title}
      meta={
        <InstanceStatus status={card.status} incidents={card.incidents.length} suspended={card.suspended} />
      }
      actions={<InstanceActions card={card} />}
    >
      <div className={classes.line}>
        <div className={classes.strip}>
          <ProgressStrip
            {...card.progress}
            next={card.status === 'active' ? card.progress.next : null}
            finished={card.status === 'completed'}
          />
        </div>
        {card.customer && <RecordLink record={card.customer} />}
        {card.subject && <RecordLink record={card.subject} />}
        <span className={classes.fact}>
          <IconSitemap size={14} stroke={1.7} aria-hidden />
          {card.processName}, {t('page.version', { version: card.version })}
        </span>
        <span className={classes.fact}>
          {t('page.started')} <RelativeTime at={card.startedAt} />
          {card.initiator && <PersonAvatar person={card.initiator} />}
        </span>
        {card.endedAt && (
          <span className={classes.fact}>
            {t('page.ended')} <RelativeTime at={card.endedAt} />
          </span>
        )}
      </div>
    </PageHeader>
  );
}
