import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta } from '#contract';
import { paths } from '../../app/paths.ts';
import { useShellPanels } from '../../app/shell/shell-panels.ts';
import { routeKey, queryClient, useLive, usePages } from '../../client/index.ts';
import { ExportButton } from '../../features/exports/export-button.tsx';
import { FilterBar } from '../../features/records/filter/filter-bar.tsx';
import { useRecordColumns } from '../../features/records/use-record-columns.tsx';
import { useLocalized } from '../../i18n/use-locale.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { TableOptions } from '../../ui/data-table/table-options.tsx';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { ListSearch } from './list-search.tsx';
import { NoRecords } from './no-records.tsx';
import { RecordPeek } from './record-peek.tsx';
import { useListState } from './use-list-state.ts';
import classes from './record-list.module.css';

const PAGE = 60;

export function RecordList({ meta }: { readonly meta: EntityMeta }) {
  const { t } = useTranslation('records');
  const localized = useLocalized();
  const panels = useShellPanels();
  const state = useListState(meta);
  const columns = useRecordColumns(meta, state.columns);
  const [stale, setStale] = useState(false);
  const list = usePages(
    routes.records.listRecords,
    {
      params: { entity: meta.entity },
      query: { q: state.q || undefined, filter: state.wireFilter, sort: state.wireSort, limit: PAGE },
    },
    { keepPrevious: true },
  );
  // Rows do not jump under the reader's eyes: a change elsewhere offers itself.
  useLive({ kind: 'list', entity: meta.entity }, [], () => setStale(true));
  const refresh = (): void => {
    setStale(false);
    void queryClient.invalidateQueries({ queryKey: routeKey(routes.records.listRecords) });
  };
  const pages = list.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.items);
  const first = pages[0];
  const count =
    first && t(first.totalIsEstimate ? 'list.countEstimate' : 'list.count', { count: first.total });
  const create = (): void => panels.open({ kind: 'create', entity: meta.entity });
  const name = localized(meta.pluralLabel);
  return (
    <div className={classes.page}>
      <PageHeader
        title={name}
        icon={<EntityIcon entity={meta.entity} size={18} />}
        meta={count}
        actions={
          <>
            <ListSearch value={state.q} onChange={state.setQ} />
            <TableOptions
              columns={columns.all}
              hidden={columns.hidden}
              onHidden={(hidden) =>
                state.setColumns(
                  columns.all.map((column) => column.key).filter((key) => !hidden.includes(key)),
                )
              }
              density={state.density}
              onDensity={state.setDensity}
            />
            {meta.rights.export && (
              <ExportButton
                entity={meta.entity}
                q={state.q || undefined}
                filter={state.wireFilter}
                sort={state.wireSort}
                columns={state.columns}
              />
            )}
            {meta.rights.create && (
              <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden />} onClick={create}>
                {t('list.new')}
              </Button>
            )}
          </>
        }
      >
        <FilterBar meta={meta} filter={state.filter} onChange={state.setFilter} />
      </PageHeader>
      {stale && (
        <div className={classes.changed} role="status">
          {t('list.changed')}
          <Button size="compact-sm" onClick={refresh}>
            {t('list.refresh')}
          </Button>
        </div>
      )}
      {list.error && rows.length === 0 && (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isLoading && <RowsSkeleton rows={14} height={16} />}
      {first && rows.length === 0 && (
        <NoRecords
          narrowed={state.narrowed}
          onClear={state.clear}
          onCreate={meta.rights.create ? create : undefined}
        />
      )}
      {rows.length > 0 && (
        <DataTable
          name={name}
          rows={rows}
          columns={columns.all}
          hidden={columns.hidden}
          rowKey={(record) => record.id}
          rowTo={(record) => paths.record(record.entity, record.id)}
          sort={state.sort}
          onSort={state.setSort}
          density={state.density}
          peeked={state.peek}
          onPeek={(record) => state.setPeek(record.id === state.peek ? null : record.id)}
          hasMore={list.hasNextPage}
          loadingMore={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
        />
      )}
      {state.peek && <RecordPeek meta={meta} id={state.peek} onClose={() => state.setPeek(null)} />}
    </div>
  );
}
