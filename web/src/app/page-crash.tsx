import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/empty-state.tsx';

/** The last net: a screen threw. Nothing of the server is at risk. */
export function PageCrash() {
  const { t } = useTranslation(['errors', 'common']);
  return (
    <main>
      <EmptyState
        page
        tone="failed"
        title={t('errors:crash.title')}
        message={t('errors:crash.message')}
        action={
          <Button variant="filled" onClick={() => window.location.reload()}>
            {t('common:actions.retry')}
          </Button>
        }
      />
    </main>
  );
}
