import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction } from '../../client/index.ts';
import { MERGE_CHANGES } from './compared.ts';

/** Takes a merge back, and says what stays because it was changed since. */
export function useUndoMerge() {
  const { t } = useTranslation(['records', 'common']);
  return useAction(routes.duplicates.undoMerge, {
    invalidate: MERGE_CHANGES,
    onSuccess: ({ kept }) =>
      notifications.show({
        message:
          kept.length > 0
            ? t('records:merge.undoneExcept', { count: kept.length })
            : t('records:merge.undone'),
        color: 'accent',
        closeButtonProps: { 'aria-label': t('common:actions.close') },
      }),
  });
}
