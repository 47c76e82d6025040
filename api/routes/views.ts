/** Saved views of lists; what they show is read under the rights of whoever looks. */
import type { routes } from '#contract';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

export function viewHandlers(context: ApiContext): RouteHandlers<typeof routes.views> {
  const { crm } = context;
  return {
    listViews: async ({ user, params }) => ({
      items: await crm.views.list({ user }, params),
      mayShowTo: await crm.views.audiences({ user }, params),
    }),
    createView: (request) =>
      recordWrite(context, request, (caller) =>
        crm.views.create(caller, { ...request.body, ...request.params }),
      ),
    updateView: (request) =>
      recordWrite(context, request, (caller) =>
        crm.views.update(caller, { ...request.body, ...request.params }),
      ),
    removeView: (request) =>
      recordWrite(context, request, async (caller) => {
        await crm.views.remove(caller, request.params.id);
        return { ok: true as const };
      }),
    setDefaultView: (request) =>
      recordWrite(context, request, async (caller) => {
        await crm.views.setDefault(caller, { ...request.params, ...request.body });
        return { ok: true as const };
      }),
  };
}
