/** What a change of a kind of record makes stale. */
import { routes } from '#contract';

export const KIND_STALE = [
  routes.customFields.ownKinds,
  routes.records.entities,
  routes.records.relations,
] as const;
