import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDateTime, formatSpan } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { useProductNow } from '../../ui/product-clock.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import classes from './due-label.module.css';

interface DueLabelProps {
  readonly dueAt: string | null;
  readonly overdue: boolean;
  /** Not workable before; set for planned tasks. */
  readonly availableAt?: string | null;
  readonly completedAt?: string | null;
  /** Where the heading says already that it is about being due: "in 2 hours", "late by 3 days". */
  readonly headed?: boolean;
}

/** When a task is due; late is told by shape, colour and word. */
export function DueLabel({ dueAt, overdue, availableAt, completedAt, headed }: DueLabelProps) {
  const { t } = useTranslation('tasks');
  if (completedAt) {
    return (
      <span className={classes.due}>
        <StatusIcon tone="done" size={13} />
        <RelativeTime at={completedAt} />
      </span>
    );
  }
  if (overdue && dueAt) {
    return (
      <span className={classes.due} data-late>
        <StatusIcon tone="late" size={13} />
        {headed ? (
          <LateBy dueAt={dueAt} />
        ) : (
          <>
            {t('due.late')} <RelativeTime at={dueAt} late />
          </>
        )}
      </span>
    );
  }
  if (availableAt) {
    return (
      <span className={classes.due}>
        <StatusIcon tone="waiting" size={13} />
        {t('due.from')} <RelativeTime at={availableAt} />
      </span>
    );
  }
  if (!dueAt) return <span className={classes.due}>{t('due.none')}</span>;
  return (
    <span className={classes.due}>
      <span className={classes.word} data-headed={headed || undefined}>
        {t('due.due')}
      </span>
      <RelativeTime at={dueAt} />
    </span>
  );
}

function LateBy({ dueAt }: { readonly dueAt: string }) {
  const { t } = useTranslation('tasks');
  const locale = useLocale();
  const now = useProductNow();
  return (
    <Tooltip label={formatDateTime(locale, dueAt)}>
      <time dateTime={dueAt}>{t('due.lateBy', { time: formatSpan(locale, new Date(dueAt), now) })}</time>
    </Tooltip>
  );
}
