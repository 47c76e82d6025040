import { Button } from '@mantine/core';
import { IconActivityHeartbeat } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useLive, usePages } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { InstanceFilterBar } from './instance-filter-bar.tsx';
import { useInstanceFilter } from './instance-filter.ts';
import { InstanceRows } from './instance-rows.tsx';
import classes from './instances-page.module.css';

/** Every instance that the reader may watch: where each one stands, with whom, and what is late. */
export function InstancesPage() {
  const { t } = useTranslation(['instance', 'common']);
  const state = useInstanceFilter();
  const { processKey, status, withIncident, suspended, q } = state.filter;
  const pages = usePages(
    routes.instances.listInstances,
    {
      query: {
        limit: 50,
        ...(processKey ? { processKey } : {}),
        ...(status ? { status } : {}),
        ...(withIncident ? { withIncident: 'true' as const } : {}),
        ...(suspended ? { suspended: 'true' as const } : {}),
        ...(q ? { q } : {}),
      },
    },
    { keepPrevious: true },
  );
  useLive({ kind: 'instances' }, [routes.instances.listInstances]);
  const items = pages.data?.pages.flatMap((page) => page.items);
  return (
    <div className={classes.page}>
      <PageHeader title={t('instance:list.title')}>
        <InstanceFilterBar state={state} />
      </PageHeader>
      <div className={classes.body} data-stale={pages.isPlaceholderData || undefined}>
        {!items && pages.error && <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />}
        {!items && !pages.error && <RowsSkeleton rows={12} height={22} />}
        {items?.length === 0 && (
          <EmptyState
            icon={<IconActivityHeartbeat size={28} stroke={1.5} />}
            title={t(state.isSet ? 'instance:list.nothing' : 'instance:list.empty')}
            message={state.isSet ? undefined : t('instance:list.emptyHint')}
            action={state.isSet && <Button onClick={state.clear}>{t('instance:list.clear')}</Button>}
          />
        )}
        {items && items.length > 0 && <InstanceRows items={items} />}
        {pages.hasNextPage && (
          <Button
            className={classes.more}
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t('instance:list.loadMore')}
          </Button>
        )}
      </div>
    </div>
  );
}
