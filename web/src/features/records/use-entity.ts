import { routes, type EntityMeta } from '#contract';
import { useRoute } from '../../client/index.ts';

/** Metadata of one entity; undefined while it loads, null when the caller knows no such entity. */
export function useEntity(entity: string): EntityMeta | null | undefined {
  const entities = useRoute(routes.records.entities, {}, { staleTime: 300_000 }).data;
  if (!entities) return undefined;
  return entities.items.find((meta) => meta.entity === entity) ?? null;
}
