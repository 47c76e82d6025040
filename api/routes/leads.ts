/** Leads beyond their fields; the CRM's rights decide everything. */
import type { routes } from '#contract';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { plain } from '../presenters/plain.ts';

export function leadHandlers(context: ApiContext): RouteHandlers<typeof routes.leads> {
  const { crm } = context;
  return {
    captureLead: (request) =>
      recordWrite(context, request, (caller) => {
        const { fields, payload, utm } = request.body;
        return crm.leads.capture(caller, { fields, payload: payload ?? {}, utm });
      }),
    leadOrigin: async ({ user, params }) => plain(await crm.leads.origin({ user }, params)),
    leadParties: async ({ user, params }) => ({ items: plain(await crm.leads.parties({ user }, params)) }),
    leadConversion: async ({ user, params }) => plain(await crm.conversions.state({ user }, params)),
    conversionPlan: async ({ user, params }) => plain(await crm.conversions.plan({ user }, params)),
    convertLead: (request) =>
      recordWrite(context, request, (caller) =>
        crm.conversions.convert(caller, { ...request.params, ...request.body }),
      ),
    undoConversion: (request) =>
      recordWrite(context, request, async (caller) => {
        await crm.conversions.undo(caller, request.params);
        return { ok: true as const };
      }),
  };
}
