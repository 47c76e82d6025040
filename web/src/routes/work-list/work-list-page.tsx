import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { routes, type WorkList } from '#contract';
import { useRoute } from '../../client/index.ts';
import { openedView } from '../../features/lists/opened-view.ts';
import { shippedViews } from '../../features/lists/shipped-views.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageSkeleton } from '../../ui/skeletons.tsx';
import { WorkListView } from './work-list-view.tsx';

/** All tasks, or all instances, that the reader may see; as the address says, else as his own view to begin with. */
function WorkListPage({ list }: { readonly list: WorkList }) {
  const { t } = useTranslation('lists');
  const [search] = useSearchParams();
  const meta = useRoute(routes.workLists.workListMeta, { params: { list } }, { staleTime: 60_000 });
  const views = useRoute(routes.views.listViews, { params: { entity: list } }, { staleTime: 60_000 });
  if (meta.error) return <ErrorState error={meta.error} onRetry={() => void meta.refetch()} />;
  if (!meta.data || views.isLoading) return <PageSkeleton />;
  const items = [...shippedViews(meta.data, t), ...(views.data?.items ?? [])];
  const view = openedView(items, search);
  return (
    <WorkListView
      key={`${view?.id ?? ''} ${view?.version ?? ''}`}
      list={list}
      meta={meta.data}
      view={view}
      views={items}
      mayShowTo={views.data?.mayShowTo ?? { all: false, teams: [] }}
    />
  );
}

export const TasksPage = () => <WorkListPage list="user_task" />;
export const InstancesPage = () => <WorkListPage list="process_instance" />;
