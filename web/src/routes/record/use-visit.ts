import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { routes, type RecordView } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { api, routeKey } from '../../client/index.ts';

/** Notes that the record was opened, so that the palette offers it again. Nobody waits for it, nobody misses it. */
export function useVisit(record: RecordView | undefined): void {
  const queries = useQueryClient();
  const { seenBy } = useMe();
  const entity = record?.entity;
  const id = record?.id;
  useEffect(() => {
    if (!entity || !id || seenBy) return;
    api.call(routes.search.visitRecord, { params: { entity, id } }).then(
      () => queries.invalidateQueries({ queryKey: routeKey(routes.search.recentRecords) }),
      () => undefined,
    );
  }, [entity, id, seenBy, queries]);
}
