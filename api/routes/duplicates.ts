/** Duplicates found, decided and merged; the CRM says what may be seen and done. */
import type { routes } from '#contract';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

export function duplicateHandlers(context: ApiContext): RouteHandlers<typeof routes.duplicates> {
  const { crm } = context;
  return {
    checkDuplicates: ({ user, body }) => crm.duplicates.check({ user }, body),
  };
}
