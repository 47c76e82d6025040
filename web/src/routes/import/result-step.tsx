import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type ImportJob } from '#contract';
import { paths } from '../../app/paths.ts';
import { routeUrl, useAction } from '../../client/index.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { Section } from '../../ui/section.tsx';
import { FaultList } from './fault-list.tsx';
import { ImportRows } from './import-rows.tsx';
import { WaitingRows } from './waiting-rows.tsx';
import classes from './import.module.css';

const OUTCOMES = ['created', 'updated', 'merged', 'unchanged', 'skipped', 'failed'] as const;

/** What the run did, the refused rows as a file, and the way back. */
export function ResultStep({ job }: { readonly job: ImportJob }) {
  const { t } = useTranslation('imports');
  const [asking, setAsking] = useState(false);
  const undo = useAction(routes.imports.undoImport, {
    invalidate: [routes.imports.getImport],
    onSuccess: () => setAsking(false),
  });
  const params = { id: job.id };
  const { created = 0, updated = 0, merged = 0, failed = 0 } = job.summary.outcomes ?? {};
  const canUndo = job.state === 'done' && created + updated + merged > 0;
  const { undone = 0, left = 0 } = job.summary;
  return (
    <>
      {job.problem && (
        <Alert color="red" variant="light" mb="md">
          {t('result.broken', { detail: job.problem.detail })}
        </Alert>
      )}
      {job.state === 'undone' && (
        <Alert color={left > 0 ? 'yellow' : 'green'} variant="light" mb="md" role="status">
          {t('result.undone', { count: undone })} {left > 0 && t('result.left', { count: left })}
        </Alert>
      )}
      <Section title={t('result.title')}>
        <dl className={classes.outcomes}>
          {OUTCOMES.filter((key) => job.summary.outcomes?.[key]).map((key) => (
            <div key={key}>
              <dt>{t(`outcomes.${key}`)}</dt>
              <dd>{job.summary.outcomes?.[key]}</dd>
            </div>
          ))}
        </dl>
        <div className={classes.actions}>
          <Button component={Link} to={paths.records(job.entity)}>
            {t('result.open')}
          </Button>
          {failed > 0 &&
            (['xlsx', 'csv'] as const).map((format) => (
              <Button
                key={format}
                component="a"
                href={routeUrl(routes.imports.refusedImportRows, { params, query: { format } })}
                download
              >
                {t('result.refused')} ({t(`result.${format}`)})
              </Button>
            ))}
          {canUndo && <Button onClick={() => setAsking(true)}>{t('result.undo')}</Button>}
        </div>
      </Section>
      {job.state === 'done' && failed > 0 && <FaultList job={job} />}
      {job.state === 'done' && <WaitingRows job={job} />}
      <ImportRows job={job} by="outcome" />
      {asking && (
        <ConfirmPanel
          title={t('result.undoTitle')}
          message={t('result.undoMessage')}
          confirmLabel={t('result.undo')}
          danger
          pending={undo.pending}
          onConfirm={() => undo.run({ params })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
