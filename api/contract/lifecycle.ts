/** A customer's status: the rules that move it, and the way it went. */
import { z } from 'zod';
import { id, localizedText, none } from './common.ts';
import { ruleReason } from './records.ts';
import { expectedVersion, fieldRule } from './setting-rules.ts';
import { defineRoute } from './route.ts';

const ruleBody = z
  .object({
    label: localizedText,
    from: z.array(z.string().min(1).max(60)).min(1).max(20),
    to: z.string().min(1).max(60),
    condition: fieldRule,
    order: z.number().int().min(0).max(10_000),
    active: z.boolean().default(true),
  })
  .strict();
const lifecycleRule = ruleBody.extend({ code: z.string(), version: z.number().int() });
export type LifecycleRule = z.infer<typeof lifecycleRule>;

const lifecycleStep = z.object({
  from: z.string().nullable(),
  to: z.string().nullable(),
  at: z.string(),
  actor: z.object({ kind: z.string(), name: z.string().nullable() }),
  /** The rule that moved it, and what held of it then. */
  rule: ruleReason.nullable(),
  /** What whoever moved it by hand gave as the reason; null where nothing was given. */
  reason: z.object({ label: localizedText.nullable(), note: z.string().nullable() }).nullable(),
  /** The step of the process that moved it. */
  instance: z.object({ id, processName: z.string(), elementName: z.string().nullable() }).nullable(),
});
export type LifecycleStep = z.infer<typeof lifecycleStep>;

export const lifecycleRoutes = {
  lifecycleRules: defineRoute({
    method: 'GET',
    path: '/api/lifecycle-rules',
    access: 'signedIn',
    summary: 'Rules that move the status of customers',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(lifecycleRule) }),
    idempotent: false,
  }),
  saveLifecycleRule: defineRoute({
    method: 'PUT',
    path: '/api/lifecycle-rules/:code',
    access: 'admin',
    summary: 'Create or change a rule',
    params: z
      .object({ code: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'A code is made of a to z, digits and _.') })
      .strict(),
    query: none,
    body: ruleBody.extend({ version: expectedVersion }).strict(),
    response: lifecycleRule,
    idempotent: true,
  }),
  lifecycleHistory: defineRoute({
    method: 'GET',
    path: '/api/accounts/:accountId/lifecycle',
    access: 'signedIn',
    summary: 'Where a customer came from and went to, by whom and why',
    params: z.object({ accountId: id }).strict(),
    query: none,
    body: none,
    response: z.object({ items: z.array(lifecycleStep) }),
    idempotent: false,
  }),
};
