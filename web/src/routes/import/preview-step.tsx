import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type ImportJob, type ImportOutcome, type ImportRow } from '#contract';
import { useAction } from '../../client/index.ts';
import { Section } from '../../ui/section.tsx';
import { CleaningTable } from './cleaning-table.tsx';
import { FaultList } from './fault-list.tsx';
import { ImportRows } from './import-rows.tsx';
import classes from './import.module.css';

/** What cleaning did, and each row with its verdict; nothing is written before the button. */
export function PreviewStep({ job }: { readonly job: ImportJob }) {
  const { t } = useTranslation('imports');
  const params = { id: job.id };
  const stale = { invalidate: [routes.imports.getImport] };
  const back = useAction(routes.imports.backToMapping, stale);
  const start = useAction(routes.imports.startImport, stale);
  const [tried, setTried] = useState<readonly ImportRow[] | null>(null);
  const test = useAction(routes.imports.testImport, { onSuccess: ({ items }) => setTried(items) });
  const { create = 0, update = 0, merge = 0, review = 0 } = job.summary.verdicts ?? {};
  const count = create + update + merge;
  return (
    <>
      <CleaningTable job={job} />
      {(job.summary.verdicts?.error ?? 0) > 0 && <FaultList job={job} />}
      <Section title={t('preview.title')}>
        <ImportRows job={job} by="verdict" />
      </Section>
      {tried && <TriedRows rows={tried} />}
      <div className={classes.foot}>
        {review > 0 && <span className={classes.warning}>{t('preview.undecided', { count: review })}</span>}
        <Button loading={back.pending} onClick={() => back.run({ params })}>
          {t('steps.columns')}
        </Button>
        <Button disabled={count === 0} loading={test.pending} onClick={() => test.run({ params })}>
          {t('preview.test')}
        </Button>
        <Button
          variant="filled"
          disabled={count === 0}
          loading={start.pending}
          onClick={() => start.run({ params })}
        >
          {count === 0 ? t('preview.nothing') : t('preview.start', { rows: t('rows', { count }) })}
        </Button>
      </div>
    </>
  );
}

/** What the whole write said of the first rows. */
function TriedRows({ rows }: { readonly rows: readonly ImportRow[] }) {
  const { t } = useTranslation('imports');
  const counts = new Map<ImportOutcome, number>();
  for (const { outcome } of rows) if (outcome) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const refused = rows.filter((row) => row.outcome === 'failed');
  return (
    <Alert
      mt="md"
      color={refused.length > 0 ? 'yellow' : 'green'}
      variant="light"
      title={t('preview.testing')}
      role="status"
    >
      {[...counts].map(([outcome, count]) => `${t(`outcomes.${outcome}`)}: ${count}`).join(', ')}
      {refused.length > 0 && (
        <ul className={classes.plain}>
          {refused.map((row) => (
            <li key={row.rowNo}>
              {t('preview.row', { number: row.rowNo })}:{' '}
              {row.problems.map((problem) => problem.text).join('; ')}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
