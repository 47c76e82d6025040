import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ProcessListItem } from '#contract';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from './processes-page.module.css';

interface ProcessFactsProps {
  readonly process: ProcessListItem;
  /** Where its instances are listed; null without the right to watch. */
  readonly monitor: string | null;
}

/** Version, running work, incidents, draft, and what the reader may do. */
export function ProcessFacts({ process, monitor }: ProcessFactsProps) {
  const { t } = useTranslation('processes');
  const running = (
    <StatusBadge
      plain
      tone={process.running > 0 ? 'running' : 'neutral'}
      label={t('running', { count: process.running })}
    />
  );
  return (
    <div className={classes.facts}>
      <span>{process.latest ? t('version', { version: process.latest.version }) : t('unpublished')}</span>
      {process.latest &&
        (monitor ? (
          <Link to={monitor} className={classes.fact}>
            {running}
          </Link>
        ) : (
          running
        ))}
      {process.incidents > 0 && (
        <StatusBadge tone="failed" label={t('incidents', { count: process.incidents })} />
      )}
      {process.draft && (
        <span className={classes.draft}>
          {process.draft.savedBy ? t('draftBy', { name: process.draft.savedBy.name }) : t('draft')}{' '}
          <RelativeTime at={process.draft.savedAt} />
        </span>
      )}
      <span className={classes.rights}>
        {process.rights.length === 0
          ? t('noRights')
          : t('rights', { rights: process.rights.map((right) => t(`right.${right}`)).join(', ') })}
      </span>
    </div>
  );
}
