import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { InstanceListItem } from '#contract';
import { paths } from '../../app/paths.ts';
import { Section } from '../../ui/section.tsx';
import { InstanceRows } from '../../features/instance/instance-rows.tsx';
import classes from './jobs-page.module.css';

interface FailedStepsProps {
  readonly instances: readonly InstanceListItem[];
  readonly hasMore: boolean;
}

/** Instances with a failed step; what failed, and trying it again, is on their cards. */
export function FailedSteps({ instances, hasMore }: FailedStepsProps) {
  const { t } = useTranslation('jobs');
  return (
    <Section title={t('steps')} count={hasMore ? undefined : instances.length}>
      {instances.length === 0 ? (
        <p className={classes.dim}>{t('noSteps')}</p>
      ) : (
        <div className={classes.instances}>
          <InstanceRows items={instances} />
        </div>
      )}
      {hasMore && <Link to={paths.failedInstances()}>{t('more')}</Link>}
    </Section>
  );
}
