import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useErrorWords, type ApiError } from '../client/index.ts';
import { EmptyState } from './empty-state.tsx';

interface ErrorStateProps {
  readonly error: ApiError;
  readonly onRetry?: () => void;
  readonly compact?: boolean;
}

/** What happened, what is safe, what to press. A missing right has no "try again". */
export function ErrorState({ error, onRetry, compact }: ErrorStateProps) {
  const { t } = useTranslation(['errors', 'common']);
  const errorWords = useErrorWords();
  if (error.denied) return <DeniedState compact={compact} />;
  const words = errorWords(error);
  const reference = error.correlationId ? ` ${t('errors:correlation', { id: error.correlationId })}` : '';
  return (
    <EmptyState
      tone="failed"
      title={words.title}
      message={words.message + reference}
      compact={compact}
      action={onRetry && !error.missing && <Button onClick={onRetry}>{t('common:actions.retry')}</Button>}
    />
  );
}

export function DeniedState({ compact }: { readonly compact?: boolean }) {
  const { t } = useTranslation('errors');
  return (
    <EmptyState
      icon={<IconLock size={compact ? 20 : 28} />}
      title={t('deniedPage.title')}
      message={t('deniedPage.message')}
      compact={compact}
    />
  );
}
