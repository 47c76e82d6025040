import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes, type ImportJob } from '#contract';
import { useAction } from '../../client/index.ts';
import { Section } from '../../ui/section.tsx';
import { ImportRows } from './import-rows.tsx';
import classes from './import.module.css';

/** What was refused by the run and put right since: it is written by another run. */
export function WaitingRows({ job }: { readonly job: ImportJob }) {
  const { t } = useTranslation('imports');
  const start = useAction(routes.imports.startImport, { invalidate: [routes.imports.getImport] });
  const waiting = job.summary.waiting ?? {};
  const { create = 0, update = 0, merge = 0, review = 0 } = waiting;
  const count = create + update + merge;
  if (Object.keys(waiting).length === 0) return null;
  return (
    <Section title={t('waiting.title')}>
      <ImportRows job={job} by="waiting" />
      <div className={classes.actions}>
        {review > 0 && <span className={classes.warning}>{t('preview.undecided', { count: review })}</span>}
        <Button
          variant="filled"
          disabled={count === 0}
          loading={start.pending}
          onClick={() => start.run({ params: { id: job.id } })}
        >
          {count === 0 ? t('preview.nothing') : t('preview.start', { rows: t('rows', { count }) })}
        </Button>
      </div>
    </Section>
  );
}
