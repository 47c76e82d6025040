import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type ImportJob, type ImportRow, type ImportVerdict } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction } from '../../client/index.ts';
import type { StatusTone } from '../../theme/tokens.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { MendRow } from './mend-row.tsx';
import { PreviewCell } from './preview-cell.tsx';
import classes from './import.module.css';

const OUTCOME_TONES: Readonly<Record<NonNullable<ImportRow['outcome']>, StatusTone>> = {
  created: 'done',
  updated: 'done',
  merged: 'done',
  unchanged: 'neutral',
  skipped: 'skipped',
  failed: 'failed',
};

/** One row: its values, what they change, whom it could mean, and what is done with it. */
export function PreviewRow({ job, row }: { readonly job: ImportJob; readonly row: ImportRow }) {
  const { t } = useTranslation('imports');
  const [mending, setMending] = useState(false);
  const cells = row.cells.filter((cell) => cell.text !== '');
  const mayMend =
    job.state === 'done' ? row.outcome === 'failed' : row.verdict === 'error' && job.state === 'ready';
  return (
    <li className={classes.previewRow}>
      <span className={classes.number} aria-label={t('preview.row', { number: row.rowNo })}>
        {row.rowNo}
      </span>
      <div className={classes.values}>
        <div className={classes.cells}>
          {cells.map((cell) => (
            <PreviewCell key={cell.target} entity={job.entity} cell={cell} />
          ))}
        </div>
        <Facts job={job} row={row} />
        {mending && mayMend && <MendRow job={job} row={row} onDone={() => setMending(false)} />}
      </div>
      <div className={classes.verdict}>
        <RowState job={job} row={row} />
        {mayMend && !mending && (
          <Button
            size="compact-sm"
            aria-label={t('mend.open', { number: row.rowNo })}
            onClick={() => setMending(true)}
          >
            {t('mend.begin')}
          </Button>
        )}
      </div>
    </li>
  );
}

function RowState({ job, row }: { readonly job: ImportJob; readonly row: ImportRow }) {
  const { t } = useTranslation('imports');
  if (row.outcome)
    return <StatusBadge tone={OUTCOME_TONES[row.outcome]} label={t(`outcomes.${row.outcome}`)} />;
  if (row.verdict === 'error') return <StatusBadge tone="failed" label={t('verdicts.error')} />;
  return <VerdictChoice job={job} row={row} />;
}

function Facts({ job, row }: { readonly job: ImportJob; readonly row: ImportRow }) {
  const { t } = useTranslation('imports');
  const reasons = (candidate: ImportRow['candidates'][number]): string =>
    candidate.reasons.map((one) => t(`reasons.${one.criterion}`)).join(', ');
  return (
    <>
      {row.problems.map((problem) => (
        <span key={`${problem.field} ${problem.text}`} className={classes.problem}>
          {problem.text}
        </span>
      ))}
      {row.candidates.slice(0, 2).map((candidate) => (
        <span key={candidate.id ?? candidate.row} className={classes.dim}>
          {candidate.id === null ? (
            t('preview.sameRow', { row: candidate.row, score: candidate.score })
          ) : (
            <Link to={paths.record(job.entity, candidate.id)}>
              {t('preview.sameAs', { title: candidate.title, score: candidate.score })}
            </Link>
          )}
          {candidate.reasons.length > 0 && ` — ${reasons(candidate)}`}
        </span>
      ))}
      {row.record && row.candidates.length === 0 && (
        <Link className={classes.dim} to={paths.record(job.entity, row.record.id)}>
          {row.record.title}
        </Link>
      )}
      {row.undo && (
        <span className={row.undo === 'left' ? classes.problem : classes.dim}>
          {row.undo === 'left' && row.undoReason ? t(`undoReasons.${row.undoReason}`) : t('states.undone')}
        </span>
      )}
    </>
  );
}

function VerdictChoice({ job, row }: { readonly job: ImportJob; readonly row: ImportRow }) {
  const { t } = useTranslation('imports');
  const decide = useAction(routes.imports.decideImportRows, {
    invalidate: [routes.imports.getImport, routes.imports.importRows],
  });
  const hasTarget = row.record !== null || row.targetRow !== null || row.candidates.length > 0;
  const choices: readonly ImportVerdict[] = hasTarget
    ? ['create', 'update', 'merge', 'skip']
    : ['create', 'skip'];
  const verdict = row.verdict ?? 'skip';
  return (
    <NativeSelect
      aria-label={t('preview.verdict', { number: row.rowNo })}
      value={verdict}
      disabled={decide.pending || (job.state !== 'ready' && job.state !== 'done')}
      data={[...(verdict === 'review' ? [verdict] : []), ...choices].map((value) => ({
        value,
        label: t(`verdicts.${value}`),
        disabled: value === 'review',
      }))}
      onChange={(event) =>
        decide.run({
          params: { id: job.id },
          body: {
            rows: [row.rowNo],
            verdict: event.currentTarget.value as 'create' | 'update' | 'merge' | 'skip',
          },
        })
      }
    />
  );
}
