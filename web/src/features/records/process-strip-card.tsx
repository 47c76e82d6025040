import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RecordProcess } from '#contract';
import { paths } from '../../app/paths.ts';
import type { StatusTone } from '../../theme/tokens.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { useProductNow } from '../../ui/product-clock.ts';
import { ProgressStrip } from '../../ui/progress-strip.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from './process-strip-card.module.css';

const TONES: Readonly<Record<RecordProcess['status'], StatusTone>> = {
  active: 'running',
  completed: 'done',
  cancelled: 'failed',
  terminated: 'skipped',
};

/** One process on a record: its name, the throughline in small, and who has it now. */
export function ProcessStripCard({ process }: { readonly process: RecordProcess }) {
  const { t } = useTranslation('records');
  const now = useProductNow();
  const { done, total, next } = process.progress;
  return (
    <article className={classes.card}>
      <div className={classes.head}>
        {process.canWatch ? (
          <Link to={paths.instance(process.instanceId)} className={classes.name}>
            {process.processName}
          </Link>
        ) : (
          <span className={classes.name}>{process.processName}</span>
        )}
        <StatusBadge plain tone={TONES[process.status]} label={t(`processes.${process.status}`)} />
      </div>
      <ProgressStrip done={done} total={total} next={next} finished={process.status === 'completed'} />
      {process.current.map((step) => (
        <div key={step.elementId} className={classes.step}>
          <span className={classes.stepName}>{step.name ?? step.elementId}</span>
          {step.assignee && <PersonAvatar person={step.assignee} size={18} withName />}
          {step.dueAt && (
            <span className={classes.due}>
              {t('processes.due')} <RelativeTime at={step.dueAt} late={new Date(step.dueAt) < now} />
            </span>
          )}
        </div>
      ))}
      {process.endedAt && (
        <span className={classes.due}>
          {t('processes.ended')} <RelativeTime at={process.endedAt} />
        </span>
      )}
    </article>
  );
}
