import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { routes, type ImportJob } from '#contract';
import { paths } from '../../app/paths.ts';
import { queryClient, routeKey, useAction, useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { FailedStep } from './failed-step.tsx';
import { ImportSteps } from './import-steps.tsx';
import { MappingStep } from './mapping-step.tsx';
import { PreviewStep } from './preview-step.tsx';
import { ResultStep } from './result-step.tsx';
import { WorkProgress } from './work-progress.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './import.module.css';

const LOOK_AGAIN_MS = 800;
const WORKING: readonly ImportJob['state'][] = ['reading', 'checking', 'running', 'undoing'];
/** Nothing is written yet: such an import can be forgotten. */
const OPEN: readonly ImportJob['state'][] = ['mapping', 'ready', 'failed'];

/** One import, step by step; where it stands, the server says. */
export function ImportPage() {
  const { id = '' } = useParams();
  const { t } = useTranslation('imports');
  const navigate = useNavigate();
  const input = { params: { id } };
  const first = useRoute(routes.imports.getImport, input);
  const isWorking = first.data !== undefined && WORKING.includes(first.data.state);
  const job = useRoute(routes.imports.getImport, input, {
    refetchInterval: isWorking ? LOOK_AGAIN_MS : undefined,
  });
  const state = job.data?.state;
  // Rows and lists elsewhere are others when a piece of work is over.
  useEffect(() => {
    void queryClient.invalidateQueries({ queryKey: routeKey(routes.imports.importRows) });
    void queryClient.invalidateQueries({ queryKey: routeKey(routes.imports.imports) });
    if (state === 'done' || state === 'undone')
      void queryClient.invalidateQueries({ queryKey: routeKey(routes.records.listRecords) });
  }, [state]);
  const remove = useAction(routes.imports.removeImport, {
    invalidate: [routes.imports.imports],
    onSuccess: () => void navigate(paths.imports()),
  });
  return (
    <>
      <PageHeader
        title={job.data?.fileName ?? t('title')}
        icon={<IconFileImport size={20} />}
        actions={
          <>
            <Button component={Link} to={paths.imports()} variant="default">
              {t('back')}
            </Button>
            {job.data && OPEN.includes(job.data.state) && !job.data.startedAt && (
              <ActionButton
                loading={remove.pending}
                action={{ name: 'discard', label: t('remove'), run: () => remove.run(input) }}
              />
            )}
          </>
        }
      >
        {job.data && <ImportSteps state={job.data.state} />}
      </PageHeader>
      <div className={classes.page}>
        <Loaded query={job}>{(loaded) => <Step job={loaded} />}</Loaded>
      </div>
    </>
  );
}

function Step({ job }: { readonly job: ImportJob }) {
  switch (job.state) {
    case 'reading':
    case 'checking':
    case 'running':
    case 'undoing':
      return <WorkProgress job={job} />;
    case 'mapping':
      return <MappingStep key={`${job.headerRow} ${job.source.sheet} ${job.source.encoding}`} job={job} />;
    case 'ready':
      return <PreviewStep job={job} />;
    case 'done':
    case 'undone':
      return <ResultStep job={job} />;
    case 'failed':
      return <FailedStep job={job} />;
  }
}
