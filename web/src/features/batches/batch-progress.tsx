import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Batch, Refusal } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRefusalWords } from '../../client/index.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';
import classes from './batch-progress.module.css';

/** How far a batch is: a bar with the numbers in words. */
export function BatchProgress({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation('operations');
  const over = batch.done + batch.failed;
  const percent = batch.total === 0 ? 100 : Math.round((over / batch.total) * 100);
  return (
    <div className={classes.progress}>
      <Progress value={percent} size="sm" aria-label={t('batch.progress')} />
      <span className={classes.dim} role="status">
        {t('batch.so', { done: batch.done, total: batch.total })}
        {batch.failed > 0 && `, ${t('batch.refusedCount', { count: batch.failed })}`}
      </span>
    </div>
  );
}

/** What was not done, and why. */
export function RefusalList({ refused }: { readonly refused: readonly Refusal[] }) {
  const { t } = useTranslation('operations');
  const refusalWords = useRefusalWords();
  if (refused.length === 0) return null;
  return (
    <section aria-label={t('batch.refused')}>
      <h3 className={classes.heading}>{t('batch.refused')}</h3>
      <ul className={classes.refusals}>
        {refused.map((refusal) => (
          <li key={refusal.id}>
            <StatusIcon tone="failed" size={15} />
            <span className={classes.words}>
              <Place refusal={refusal} />
              <span className={classes.dim}>{refusalWords(refusal)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Place({ refusal: { name, instanceId } }: { readonly refusal: Refusal }) {
  const { t } = useTranslation('operations');
  const shown = name ?? t('batch.instance');
  if (instanceId === null) return <span>{name ?? t('batch.gone')}</span>;
  return <Link to={paths.instance(instanceId)}>{shown}</Link>;
}
