import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes, type FailedJob } from '#contract';
import { useAction } from '../../client/index.ts';
import { RecordLink } from '../../ui/record-link.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import classes from './jobs-page.module.css';

/** One start that did not come about: of which processes, why, since when, and trying it again. */
export function FailedJobRow({ job }: { readonly job: FailedJob }) {
  const { t } = useTranslation('jobs');
  const retry = useAction(routes.admin.retryFailedJob, {
    invalidate: [routes.admin.failedJobs],
    onSuccess: () => notifications.show({ message: t('retried'), color: 'accent' }),
  });
  return (
    <li className={classes.job}>
      <StatusIcon tone="failed" size={17} />
      <div className={classes.words}>
        {job.failures.map((failure, index) => (
          <div key={index} className={classes.failure}>
            <strong>{failure.processName ?? failure.processKey ?? t('unknownProcess')}</strong>
            {failure.elementName && <span className={classes.dim}> · {failure.elementName}</span>}
            <div>{failure.message}</div>
          </div>
        ))}
        <div className={classes.facts}>
          <span>{t(`kind.${job.kind}`)}</span>
          {job.record && <Occasion record={job.record} />}
          <RelativeTime at={job.dueAt} />
          <span>{t('tries', { count: job.tries })}</span>
        </div>
      </div>
      <Button
        className={classes.retry}
        leftSection={<IconRefresh size={14} aria-hidden />}
        loading={retry.pending}
        onClick={() => retry.run({ params: { id: job.id } })}
      >
        {t('retry')}
      </Button>
    </li>
  );
}

/** The record whose change should have started it. */
function Occasion({ record }: { readonly record: NonNullable<FailedJob['record']> }) {
  const { t } = useTranslation('jobs');
  return (
    <span className={classes.occasion}>
      {record.link ? <RecordLink record={record.link} /> : t('goneRecord')}
    </span>
  );
}
