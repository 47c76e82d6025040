import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../app/paths.ts';
import { useErrorWords, type ApiError, type ErrorWords } from '../client/index.ts';
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
  if (error.missing) return <MissingState words={words} compact={compact} />;
  const reference = error.correlationId ? ` ${t('errors:correlation', { id: error.correlationId })}` : '';
  return (
    <EmptyState
      tone="failed"
      title={words.title}
      message={words.message + reference}
      compact={compact}
      action={onRetry && <Button onClick={onRetry}>{t('common:actions.retry')}</Button>}
    />
  );
}

/** Nothing that an administrator could look up: it is gone, or of no concern to the reader. */
function MissingState({ words, compact }: { readonly words: ErrorWords; readonly compact?: boolean }) {
  const { t } = useTranslation('shell');
  return (
    <EmptyState
      tone="failed"
      title={words.title}
      message={words.message}
      compact={compact}
      action={
        !compact && (
          <Button component={Link} to={paths.inbox()}>
            {t('notFound.home')}
          </Button>
        )
      }
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
