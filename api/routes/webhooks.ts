/** Administration of webhooks. */
import type { ClientBase } from 'pg';
import type { routes } from '#contract';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { changeSetting } from '../commands/change-setting.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import type { WebhookDispatcher } from '../webhooks/deliver-webhooks.ts';
import {
  listDeliveries,
  listWebhooks,
  replay,
  rotateSecret,
  saveWebhook,
  webhookState,
  type WebhookStore,
} from '../webhooks/webhook-rows.ts';

export function webhookHandlers(
  context: ApiContext & Pick<WebhookStore, 'secrets'>,
  dispatcher: WebhookDispatcher,
): RouteHandlers<typeof routes.webhooks> {
  const { pool, crm, ids, clock, secrets } = context;
  const changed = <T>(
    user: RequestUser,
    id: string,
    change: (client: ClientBase) => Promise<T>,
  ): Promise<T> =>
    changeSetting(context, user, { entity: 'webhook', state: (client) => webhookState(client, id), change });
  const all = async (secret: string | null = null) => ({ items: await listWebhooks(pool), secret });
  const assertThere = async (id: string): Promise<void> => {
    const { rows } = await pool.query('select from app.webhook where id = $1', [id]);
    if (rows.length === 0) throw new ApiProblem('API_NOT_FOUND');
  };
  return {
    webhooks: () => all(),
    async saveWebhook({ user, params, body }) {
      if (!(await crm.organisation.loadUser(body.ownerId)))
        throw new ApiProblem('API_FIELDS_INVALID', {
          fields: [
            {
              path: 'ownerId',
              code: 'notChoice',
              message: 'There is no such active colleague: choose another.',
            },
          ],
        });
      return all(
        await changed(user, params.id, (client) =>
          saveWebhook({ pool: client, secrets }, { ...params, ...body }),
        ),
      );
    },
    rotateWebhookSecret: async ({ user, params }) =>
      all(await changed(user, params.id, (client) => rotateSecret({ pool: client, secrets }, params.id))),
    async deleteWebhook({ user, params }) {
      await changed(user, params.id, (client) =>
        client.query('delete from app.webhook where id = $1', [params.id]),
      );
      return all();
    },
    async webhookDeliveries({ params }) {
      await assertThere(params.id);
      return { items: await listDeliveries(pool, params.id) };
    },
    async testWebhook({ params }) {
      await assertThere(params.id);
      const id = ids.next();
      await pool.query(
        `insert into app.webhook_delivery (id, webhook_id, event, at, next_attempt_at) values ($1, $2, 'test', $3, clock_timestamp() + interval '1 minute')`,
        [id, params.id, clock.now()],
      );
      await dispatcher.deliver(id);
      return { items: await listDeliveries(pool, params.id) };
    },
    async replayWebhook({ params, body }) {
      await assertThere(params.id);
      const replayed = await replay(pool, params.id, body);
      dispatcher.wake();
      return { replayed };
    },
  };
}
