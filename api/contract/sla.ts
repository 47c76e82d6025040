/** What customers were promised: the clocks of a ticket and the policies that set them. */
import { z } from 'zod';
import { id, localizedText, none, ok, recordLink } from './common.ts';
import { expectedVersion, fieldRule } from './setting-rules.ts';
import { defineRoute } from './route.ts';

const metric = z.enum(['first_response', 'next_response', 'resolution']);

const forecast = {
  /** When it will probably be kept. */
  at: z.string(),
  late: z.boolean(),
  /** Of the promises that say so, the part that took longer than this one may. */
  lateShare: z.number().min(0).max(1),
  /** Whether that is enough for somebody to look at it. */
  likely: z.boolean(),
  /** How many promises of its kind say so. */
  of: z.number().int(),
};

const ticketClock = z.object({
  id,
  metric,
  /** How often this clock began for the ticket. */
  round: z.number().int(),
  state: z.enum(['running', 'overdue', 'paused', 'met', 'missed', 'dropped']),
  targetMinutes: z.number().int(),
  useWorkingHours: z.boolean(),
  startedAt: z.string(),
  dueAt: z.string(),
  pausedAt: z.string().nullable(),
  pausedTotalMs: z.number(),
  metAt: z.string().nullable(),
  breachedAt: z.string().nullable(),
  /** Null where that cannot be told. */
  forecast: z.object(forecast).nullable(),
  log: z.array(
    z.object({
      at: z.string(),
      what: z.enum([
        'started',
        'paused',
        'resumed',
        'retargeted',
        'recalculated',
        'met',
        'breached',
        'dropped',
      ]),
      dueBefore: z.string().nullable(),
      dueAfter: z.string().nullable(),
      actor: z.string().nullable(),
    }),
  ),
});
export type TicketClock = z.infer<typeof ticketClock>;

const ticketClocks = z.object({
  policy: z.object({ code: z.string(), label: localizedText }).nullable(),
  items: z.array(ticketClock),
});
export type TicketClocks = z.infer<typeof ticketClocks>;

const likelyBreach = z.object({
  ticket: recordLink,
  metric,
  policyCode: z.string(),
  dueAt: z.string(),
  ...forecast,
});
export type LikelyBreach = z.infer<typeof likelyBreach>;

const policyBody = z
  .object({
    label: localizedText,
    order: z.number().int().min(0).max(10_000),
    match: fieldRule,
    calendarCode: z.string().max(60).nullable().default(null),
    reopenDays: z.number().int().min(0).max(3650).default(14),
    targets: z
      .array(
        z
          .object({
            metric,
            minutes: z.number().int().min(1).max(1_000_000),
            pauseStates: z.array(z.string().max(60)).max(20).default([]),
            useWorkingHours: z.boolean().default(true),
          })
          .strict(),
      )
      .max(3),
  })
  .strict();
const slaPolicy = policyBody.extend({ code: z.string(), version: z.number().int() });
export type SlaPolicy = z.infer<typeof slaPolicy>;

export const slaRoutes = {
  ticketClocks: defineRoute({
    method: 'GET',
    path: '/api/tickets/:ticketId/clocks',
    access: 'signedIn',
    summary: 'What was promised about a ticket, and how it stands',
    params: z.object({ ticketId: id }).strict(),
    query: none,
    body: none,
    response: ticketClocks,
    idempotent: false,
  }),
  likelyBreaches: defineRoute({
    method: 'GET',
    path: '/api/likely-breaches',
    access: 'signedIn',
    summary: 'Promises that are not broken yet but likely to be, the likeliest first, at most 50',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(likelyBreach) }),
    idempotent: false,
  }),
  ticketSpoken: defineRoute({
    method: 'POST',
    path: '/api/tickets/:ticketId/spoken',
    access: 'signedIn',
    summary: 'We answered, or the customer wrote, outside of the product',
    params: z.object({ ticketId: id }).strict(),
    query: none,
    body: z.object({ who: z.enum(['us', 'customer']) }).strict(),
    response: ok,
    idempotent: true,
  }),
  slaPolicies: defineRoute({
    method: 'GET',
    path: '/api/sla-policies',
    access: 'signedIn',
    summary: 'Service levels in the order in which they are tried',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(slaPolicy) }),
    idempotent: false,
  }),
  saveSlaPolicy: defineRoute({
    method: 'PUT',
    path: '/api/sla-policies/:code',
    access: 'admin',
    summary: 'Create or change a service level',
    params: z
      .object({ code: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'A code is made of a to z, digits and _.') })
      .strict(),
    query: none,
    body: policyBody.extend({ version: expectedVersion }).strict(),
    response: slaPolicy,
    idempotent: true,
  }),
};
