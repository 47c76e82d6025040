/** Roles, teams, territories, shares, and looking through somebody else's eyes; the CRM decides what is allowed. */
import type { routes } from '#contract';
import { inTransaction } from '../adapters/database/in-transaction.ts';
import { createSeeAs } from '../auth/see-as.ts';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

export function rightsHandlers(context: ApiContext): RouteHandlers<typeof routes.rights> {
  const { crm } = context;
  const ok = { ok: true } as const;
  const seeAs = createSeeAs(context.pool);
  return {
    roles: async () => ({ items: await crm.roles.list() }),
    createRole: (request) =>
      recordWrite(context, request, (caller) => crm.roles.create(caller, request.body)),
    updateRole: (request) =>
      recordWrite(context, request, (caller) =>
        crm.roles.update(caller, { ...request.params, ...request.body }),
      ),
    deleteRole: (request) =>
      recordWrite(context, request, async (caller) => {
        await crm.roles.remove(caller, request.params.id);
        return ok;
      }),
    groups: async ({ params }) => ({ items: await crm.groups.list(params.kind) }),
    createGroup: (request) =>
      recordWrite(context, request, (caller) =>
        crm.groups.save(caller, { ...request.params, ...request.body, id: null }),
      ),
    updateGroup: (request) =>
      recordWrite(context, request, (caller) =>
        crm.groups.save(caller, { ...request.params, ...request.body }),
      ),
    deleteGroup: (request) =>
      recordWrite(context, request, async (caller) => {
        await crm.groups.remove(caller, request.params);
        return ok;
      }),
    teams: async () => ({ items: await crm.groups.list('team') }),
    recordShares: async ({ user, params }) => ({ items: await crm.shares.list({ user }, params) }),
    shareRecord: (request) =>
      recordWrite(context, request, (caller) =>
        crm.shares.share(caller, { ...request.params, ...request.body }),
      ),
    endShare: (request) =>
      recordWrite(context, request, async (caller) => {
        await crm.shares.end(caller, request.params);
        return ok;
      }),
    explainAccess: async ({ user, params, query }) => ({
      grounds: await crm.access.explain({ user }, { ...params, userId: query.userId }),
    }),
    async seeAs({ user, body, session }) {
      const target = await crm.organisation.loadUser(body.userId);
      if (target === null || target.id === user.id || session === null)
        throw new ApiProblem('API_REQUEST_INVALID', { detail: 'Choose another active person to see as.' });
      await inTransaction(context.pool, async (client) => {
        await seeAs.begin(session, target.id, client);
        await crm.access.noteSeenAs({ user }, { userId: target.id, verb: 'seen_as' }, { client });
      });
      return ok;
    },
    async endSeeAs({ user, seenBy, session }) {
      if (session === null) return ok;
      await inTransaction(context.pool, async (client) => {
        const userId = await seeAs.end(session.id, client);
        if (userId !== null)
          await crm.access.noteSeenAs(
            { user: seenBy ?? user },
            { userId, verb: 'seen_as_ended' },
            { client },
          );
      });
      return ok;
    },
  };
}
