import { Button } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { api, routeKey, useReportError } from '../../client/index.ts';
import type { DraftSaver } from '../../features/designer/session/draft-saver.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import classes from './conflict-banner.module.css';

interface ConflictBannerProps {
  readonly saver: DraftSaver;
  readonly processKey: string;
  readonly onReload: () => void;
}

/** Somebody else saved the same draft. Nothing is lost until the author has chosen. */
export function ConflictBanner({ saver, processKey, onReload }: ConflictBannerProps) {
  const { t } = useTranslation('designer');
  const report = useReportError();
  const input = { params: { processKey } };
  // A read of its own: the one that the canvas was opened from must not change under the drawing.
  const theirs = useQuery({
    queryKey: [...routeKey(routes.processes.versions, input), 'their-draft'],
    queryFn: () => api.call(routes.processes.getDraft, input),
    staleTime: 0,
  });
  const keepMine = async (): Promise<void> => {
    try {
      await saver.overwrite(await api.call(routes.processes.getDraft, input));
    } catch (error) {
      report(error);
    }
  };
  return (
    <div className={classes.banner} role="alert">
      <IconGitMerge size={18} aria-hidden />
      <p className={classes.words}>
        {theirs.data?.savedBy ? t('conflict.by', { name: theirs.data.savedBy.name }) : t('conflict.title')}{' '}
        {theirs.data && <RelativeTime at={theirs.data.savedAt} />}
        {'. '}
        {t('conflict.message')}
      </p>
      <Button onClick={onReload}>{t('conflict.takeTheirs')}</Button>
      <Button onClick={() => void keepMine()}>{t('conflict.keepMine')}</Button>
    </div>
  );
}
