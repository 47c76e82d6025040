import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type SavedView } from '#contract';
import { paths } from '../../app/paths.ts';
import { useShellPanels } from '../../app/shell/shell-panels.ts';
import { usePages } from '../../client/index.ts';
import { Board } from '../../features/lists/board.tsx';
import { BulkBar } from '../../features/lists/bulk-bar.tsx';
import { boardFields, dateFields, KindSwitch } from '../../features/lists/kind-switch.tsx';
import { ListCalendar } from '../../features/lists/list-calendar.tsx';
import { ListSearch } from '../../features/lists/list-search.tsx';
import { ListTable } from '../../features/lists/list-table.tsx';
import { NoRecords } from '../../features/lists/no-records.tsx';
import { StaleBar } from '../../features/lists/stale-bar.tsx';
import { PLAIN, useListState } from '../../features/lists/use-list-state.ts';
import { usePickedRows } from '../../features/lists/use-picked-rows.ts';
import { useListGroups } from '../../features/lists/use-list-groups.tsx';
import { useStaleList } from '../../features/lists/use-stale-list.ts';
import { ViewTabs } from '../../features/lists/view-tabs.tsx';
import { ExportButton } from '../../features/exports/export-button.tsx';
import { FilterBar } from '../../features/records/filter/filter-bar.tsx';
import { useRecordColumns } from '../../features/records/use-record-columns.tsx';
import { useLocalized } from '../../i18n/use-locale.ts';
import { SortPanel } from '../../ui/data-table/sort-panel.tsx';
import { TableOptions } from '../../ui/data-table/table-options.tsx';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { RecordPeek } from './record-peek.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from '../../features/lists/record-list.module.css';

const PAGE = 60;

interface RecordListProps {
  readonly meta: EntityMeta;
  readonly view: SavedView | null;
  readonly views: readonly SavedView[];
  readonly mayShowTo: { readonly all: boolean; readonly teams: readonly { id: string; name: string }[] };
}

/** Records of one kind as a list, a board or a calendar; the one page for all kinds, added ones too. */
export function RecordList({ meta, view, views, mayShowTo }: RecordListProps) {
  const { t } = useTranslation('records');
  const localized = useLocalized();
  const panels = useShellPanels();
  const state = useListState(meta, view);
  const columns = useRecordColumns(meta, state.columns);
  const isList = state.kind === 'list';
  const group = isList ? state.group : null;
  const { groups, wireFolded } = useListGroups(meta, {
    group,
    filter: state.wireFilter,
    q: state.q || undefined,
  });
  const list = usePages(
    routes.records.listRecords,
    {
      params: { entity: meta.entity },
      query: {
        q: state.q || undefined,
        filter: state.wireFilter,
        sort: state.wireSort,
        group: group ?? undefined,
        folded: wireFolded,
        limit: isList ? PAGE : 1,
      },
    },
    { keepPrevious: true },
  );
  const { stale, refresh } = useStaleList({ kind: 'list', entity: meta.entity }, [
    routes.records.listRecords,
    routes.records.recordGroups,
  ]);
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items);
  const first = list.data?.pages[0];
  const picked = usePickedRows(rows, {
    ...(state.askedFilter ? { filter: state.askedFilter } : {}),
    ...(state.q ? { q: state.q } : {}),
  });
  const count =
    first && t(first.totalIsEstimate ? 'list.countEstimate' : 'list.count', { count: first.total });
  const create = (): void => panels.open({ kind: 'create', entity: meta.entity });
  const name = localized(meta.pluralLabel);
  const peek = (id: string): void => state.setPeek(id === state.peek ? null : id);
  const body = (): ReactNode => {
    if (state.kind === 'kanban') return <BoardBody meta={meta} state={state} />;
    if (state.kind === 'calendar') {
      const field = meta.fields.find((one) => one.key === state.settings.dateField) ?? dateFields(meta)[0];
      return (
        field && (
          <ListCalendar meta={meta} field={field} filter={state.askedFilter} q={state.q} onOpen={peek} />
        )
      );
    }
    if (rows.length === 0 && !(groups && groups.folded.size > 0)) return null;
    return (
      <ListTable
        name={name}
        rows={rows}
        rowTo={(record) => paths.record(record.entity, record.id)}
        columns={columns}
        state={state}
        groups={groups}
        picked={picked}
        onPeek={peek}
        pages={list}
      />
    );
  };
  return (
    <div className={classes.page}>
      <PageHeader
        title={name}
        icon={<EntityIcon entity={meta.entity} size={18} />}
        meta={count}
        actions={
          <>
            <ListSearch value={state.q} onChange={state.setQ} />
            {isList && (
              <TableOptions
                columns={columns.all}
                hidden={columns.hidden}
                onColumns={state.setColumns}
                density={state.density}
                onDensity={state.setDensity}
              />
            )}
            {meta.rights.export && (
              <ExportButton
                entity={meta.entity}
                q={state.q || undefined}
                filter={state.wireFilter}
                sort={state.wireSort}
                columns={state.columns}
                ids={picked.query?.ids}
              />
            )}
            {meta.rights.create && (
              <ActionButton
                variant="filled"
                action={{ name: 'new', label: t('list.new'), icon: IconPlus, run: create }}
              />
            )}
          </>
        }
      >
        <ViewTabs
          meta={meta}
          views={views}
          current={view}
          changed={state.changed}
          content={state.content}
          mayShowTo={mayShowTo}
          onChoose={(id) => state.chooseView(id ?? PLAIN)}
        />
        <div className={classes.tools}>
          <KindSwitch
            meta={meta}
            kind={state.kind}
            settings={state.settings}
            group={state.group}
            onKind={state.setKind}
            onGroup={state.setGroup}
          />
          {isList && <SortPanel columns={columns.all} sort={state.sort} onSort={state.setSort} />}
          <FilterBar meta={meta} filter={state.filter} onChange={state.setFilter} />
        </div>
      </PageHeader>
      <BulkBar
        meta={meta}
        query={picked.query}
        count={picked.count}
        total={first?.total ?? 0}
        allMatching={picked.allMatching}
        onAllMatching={picked.pickAllMatching}
        onClear={picked.clear}
      />
      {stale && <StaleBar onRefresh={refresh} />}
      {list.error && rows.length === 0 && (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isLoading && <RowsSkeleton rows={14} height={16} />}
      {isList && first?.total === 0 && (
        <NoRecords
          entity={meta.entity}
          narrowed={state.narrowed}
          onClear={state.clear}
          onCreate={meta.rights.create ? create : undefined}
        />
      )}
      {body()}
      {state.peek && <RecordPeek meta={meta} id={state.peek} onClose={() => state.setPeek(null)} />}
    </div>
  );
}

function BoardBody({
  meta,
  state,
}: {
  readonly meta: EntityMeta;
  readonly state: ReturnType<typeof useListState>;
}) {
  const { settings } = state;
  const key = settings.columnField ?? meta.statusField ?? boardFields(meta)[0]?.key;
  const field = meta.fields.find((one) => one.key === key);
  if (!field) return null;
  // The stages of one pipeline at a time: a board of all would have columns that no card can reach.
  const isStaged = field.options?.some((option) => option.group);
  const pipelines = meta.fields.find((one) => one.key === 'pipeline')?.options;
  return (
    <Board
      key={field.key}
      meta={meta}
      field={field}
      filter={state.askedFilter}
      q={state.q}
      sort={state.wireSort}
      pipeline={isStaged ? (settings.pipeline ?? pipelines?.[0]?.value) : undefined}
      sumField={settings.sumField}
      limits={settings.limits}
    />
  );
}
