/** Who gets a lead that nobody was named for; the CRM decides. */
import type { routes } from '#contract';
import type { DistributionRuleView } from '#crm';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { plain } from '../presenters/plain.ts';

export function distributionHandlers(context: ApiContext): RouteHandlers<typeof routes.distribution> {
  const { distribution } = context.crm;
  return {
    distributionRules: async () => ({ items: (await distribution.rules()).map(shown) }),
    saveDistributionRule: (request) =>
      recordWrite(context, request, async (caller) =>
        shown(await distribution.saveRule(caller, { ...request.params, ...request.body })),
      ),
    distributionPeople: async () => ({ items: plain(await distribution.people()) }),
    saveDistributionPerson: (request) =>
      recordWrite(context, request, async (caller) =>
        plain(await distribution.savePerson(caller, { ...request.params, ...request.body })),
      ),
    previewDistribution: async ({ body: { at, ...asked } }) =>
      plain(await distribution.preview({ ...asked, at: at === null ? null : new Date(at) })),
    leadDistribution: async ({ user, params }) => ({
      items: plain(await distribution.why({ user }, params)),
    }),
    distributeLead: (request) =>
      recordWrite(context, request, async (caller) =>
        plain(await distribution.distribute(caller, request.params)),
      ),
  };
}

/** The CRM lets conditions over fields in and no others. */
function shown(rule: DistributionRuleView) {
  const all = rule.match.all.flatMap((condition) => (condition.kind === 'field' ? [{ ...condition }] : []));
  return { ...plain(rule), match: { all } };
}
