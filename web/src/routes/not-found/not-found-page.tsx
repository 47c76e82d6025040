import { Button } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../../app/paths.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

export function NotFoundPage() {
  const { t } = useTranslation('shell');
  usePageTitle(t('notFound.title'));
  return (
    <EmptyState
      page
      icon={<IconRoute size={28} aria-hidden />}
      title={t('notFound.title')}
      message={t('notFound.message')}
      action={
        <Button variant="filled" component={Link} to={paths.inbox()}>
          {t('notFound.home')}
        </Button>
      }
    />
  );
}
