/** What people do around records; the CRM's rights decide everything. */
import type { routes } from '#contract';
import type { CommentView } from '#crm';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { plain } from '../presenters/plain.ts';
import type { FileRoute } from './files.ts';

type Handlers = Omit<RouteHandlers<typeof routes.collaboration>, FileRoute>;

export function collaborationHandlers(context: ApiContext): Handlers {
  const { crm } = context;
  return {
    tags: async ({ user, query }) => ({ items: await crm.tags.list({ user }, query) }),
    recordTags: async ({ user, params }) => ({ items: await crm.tags.ofRecord({ user }, params) }),
    setTags: (request) =>
      recordWrite(context, request, async (caller) => ({
        items: await crm.tags.set(caller, { ...request.params, ...request.body }),
      })),
    recordComments: async ({ user, params }) => ({
      items: (await crm.comments.list({ user }, params)).map(shown),
    }),
    addRecordComment: (request) =>
      recordWrite(context, request, async (caller) =>
        shown(await crm.comments.add(caller, { subject: request.params, ...request.body })),
      ),
    followState: async ({ user, params }) => plain(await crm.follow.state({ user }, params)),
    setFollow: (request) =>
      recordWrite(context, request, async (caller) =>
        plain(await crm.follow.set(caller, { ...request.params, ...request.body })),
      ),
    favorites: async ({ user }) => ({ items: await crm.follow.favorites({ user }) }),
    notifications: ({ user, query }) =>
      crm.notifications.list({ user }, { unreadOnly: query.unread === 'true', limit: query.limit }),
    readNotifications: (request) =>
      recordWrite(context, request, (caller) => crm.notifications.markRead(caller, request.body)),
    orgChart: async ({ user, params }) => plain(await crm.orgChart.read({ user }, { accountId: params.id })),
    relateContacts: (request) =>
      recordWrite(context, request, async (caller) => {
        await crm.orgChart.relate(caller, request.body);
        return { ok: true as const };
      }),
    releaseContacts: (request) =>
      recordWrite(context, request, async (caller) => {
        await crm.orgChart.release(caller, request.params);
        return { ok: true as const };
      }),
  };
}

function shown({ id, author, body, createdAt }: CommentView) {
  return { id, author, body, createdAt };
}
