import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type FailedJob } from '#contract';
import { useAction, useLive, useRoute } from '../../client/index.ts';
import { BatchPanel } from '../../features/batches/batch-panel.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { NewBatchPanel } from '../operations/new-batch-panel.tsx';
import { FailedJobRow } from './failed-job-row.tsx';
import { FailedSteps } from './failed-steps.tsx';
import { IncompleteStarts } from './incomplete-starts.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './jobs-page.module.css';

/** Failed starts have no instance that would tell of them, so nothing but time announces them. */
const REFRESH_MS = 30_000;

/** What should have run by itself and did not: starts that failed, and instances with a failed step. */
export function JobsPage() {
  const { t } = useTranslation('jobs');
  const [panel, setPanel] = useState<'new' | { readonly batchId: string } | null>(null);
  const jobs = useRoute(routes.admin.failedJobs, {}, { refetchInterval: REFRESH_MS });
  const steps = useRoute(routes.instances.listInstances, { query: { withIncident: 'true', limit: 50 } });
  useLive({ kind: 'instances' }, [routes.admin.failedJobs, routes.instances.listInstances]);
  const nothing = jobs.data?.items.length === 0 && steps.data?.items.length === 0;
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={t('hint')}
        actions={
          (steps.data?.items.length ?? 0) > 0 && (
            <Button leftSection={<IconRefresh size={14} aria-hidden />} onClick={() => setPanel('new')}>
              {t('bulk')}
            </Button>
          )
        }
      />
      {panel === 'new' && (
        <NewBatchPanel onStarted={(batchId) => setPanel({ batchId })} onClose={() => setPanel(null)} />
      )}
      {panel !== null && panel !== 'new' && (
        <BatchPanel
          title={t('bulk')}
          batchId={panel.batchId}
          onOver={() => void steps.refetch()}
          onClose={() => setPanel(null)}
        />
      )}
      <IncompleteStarts />
      {nothing ? (
        <EmptyState tone="done" title={t('empty')} message={t('emptyHint')} />
      ) : (
        <div className={classes.page}>
          <Loaded query={jobs}>{({ items }) => <FailedStarts jobs={items} />}</Loaded>
          <Loaded query={steps}>
            {({ items, nextCursor }) => <FailedSteps instances={items} hasMore={nextCursor !== null} />}
          </Loaded>
        </div>
      )}
    </>
  );
}

function FailedStarts({ jobs }: { readonly jobs: readonly FailedJob[] }) {
  const { t } = useTranslation('jobs');
  const retryAll = useAction(routes.admin.retryFailedJobs, {
    invalidate: [routes.admin.failedJobs],
    onSuccess: ({ retried }) =>
      notifications.show({ message: t('retriedAll', { count: retried }), color: 'accent' }),
  });
  const actions = jobs.length > 1 && (
    <ActionButton
      iconSize={14}
      loading={retryAll.pending}
      action={{ name: 'retry-all', label: t('retryAll'), icon: IconRefresh, run: () => retryAll.run({}) }}
    />
  );
  return (
    <Section title={t('starts')} count={jobs.length} actions={actions}>
      {jobs.length === 0 ? (
        <p className={classes.dim}>{t('noStarts')}</p>
      ) : (
        <ul className={classes.list}>
          {jobs.map((job) => (
            <FailedJobRow key={job.id} job={job} />
          ))}
        </ul>
      )}
    </Section>
  );
}
