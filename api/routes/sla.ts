/** What customers were promised; the CRM's rights decide everything but who may change policies. */
import type { routes } from '#contract';
import type { SlaPolicy } from '#crm';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { plain } from '../presenters/plain.ts';

export function slaHandlers(context: ApiContext): RouteHandlers<typeof routes.sla> {
  const { crm } = context;
  return {
    ticketClocks: async ({ user, params }) => plain(await crm.sla.clocks({ user }, params)),
    likelyBreaches: async ({ user }) => ({ items: plain(await crm.sla.likelyBreaches({ user })) }),
    ticketSpoken: (request) =>
      recordWrite(context, request, async (caller) => {
        await crm.sla.spoke(caller, { ...request.params, ...request.body });
        return { ok: true as const };
      }),
    slaPolicies: async () => ({ items: (await crm.sla.policies()).map(shown) }),
    saveSlaPolicy: (request) =>
      recordWrite(context, request, async (caller) =>
        shown(await crm.sla.savePolicy(caller, { ...request.params, ...request.body })),
      ),
  };
}

/** Conditions of a policy are conditions over fields: the CRM lets no others in. */
function shown(policy: SlaPolicy) {
  const all = policy.match.all.flatMap((condition) => (condition.kind === 'field' ? [{ ...condition }] : []));
  return { ...plain(policy), match: { all } };
}
