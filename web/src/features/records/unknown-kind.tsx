import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../../app/paths.ts';
import { EmptyState } from '../../ui/empty-state.tsx';

/** The address names a kind of record that is not there, or that the reader does not know. */
export function UnknownKind() {
  const { t } = useTranslation(['records', 'shell']);
  return (
    <EmptyState
      title={t('records:list.unknownEntity')}
      message={t('shell:notFound.message')}
      action={
        <Button component={Link} to={paths.inbox()}>
          {t('shell:notFound.home')}
        </Button>
      }
    />
  );
}
