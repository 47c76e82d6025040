import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './record-list.module.css';

/** Rows do not jump under the reader's eyes: a change elsewhere offers itself. */
export function StaleBar({ onRefresh }: { readonly onRefresh: () => void }) {
  const { t } = useTranslation('records');
  return (
    <div className={classes.changed} role="status">
      {t('list.changed')}
      <Button size="compact-sm" onClick={onRefresh}>
        {t('list.refresh')}
      </Button>
    </div>
  );
}
