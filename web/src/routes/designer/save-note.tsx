import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DraftSaver, SaveState } from '../../features/designer/session/draft-saver.ts';
import { SavedAgo } from './saved-ago.tsx';
import classes from './designer-header.module.css';

interface SaveNoteProps {
  readonly state: SaveState;
  readonly saver: DraftSaver;
}

/** Whether what was drawn is safe. */
export function SaveNote({ state, saver }: SaveNoteProps) {
  const { t } = useTranslation(['designer', 'common']);
  return (
    <span className={classes.save} role="status" data-state={state.kind}>
      {state.kind === 'saved' && (
        <>
          <IconCloudCheck size={16} stroke={1.7} aria-hidden /> <SavedAgo at={state.at} />
        </>
      )}
      {(state.kind === 'saving' || state.kind === 'changed') && (
        <>
          <IconCloudUp size={16} stroke={1.7} aria-hidden /> {t('designer:save.saving')}
        </>
      )}
      {state.kind === 'failed' && (
        <>
          <IconCloudOff size={16} stroke={1.7} aria-hidden /> {t('designer:save.failed')}
          <Button size="compact-xs" onClick={() => void saver.flush()}>
            {t('common:actions.retry')}
          </Button>
        </>
      )}
      {state.kind === 'conflict' && (
        <>
          <IconAlertTriangle size={16} stroke={1.7} aria-hidden /> {t('designer:save.conflict')}
        </>
      )}
    </span>
  );
}
