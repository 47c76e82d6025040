/** Phones and addresses of accounts and contacts. */
import type { routes } from '#contract';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

export function pointHandlers(context: ApiContext): RouteHandlers<typeof routes.points> {
  const { crm } = context;
  return {
    listPoints: async ({ user, params }) => ({ items: await crm.points.list({ user }, partyOf(params)) }),
    addPoint: (request) =>
      recordWrite(context, request, async (caller) => ({
        items: await crm.points.add(caller, { party: partyOf(request.params), ...request.body }),
      })),
    changePoint: (request) =>
      recordWrite(context, request, async (caller) => ({
        items: await crm.points.change(caller, { ...pointOf(request.params), ...request.body }),
      })),
    removePoint: (request) =>
      recordWrite(context, request, async (caller) => ({
        items: await crm.points.remove(caller, pointOf(request.params)),
      })),
  };
}

interface PartyParams {
  readonly entity: 'account' | 'contact';
  readonly id: string;
}

function partyOf({ entity, id }: PartyParams) {
  return { type: entity, id };
}

function pointOf(params: PartyParams & { readonly pointId: string }) {
  return { party: partyOf(params), id: params.pointId };
}
