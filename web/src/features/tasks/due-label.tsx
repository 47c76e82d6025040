import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import classes from './due-label.module.css';

interface DueLabelProps {
  readonly dueAt: string | null;
  readonly overdue: boolean;
  /** Not workable before; set for planned tasks. */
  readonly availableAt?: string | null;
  readonly completedAt?: string | null;
}

/** When a task is due; late is told by shape, colour and word. */
export function DueLabel({ dueAt, overdue, availableAt, completedAt }: DueLabelProps) {
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
        {t('due.late')} <RelativeTime at={dueAt} late />
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
      {t('due.due')} <RelativeTime at={dueAt} />
    </span>
  );
}
