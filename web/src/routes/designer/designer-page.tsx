import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { routes, type Draft } from '#contract';
import { api, routeKey, type ApiError } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageSkeleton } from '../../ui/skeletons.tsx';
import { Designer } from './designer.tsx';

/**
 * The designer of one process. The draft is read once per visit and never kept: from then on the canvas is ahead of
 * the server, and an older copy would only lead to a clash.
 */
export function DesignerPage() {
  const { processKey = '' } = useParams();
  const [visit, setVisit] = useState(1);
  const input = { params: { processKey } };
  const draft = useQuery<Draft, ApiError>({
    queryKey: [...routeKey(routes.processes.getDraft, input), visit],
    queryFn: () => api.call(routes.processes.getDraft, input),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Loaded query={draft} skeleton={<PageSkeleton />}>
      {(read) => (
        <Designer key={`${processKey}:${visit}`} draft={read} onReload={() => setVisit(visit + 1)} />
      )}
    </Loaded>
  );
}
