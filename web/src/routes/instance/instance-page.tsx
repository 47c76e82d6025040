import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { routes } from '#contract';
import { useLive, useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageSkeleton } from '../../ui/skeletons.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { InstanceView } from './instance-view.tsx';

/** The card of one process instance, live. */
export function InstancePage() {
  const { id = '' } = useParams();
  const { t } = useTranslation('instance');
  const card = useRoute(routes.instances.getInstance, { params: { id } });
  usePageTitle(card.data?.title ?? t('page.title'));
  useLive({ kind: 'instance', id }, [
    routes.instances.getInstance,
    routes.instances.liveMap,
    routes.instances.instanceHistory,
    routes.instances.listComments,
    routes.taskFiles.instanceFiles,
  ]);
  return (
    <Loaded query={card} skeleton={<PageSkeleton />}>
      {(loaded) => <InstanceView key={loaded.id} card={loaded} />}
    </Loaded>
  );
}
