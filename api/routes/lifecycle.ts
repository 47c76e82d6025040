/** The status of customers; who may change rules is decided by the contract, what is shown by the CRM's rights. */
import type { routes } from '#contract';
import type { LifecycleRule } from '#crm';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { plain } from '../presenters/plain.ts';

export function lifecycleHandlers(context: ApiContext): RouteHandlers<typeof routes.lifecycle> {
  const { crm } = context;
  return {
    lifecycleRules: async () => ({ items: (await crm.lifecycle.rules()).map(shown) }),
    saveLifecycleRule: (request) =>
      recordWrite(context, request, async (caller) =>
        shown(await crm.lifecycle.saveRule(caller, { ...request.params, ...request.body })),
      ),
    lifecycleHistory: async ({ user, params }) => ({
      items: plain(await crm.lifecycle.history({ user }, params)),
    }),
  };
}

/** Rules ask for facts by their name; the CRM lets no other conditions in. */
function shown(rule: LifecycleRule) {
  const all = rule.condition.all.flatMap((one) => (one.kind === 'field' ? [{ ...one }] : []));
  return { ...plain(rule), condition: { all } };
}
