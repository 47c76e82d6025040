/** What parties said about being reached; the CRM decides who may read and write it. */
import type { routes } from '#contract';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

export function privacyHandlers(context: ApiContext): RouteHandlers<typeof routes.privacy> {
  const { consents } = context.crm;
  return {
    recordConsents: async ({ user, params }) => ({ items: await consents.list({ user }, params) }),
    stateConsent: (request) =>
      recordWrite(context, request, async (caller) => {
        await consents.state(caller, request.params, request.body);
        return { ok: true } as const;
      }),
  };
}
