import { Button, Select } from '@mantine/core';
import { IconActivityHeartbeat, IconChecklist } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type EntityMeta, type SavedView, type WorkList } from '#contract';
import { paths } from '../../app/paths.ts';
import { usePages } from '../../client/index.ts';
import { ExportButton } from '../../features/exports/export-button.tsx';
import { KindSwitch } from '../../features/lists/kind-switch.tsx';
import { ListCalendar } from '../../features/lists/list-calendar.tsx';
import { ListSearch } from '../../features/lists/list-search.tsx';
import { ListTable } from '../../features/lists/list-table.tsx';
import { StaleBar } from '../../features/lists/stale-bar.tsx';
import { useListGroups } from '../../features/lists/use-list-groups.tsx';
import { PLAIN, useListState } from '../../features/lists/use-list-state.ts';
import { usePickedRows } from '../../features/lists/use-picked-rows.ts';
import { useStaleList } from '../../features/lists/use-stale-list.ts';
import { ViewTabs } from '../../features/lists/view-tabs.tsx';
import { FilterBar } from '../../features/records/filter/filter-bar.tsx';
import { useRecordColumns } from '../../features/records/use-record-columns.tsx';
import { useLocalized } from '../../i18n/use-locale.ts';
import { SortPanel } from '../../ui/data-table/sort-panel.tsx';
import { TableOptions } from '../../ui/data-table/table-options.tsx';
import { Sample } from '../../features/help/sample.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { StepBoard } from './step-board.tsx';
import { WorkBulkBar } from './work-bulk-bar.tsx';
import { processOf, WORK_KINDS } from './work-kinds.tsx';
import { WorkPeek } from './work-peek.tsx';
import classes from '../../features/lists/record-list.module.css';

const PAGE = 60;

interface WorkListViewProps {
  readonly list: WorkList;
  readonly meta: EntityMeta;
  readonly view: SavedView | null;
  readonly views: readonly SavedView[];
  readonly mayShowTo: { readonly all: boolean; readonly teams: readonly { id: string; name: string }[] };
}

/** Tasks or instances as a list, or the instances of a process as a board by step. */
export function WorkListView({ list, meta, view, views, mayShowTo }: WorkListViewProps) {
  const { t } = useTranslation(['lists', 'records', 'shell']);
  const localized = useLocalized();
  const kind = WORK_KINDS[list];
  const state = useListState(meta, view, kind.base);
  const columns = useRecordColumns(meta, state.columns, kind.cells, kind.editors);
  const isList = state.kind === 'list';
  const group = isList ? state.group : null;
  const asked = { filter: state.wireFilter, q: state.q || undefined };
  const { groups, wireFolded } = useListGroups(meta, { group, ...asked });
  const sort = state.wireSort;
  const query = { ...asked, sort, group: group ?? undefined, folded: wireFolded, limit: isList ? PAGE : 1 };
  const pages = usePages(routes.workLists.listWork, { params: { list }, query }, { keepPrevious: true });
  const { listWork, workGroups, stepBoard, stepCards } = routes.workLists;
  const { stale, refresh } = useStaleList(kind.room, [listWork, workGroups, stepBoard, stepCards]);
  const rows = (pages.data?.pages ?? []).flatMap((page) => page.items);
  const first = pages.data?.pages[0];
  const picked = usePickedRows(rows, {
    ...(state.askedFilter ? { filter: state.askedFilter } : {}),
    ...(state.q ? { q: state.q } : {}),
  });
  const name = t(`shell:nav.${kind.title}`);
  const dateField = meta.fields.find((one) => one.key === (state.settings.dateField ?? 'dueAt'));
  const peek = (id: string): void => state.setPeek(id === state.peek ? null : id);
  const processKey = processOf(meta, state.settings);
  const processes = meta.fields.find((field) => field.key === 'process')?.options ?? [];
  const Shape = list === 'user_task' ? IconChecklist : IconActivityHeartbeat;
  const isEmpty = isList && first?.total === 0;
  const count = t(first?.totalIsEstimate ? 'lists:work.countEstimate' : 'lists:work.count', {
    count: first?.total ?? 0,
  });
  return (
    <div className={classes.page}>
      <PageHeader
        title={name}
        icon={<Shape size={18} stroke={1.6} aria-hidden />}
        meta={first && count}
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
                entity={list}
                {...asked}
                sort={sort}
                columns={state.columns}
                ids={picked.query?.ids}
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
          content={boardContent(state.content, processKey)}
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
            kinds={kind.kinds}
          />
          {isList && <SortPanel columns={columns.all} sort={state.sort} onSort={state.setSort} />}
          {state.kind === 'kanban' && (
            <Select
              size="xs"
              w={220}
              searchable
              allowDeselect={false}
              aria-label={t('lists:steps.process')}
              data={processes.map(({ value, label }) => ({ value, label: localized(label) }))}
              value={processKey}
              onChange={(value) => state.setKind('kanban', { pipeline: value ?? undefined })}
            />
          )}
          <FilterBar meta={meta} filter={state.filter} onChange={state.setFilter} />
        </div>
      </PageHeader>
      <WorkBulkBar
        list={list}
        meta={meta}
        rows={rows}
        picked={picked}
        total={first?.total ?? 0}
        onOver={refresh}
      />
      {stale && <StaleBar onRefresh={refresh} />}
      {pages.error && rows.length === 0 && (
        <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
      )}
      {pages.isLoading && <RowsSkeleton rows={14} height={16} />}
      {isEmpty && (
        <EmptyState
          icon={<Shape size={28} stroke={1.5} />}
          title={t(state.narrowed ? 'records:list.noMatch' : `lists:work.empty.${list}`)}
          message={state.narrowed ? t('records:list.noMatchHint') : undefined}
          action={
            state.narrowed ? (
              <Button onClick={state.clear}>{t('records:list.clearFilter')}</Button>
            ) : (
              <Button component={Link} to={paths.processes()}>
                {t('lists:work.toProcesses')}
              </Button>
            )
          }
          sample={<Sample of={list === 'user_task' ? 'task' : 'instance'} />}
        />
      )}
      {isList && (rows.length > 0 || (groups && groups.folded.size > 0)) && (
        <ListTable
          name={name}
          rows={rows}
          rowTo={kind.rowTo}
          columns={columns}
          state={state}
          groups={groups}
          picked={picked}
          onPeek={peek}
          pages={pages}
        />
      )}
      {state.kind === 'calendar' && dateField && (
        <ListCalendar
          meta={meta}
          work={list}
          field={dateField}
          filter={state.askedFilter}
          q={state.q}
          onOpen={peek}
        />
      )}
      {state.kind === 'kanban' && processKey !== null && (
        <StepBoard
          key={processKey}
          processKey={processKey}
          filter={state.wireFilter}
          q={state.q}
          onPeek={peek}
        />
      )}
      {state.peek && <WorkPeek list={list} id={state.peek} onClose={() => state.setPeek(null)} />}
    </div>
  );
}

type Content = ReturnType<typeof useListState>['content'];

/** A board that is kept knows its columns and its process. */
function boardContent(content: Content, processKey: string | null): Content {
  if (content.kind !== 'kanban') return content;
  const pipeline = processKey === null ? {} : { pipeline: processKey };
  return { ...content, settings: { ...content.settings, columnField: 'step', ...pipeline } };
}
