/** Search, and what the caller opened last; the CRM's rights decide everything. */
import type { routes } from '#contract';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { plain } from '../presenters/plain.ts';

export function searchHandlers({ crm }: ApiContext): RouteHandlers<typeof routes.search> {
  return {
    search: async ({ user, query }) => ({ items: plain(await crm.records.search({ user }, query)) }),
    recentRecords: async ({ user, query }) => ({
      items: (await crm.search.recent({ user }, query)).map(({ entity, id, title }) => ({
        entity,
        id,
        title,
      })),
    }),
    visitRecord: async ({ user, params }) => {
      await crm.search.visited({ user }, params);
      return { ok: true };
    },
  };
}
