/** Webhooks: other systems are told what happened, signed, again until they take it. */
import { z } from 'zod';
import { id, idParams, none, person } from './common.ts';
import { defineRoute } from './route.ts';

const version = z.number().int().min(1).max(2_147_483_647);

export const webhookContent = z
  .object({
    name: z.string().trim().min(1, 'Write something here.').max(100),
    url: z
      .string()
      .trim()
      .max(2_000)
      .refine(
        (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
        'Write an address such as https://example.com/hook.',
      ),
    /** Whose rights decide what is told. */
    ownerId: id,
    events: z
      .array(
        z
          .string()
          .max(100)
          .regex(
            /^(process\.(started|ended)|task\.completed|[a-z][a-z0-9_]*\.(created|changed|deleted))$/,
            'Choose events such as ticket.created.',
          ),
      )
      .min(1, 'Choose what it is told of.')
      .max(100),
    conditions: z
      .array(
        z
          .object({
            field: z.string().min(1, 'Write something here.').max(100),
            value: z.union([z.string().max(500), z.number(), z.boolean(), z.null()]),
          })
          .strict(),
      )
      .max(10),
    active: z.boolean(),
  })
  .strict();

const webhook = z.object({
  id,
  ...webhookContent.omit({ ownerId: true }).shape,
  url: z.string(),
  owner: person,
  version: z.number().int(),
  failingSince: z.string().nullable(),
  disabledReason: z.string().nullable(),
  due: z.number().int(),
});
export type Webhook = z.infer<typeof webhook>;
const webhooks = z.object({
  items: z.array(webhook),
  /** Of a webhook just made or signed anew: shown once. */
  secret: z.string().nullable(),
});

const delivery = z.object({
  id,
  event: z.string(),
  at: z.string(),
  state: z.enum(['due', 'delivered', 'failed', 'left_out']),
  attempts: z.number().int(),
  nextAttemptAt: z.string().nullable(),
  status: z.number().int().nullable(),
  answer: z.string().nullable(),
});
export type WebhookDelivery = z.infer<typeof delivery>;
const deliveries = z.object({ items: z.array(delivery) });

const admin = { access: 'admin', query: none, idempotent: false } as const;

export const webhookRoutes = {
  webhooks: defineRoute({
    ...admin,
    method: 'GET',
    path: '/api/admin/webhooks',
    summary: 'Webhooks, by name',
    params: none,
    body: none,
    response: webhooks,
  }),
  saveWebhook: defineRoute({
    ...admin,
    method: 'PUT',
    path: '/api/admin/webhooks/:id',
    summary: 'Make or change a webhook; the version is null for a new one',
    params: idParams,
    body: webhookContent.extend({ version: version.nullable() }).strict(),
    response: webhooks,
  }),
  rotateWebhookSecret: defineRoute({
    ...admin,
    method: 'POST',
    path: '/api/admin/webhooks/:id/secret',
    summary: 'Sign with a new secret; the old one signs beside it for a day',
    params: idParams,
    body: none,
    response: webhooks,
  }),
  deleteWebhook: defineRoute({
    ...admin,
    method: 'DELETE',
    path: '/api/admin/webhooks/:id',
    summary: 'Take a webhook and its log away',
    params: idParams,
    body: none,
    response: webhooks,
  }),
  webhookDeliveries: defineRoute({
    ...admin,
    method: 'GET',
    path: '/api/admin/webhooks/:id/deliveries',
    summary: 'What was told and what was answered, the latest first',
    params: idParams,
    body: none,
    response: deliveries,
  }),
  testWebhook: defineRoute({
    ...admin,
    method: 'POST',
    path: '/api/admin/webhooks/:id/test',
    summary: 'Send a test now',
    params: idParams,
    body: none,
    response: deliveries,
  }),
  replayWebhook: defineRoute({
    ...admin,
    method: 'POST',
    path: '/api/admin/webhooks/:id/replay',
    summary: 'Tell again: one delivery, or all between two instants',
    params: idParams,
    body: z.union([
      z.object({ deliveryId: id }).strict(),
      z.object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) }).strict(),
    ]),
    response: z.object({ replayed: z.number().int() }),
  }),
};
