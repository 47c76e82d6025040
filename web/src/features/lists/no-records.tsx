import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Sample } from '../help/sample.tsx';

/** Kinds that have a sample of their own. */
const KINDS = ['account', 'contact', 'lead', 'deal', 'ticket', 'activity'] as const;

interface NoRecordsProps {
  readonly entity: string;
  /** A filter or a search hides what may be there. */
  readonly narrowed: boolean;
  readonly onClear: () => void;
  readonly onCreate: (() => void) | undefined;
}

export function NoRecords({ entity, narrowed, onClear, onCreate }: NoRecordsProps) {
  const { t } = useTranslation('records');
  if (narrowed) {
    return (
      <EmptyState
        title={t('list.noMatch')}
        message={t('list.noMatchHint')}
        action={<Button onClick={onClear}>{t('list.clearFilter')}</Button>}
        sample={<Sample of="search" />}
      />
    );
  }
  return (
    <EmptyState
      title={t('list.empty')}
      message={onCreate ? t('list.emptyHint') : undefined}
      action={onCreate && <Button onClick={onCreate}>{t('list.new')}</Button>}
      sample={<Sample of={KINDS.find((kind) => kind === entity) ?? 'record'} />}
    />
  );
}
