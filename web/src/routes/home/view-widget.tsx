/** A view of a list as a part of the home: its first rows as the list would show them, and the way to all of them. */
import { useTranslation } from 'react-i18next';
import {
  routes,
  type EntityMeta,
  type HomeView,
  type RecordPage,
  type RecordView,
  type SavedView,
} from '#contract';
import { paths } from '../../app/paths.ts';
import { useLive, useRoute } from '../../client/index.ts';
import { shippedViews } from '../../features/lists/shipped-views.ts';
import { workListOf } from '../../features/lists/work-list-of.ts';
import { useEntity } from '../../features/records/use-entity.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { RecordRows } from './record-rows.tsx';
import { SHOWN_MAX } from './widget-list.tsx';

interface ViewsOfList {
  /** Undefined while it loads, null when there is no such list. */
  readonly meta: EntityMeta | null | undefined;
  readonly views: readonly SavedView[];
  readonly isLoading: boolean;
}

/** Views of a list that the reader has: the product's own, then saved ones. */
export function useViewsOf(list: string): ViewsOfList {
  const { t } = useTranslation('lists');
  const work = workListOf(list);
  const ofRecords = useEntity(list);
  const ofWork = useRoute(
    routes.workLists.workListMeta,
    { params: { list: work ?? 'user_task' } },
    { enabled: work !== null, staleTime: 300_000 },
  ).data;
  const saved = useRoute(routes.views.listViews, { params: { entity: list } }, { staleTime: 60_000 });
  const meta = work === null ? ofRecords : ofWork;
  return {
    meta,
    views: meta ? [...shippedViews(meta, t), ...(saved.data?.items ?? [])] : [],
    isLoading: meta === undefined || (saved.data === undefined && saved.error === null),
  };
}

interface ViewPart {
  readonly name: string;
  readonly meta: EntityMeta | null;
  readonly view: SavedView | null;
  readonly isGone: boolean;
}

export function useViewPart(part: HomeView): ViewPart {
  const { t } = useTranslation('home');
  const localized = useLocalized();
  const [, list = '', viewId = ''] = part.split(':');
  const { meta, views, isLoading } = useViewsOf(list);
  const view = views.find((one) => one.id === viewId) ?? null;
  const name = view && meta ? t('view.named', { list: localized(meta.pluralLabel), name: view.name }) : '…';
  return { name, meta: meta ?? null, view, isGone: !isLoading && view === null };
}

export function ViewRows({ meta, view }: { readonly meta: EntityMeta; readonly view: SavedView }) {
  const { t } = useTranslation('home');
  const { entity } = meta;
  const work = workListOf(entity);
  const query = {
    filter: view.filter ? JSON.stringify(view.filter) : undefined,
    sort: view.sort ?? undefined,
    limit: SHOWN_MAX,
  };
  const { listRecords } = routes.records;
  const { listWork } = routes.workLists;
  const records = useRoute(listRecords, { params: { entity }, query }, { enabled: work === null });
  const rows = useRoute(
    listWork,
    { params: { list: work ?? 'user_task' }, query },
    { enabled: work !== null },
  );
  useLive(work === null ? { kind: 'list', entity } : { kind: 'tasks' }, [listRecords, listWork]);
  const columns = view.columns.length > 0 ? view.columns : meta.listColumns;
  return (
    <RecordRows<RecordPage>
      meta={meta}
      query={work === null ? records : rows}
      itemsOf={({ items }) => items}
      // What the row is called stands there already; of the rest there is room for two.
      columns={columns.filter((key) => key !== meta.titleField && key !== 'number').slice(0, 2)}
      toOf={(record) => pathOf(entity, record)}
      empty={t('nothing.view')}
      more={(total) => ({ to: `${listPath(entity)}?view=${view.id}`, label: t('all', { count: total }) })}
    />
  );
}

function pathOf(entity: string, { id }: RecordView): string {
  if (entity === 'user_task') return paths.task(id);
  return entity === 'process_instance' ? paths.instance(id) : paths.record(entity, id);
}

function listPath(entity: string): string {
  if (entity === 'user_task') return paths.tasks();
  return entity === 'process_instance' ? paths.instances() : paths.records(entity);
}
