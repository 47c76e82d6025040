import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type HealthReport } from '#contract';
import { useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { DatabaseSection } from './database-section.tsx';
import { findingsOf, hasWay, WAYS } from './findings.ts';
import classes from './health-page.module.css';
import { NodesSection } from './nodes-section.tsx';
import { WorkSection } from './work-section.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';

const REFRESH_MS = 15_000;

/** How the product is, for whoever looks after it and is no engineer: first what needs somebody, then the figures. */
export function HealthPage() {
  const { t } = useTranslation('health');
  const report = useRoute(routes.health.report, {}, { refetchInterval: REFRESH_MS });
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={
          report.data ? (
            <>
              {t('asOf')} <RelativeTime at={report.data.at} />
            </>
          ) : (
            t('hint')
          )
        }
        actions={
          report.error?.status !== 403 && (
            <ActionButton
              iconSize={14}
              loading={report.isFetching}
              action={{
                name: 'refresh',
                label: t('refresh'),
                icon: IconRefresh,
                run: () => void report.refetch(),
              }}
            />
          )
        }
      />
      <div className={classes.page}>
        <Loaded query={report}>
          {(found) => (
            <>
              <Verdict report={found} />
              <WorkSection report={found} />
              <NodesSection nodes={found.nodes} />
              <DatabaseSection database={found.database} />
            </>
          )}
        </Loaded>
      </div>
    </>
  );
}

function Verdict({ report }: { readonly report: HealthReport }) {
  const { t } = useTranslation('health');
  const findings = findingsOf(report);
  if (findings.length === 0)
    return (
      <p className={classes.well} role="status">
        <StatusIcon tone="done" size={18} />
        {t('well')}
      </p>
    );
  return (
    <ul className={classes.findings} aria-label={t('needed')}>
      {findings.map(({ key, tone, count, name }) => (
        <li key={`${key} ${name ?? ''}`} className={classes.finding}>
          <StatusIcon tone={tone} size={16} />
          <span className={classes.words}>{t(`finding.${key}`, { count, name })}</span>
          {hasWay(key) && <Link to={WAYS[key]()}>{t(`go.${key}`)}</Link>}
        </li>
      ))}
    </ul>
  );
}
