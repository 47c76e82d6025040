import { useTranslation } from 'react-i18next';
import type { DistributionDecision } from '#contract';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from './sales.module.css';

type Candidate = DistributionDecision['candidates'][number];

/** Everybody who was looked at when a lead was given, and what stood against each. */
export function DecisionTable({ decision }: { readonly decision: DistributionDecision }) {
  const { t } = useTranslation('distribution');
  return (
    <ul className={classes.list} aria-label={t('candidates')}>
      {decision.candidates.map((one) => (
        <li key={one.id}>
          <span className={classes.grow}>
            {one.name}
            <div className={classes.dim}>
              <Facts candidate={one} />
            </div>
          </span>
          {one.id === decision.owner?.id && <StatusBadge plain tone="done" label={t('chosen')} />}
        </li>
      ))}
    </ul>
  );
}

function Facts({ candidate }: { readonly candidate: Candidate }) {
  const { t } = useTranslation('distribution');
  const locale = useLocale();
  const { open, capacity, obstacles, worksAt } = candidate;
  const load = capacity === null ? t('open', { count: open }) : t('openOf', { open, capacity });
  const against = obstacles.map((obstacle) => t(`obstacles.${obstacle}`));
  const isLater = obstacles.includes('notWorking') && worksAt !== null;
  return [load, ...against, ...(isLater ? [t('worksAt', { at: formatDateTime(locale, worksAt) })] : [])].join(
    ' · ',
  );
}
