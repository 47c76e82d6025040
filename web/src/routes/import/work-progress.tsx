import { Button, Progress, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes, type ImportJob } from '#contract';
import { useAction } from '../../client/index.ts';
import { formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import classes from './import.module.css';

/** Work in the background: a bar with numbers; it goes on when the page is left. */
export function WorkProgress({ job }: { readonly job: ImportJob }) {
  const { t } = useTranslation('imports');
  const locale = useLocale();
  const stop = useAction(routes.imports.stopImport, { invalidate: [routes.imports.getImport] });
  const state = job.state as 'reading' | 'checking' | 'running' | 'undoing';
  const number = (value: number): string => formatNumber(locale, value);
  // While a file is read nobody knows how long it is.
  const isOpenEnd = state === 'reading';
  const percent = job.total === 0 ? 0 : Math.min(100, Math.round((job.done / job.total) * 100));
  return (
    <div className={classes.work}>
      <Title order={2} fz={16} fw={600}>
        {t(`working.${state}`)}
      </Title>
      <Progress value={isOpenEnd ? 100 : percent} animated={isOpenEnd} aria-label={t(`working.${state}`)} />
      <p className={classes.dim} role="status">
        {isOpenEnd
          ? t('rows', { count: job.done })
          : t('progress', { done: number(job.done), total: number(job.total) })}
      </p>
      <p className={classes.dim}>{t('leave')}</p>
      {state === 'running' && (
        <Button loading={stop.pending} onClick={() => stop.run({ params: { id: job.id } })}>
          {t('stop')}
        </Button>
      )}
    </div>
  );
}
