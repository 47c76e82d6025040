import { useParams, useSearchParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { openedView } from '../../features/lists/opened-view.ts';
import { shippedViews } from '../../features/lists/shipped-views.ts';
import { UnknownKind } from '../../features/records/unknown-kind.tsx';
import { useEntity } from '../../features/records/use-entity.ts';
import { DeniedState } from '../../ui/error-state.tsx';
import { PageSkeleton } from '../../ui/skeletons.tsx';
import { RecordList } from './record-list.tsx';

/** The list of one entity, as the address says, else as the person's own view to begin with. */
export function RecordsPage() {
  const { entity = '' } = useParams();
  const [search] = useSearchParams();
  const { t: lists } = useTranslation('lists');
  const meta = useEntity(entity);
  const views = useRoute(
    routes.views.listViews,
    { params: { entity } },
    { enabled: meta?.rights.read === true, staleTime: 60_000 },
  );
  if (meta === undefined) return <PageSkeleton />;
  if (meta === null) return <UnknownKind />;
  if (!meta.rights.read) return <DeniedState />;
  if (views.isLoading) return <PageSkeleton />;
  const items = [...shippedViews(meta, lists), ...(views.data?.items ?? [])];
  const view = openedView(items, search);
  return (
    <RecordList
      key={`${meta.entity} ${view?.id ?? ''} ${view?.version ?? ''}`}
      meta={meta}
      view={view}
      views={items}
      mayShowTo={views.data?.mayShowTo ?? { all: false, teams: [] }}
    />
  );
}
