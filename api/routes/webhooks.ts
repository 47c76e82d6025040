/** Administration of webhooks. */
import type { routes } from '#contract';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import type { WebhookDispatcher } from '../webhooks/deliver-webhooks.ts';
import {
  listDeliveries,
  listWebhooks,
  replay,
  rotateSecret,
  saveWebhook,
  type WebhookStore,
} from '../webhooks/webhook-rows.ts';

export function webhookHandlers(
  { pool, crm, ids, clock, secrets }: ApiContext & Pick<WebhookStore, 'secrets'>,
  dispatcher: WebhookDispatcher,
): RouteHandlers<typeof routes.webhooks> {
  const all = async (secret: string | null = null) => ({ items: await listWebhooks(pool), secret });
  const assertThere = async (id: string): Promise<void> => {
    const { rows } = await pool.query('select from app.webhook where id = $1', [id]);
    if (rows.length === 0) throw new ApiProblem('API_NOT_FOUND');
  };
  return {
    webhooks: () => all(),
    async saveWebhook({ params, body }) {
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
      return all(await saveWebhook({ pool, secrets }, { ...params, ...body }));
    },
    rotateWebhookSecret: async ({ params }) => all(await rotateSecret({ pool, secrets }, params.id)),
    async deleteWebhook({ params }) {
      await pool.query('delete from app.webhook where id = $1', [params.id]);
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
