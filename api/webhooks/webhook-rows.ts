/** Webhooks and what they are owed. */
import { randomBytes } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import type { Webhook, WebhookDelivery } from '#contract';
import { placeOf, type SecretBox } from '../adapters/secret-box.ts';
import { ApiProblem } from '../errors/problems.ts';

export interface WebhookStore {
  readonly pool: Pool | ClientBase;
  readonly secrets: SecretBox;
}

/** What the audit tells of a webhook: all but its secret, of which only that it is another one. */
export async function webhookState(
  client: ClientBase,
  id: string,
): Promise<{ readonly name: string; readonly told: object } | null> {
  const { rows } = await client.query<{ name: string; told: object }>(
    `select w.name, json_build_object('name', w.name, 'url', w.url, 'owner', u.name, 'events', w.events,
       'conditions', w.conditions, 'active', w.active, 'secret', left(md5(w.secret::text), 8)) as told
     from app.webhook w left join crm."user" u on u.id = w.owner_id where w.id = $1 for update of w`,
    [id],
  );
  return rows[0] ?? null;
}

export interface WebhookDraft {
  readonly name: string;
  readonly url: string;
  readonly ownerId: string;
  readonly events: readonly string[];
  readonly conditions: readonly {
    readonly field: string;
    readonly value: string | number | boolean | null;
  }[];
  readonly active: boolean;
}

const LIST = `
  select w.id, w.name, w.url, w.events, w.conditions, w.active, w.version, w.failing_since, w.disabled_reason,
    json_build_object('id', u.id, 'name', u.name) as owner,
    (select count(*)::int from app.webhook_delivery d where d.webhook_id = w.id and d.next_attempt_at is not null) as due
  from app.webhook w join crm."user" u on u.id = w.owner_id
  order by lower(w.name), w.id`;

export async function listWebhooks(pool: Pool): Promise<Webhook[]> {
  const { rows } = await pool.query<
    Omit<Webhook, 'failingSince' | 'disabledReason'> & {
      failing_since: Date | null;
      disabled_reason: string | null;
    }
  >(LIST);
  return rows.map(({ failing_since, disabled_reason, ...row }) => ({
    ...row,
    failingSince: failing_since?.toISOString() ?? null,
    disabledReason: disabled_reason,
  }));
}

/** The secret of a new one. @throws ApiProblem API_CONFLICT */
export async function saveWebhook(
  { pool, secrets }: WebhookStore,
  request: { readonly id: string; readonly version: number | null } & WebhookDraft,
): Promise<string | null> {
  const { id, version, name, ownerId, url, events, conditions, active } = request;
  const values = [id, name, ownerId, url, [...new Set(events)], JSON.stringify(conditions), active];
  const secret = version === null ? newSecret() : null;
  const { rowCount } = secret
    ? await pool.query(
        `insert into app.webhook (id, name, owner_id, url, events, conditions, active, secret)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        [...values, secrets.seal(secret, placeOf('webhook', id))],
      )
    : await pool.query(
        // Switched on again it begins anew: what made it stop is over.
        `update app.webhook set name = $2, owner_id = $3, url = $4, events = $5, conditions = $6, active = $7,
           failing_since = null, disabled_reason = null, version = version + 1
         where id = $1 and version = $8`,
        [...values, version],
      );
  if (rowCount === 0) throw new ApiProblem('API_CONFLICT');
  return secret;
}

/** @throws ApiProblem API_NOT_FOUND */
export async function rotateSecret({ pool, secrets }: WebhookStore, id: string): Promise<string> {
  const secret = newSecret();
  const { rowCount } = await pool.query(
    `update app.webhook set old_secret = secret, old_secret_until = clock_timestamp() + interval '1 day', secret = $2
     where id = $1`,
    [id, secrets.seal(secret, placeOf('webhook', id))],
  );
  if (rowCount === 0) throw new ApiProblem('API_NOT_FOUND');
  return secret;
}

const DELIVERIES = `
  select id, event, at, state, attempts, next_attempt_at, status, answer
  from app.webhook_delivery where webhook_id = $1 order by created_at desc, id desc limit 100`;

export async function listDeliveries(pool: Pool, webhookId: string): Promise<WebhookDelivery[]> {
  const { rows } = await pool.query<
    Omit<WebhookDelivery, 'at' | 'nextAttemptAt'> & { at: Date; next_attempt_at: Date | null }
  >(DELIVERIES, [webhookId]);
  return rows.map(({ at, next_attempt_at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    nextAttemptAt: next_attempt_at?.toISOString() ?? null,
  }));
}

/** At most as many at once: a longer range is told in parts. */
const REPLAYED_MAX = 1_000;
const REPLAY = `
  insert into app.webhook_delivery (id, webhook_id, event, entity, record_id, at, facts, next_attempt_at)
  select gen_random_uuid(), webhook_id, event, entity, record_id, at, facts || '{"replay": true}', clock_timestamp()
  from app.webhook_delivery
  where webhook_id = $1 and event <> 'test'
    and (id = $2 or ($2::uuid is null and event_id is not null and at between $3 and $4))
  order by at limit ${REPLAYED_MAX}`;

export async function replay(
  pool: Pool,
  webhookId: string,
  which: { readonly deliveryId?: string; readonly from?: string; readonly to?: string },
): Promise<number> {
  const { deliveryId = null, from = null, to = null } = which;
  return (await pool.query(REPLAY, [webhookId, deliveryId, from, to])).rowCount ?? 0;
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64url')}`;
}
