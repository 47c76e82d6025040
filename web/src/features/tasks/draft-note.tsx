import { Button } from '@mantine/core';
import { IconCloudCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../ui/relative-time.tsx';
import type { DraftKeeper } from './use-draft.ts';
import classes from './draft-note.module.css';

/** Whether what was typed is safe. */
export function DraftNote({ draft }: { readonly draft: DraftKeeper }) {
  const { t } = useTranslation(['tasks', 'common']);
  const { state } = draft;
  return (
    <span className={classes.note} role="status" data-failed={state.kind === 'failed' || undefined}>
      {state.kind === 'saving' && (
        <>
          <IconCloudUp size={15} stroke={1.7} aria-hidden /> {t('tasks:draft.saving')}
        </>
      )}
      {state.kind === 'saved' && (
        <>
          <IconCloudCheck size={15} stroke={1.7} aria-hidden /> {t('tasks:draft.saved')}{' '}
          <RelativeTime at={state.at} />
        </>
      )}
      {state.kind === 'failed' && (
        <>
          <IconCloudOff size={15} stroke={1.7} aria-hidden /> {t('tasks:draft.failed')}
          <Button size="compact-xs" onClick={draft.saveNow}>
            {t('common:actions.retry')}
          </Button>
        </>
      )}
    </span>
  );
}
