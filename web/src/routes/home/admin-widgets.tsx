/** What administrators look after. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { WidgetList } from './widget-list.tsx';
import classes from './home.module.css';

/** Starts that did not come about, and work without an instance that is out of tries. */
export function FailedStarts() {
  const { t } = useTranslation('home');
  const jobs = useRoute(routes.admin.failedJobs, {});
  return (
    <WidgetList
      query={jobs}
      itemsOf={({ items }) => items}
      keyOf={({ id }) => id}
      empty={t('nothing.failedStarts')}
      more={{ to: paths.jobs(), label: t('allFailedStarts') }}
      row={(job) => (
        <>
          <StatusIcon tone="failed" size={15} />
          <span className={classes.words}>
            <Link to={paths.jobs()}>{job.failures[0]?.processName ?? t(`jobs.${job.kind}`)}</Link>
            <span className={classes.dim}>{job.failures[0]?.message}</span>
          </span>
          <span className={classes.dim}>
            <RelativeTime at={job.dueAt} />
          </span>
        </>
      )}
    />
  );
}

/** Unusual exports into which nobody has looked yet. */
export function UnusualExportsNote() {
  const { t } = useTranslation('home');
  const runs = useRoute(routes.exportGuard.exportRuns, { query: { unusual: 'true' } });
  return (
    <WidgetList
      query={runs}
      itemsOf={({ items }) => items.filter((item) => item.seen === null)}
      keyOf={({ id }) => id}
      empty={t('nothing.unusualExports')}
      more={{ to: paths.signInRules(), label: t('allExports') }}
      row={(run) => (
        <>
          <PersonAvatar person={run.person} size={20} withName />
          <span className={classes.words}>
            <Link to={paths.signInRules()}>{t('rows', { count: run.rows })}</Link>
          </span>
          <span className={classes.dim}>
            <RelativeTime at={run.at} />
          </span>
        </>
      )}
    />
  );
}
