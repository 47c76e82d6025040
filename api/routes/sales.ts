/** Selling; the CRM's rights decide everything but who may change pipelines. */
import type { routes } from '#contract';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { plain } from '../presenters/plain.ts';

export function salesHandlers(context: ApiContext): RouteHandlers<typeof routes.sales> {
  const { crm } = context;
  return {
    pipelines: async ({ user, params }) => {
      const items = await crm.pipelines.list({ user }, params);
      return { items: items.map(plain) };
    },
    savePipeline: (request) =>
      recordWrite(context, request, async (caller) =>
        plain(await crm.pipelines.save(caller, { ...request.params, ...request.body })),
      ),
    recordPath: async ({ user, params }) => plain(await crm.pipelines.path({ user }, params)),
    dealContacts: async ({ user, params }) => ({ items: await crm.dealContacts.list({ user }, params) }),
    addDealContact: (request) =>
      recordWrite(context, request, async (caller) => ({
        items: await crm.dealContacts.add(caller, { ...request.params, ...request.body }),
      })),
    removeDealContact: (request) =>
      recordWrite(context, request, async (caller) => ({
        items: await crm.dealContacts.remove(caller, request.params),
      })),
  };
}
