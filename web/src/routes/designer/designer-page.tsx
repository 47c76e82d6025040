import { useParams } from 'react-router';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageSkeleton } from '../../ui/skeletons.tsx';
import { Designer } from './designer.tsx';

/** The designer of one process. The draft is read once; from then on the canvas is ahead of the server. */
export function DesignerPage() {
  const { processKey = '' } = useParams();
  const draft = useRoute(
    routes.processes.getDraft,
    { params: { processKey } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  return (
    <Loaded query={draft} skeleton={<PageSkeleton />}>
      {(read) => <Designer key={processKey} draft={read} onReload={() => void draft.refetch()} />}
    </Loaded>
  );
}
