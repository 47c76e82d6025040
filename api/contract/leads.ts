/** Leads beyond their fields: what they came with, whom they may be, conversion and its reversal. */
import { z } from 'zod';
import { id, idParams, localizedText, none, ok } from './common.ts';
import { tone } from './record-kinds.ts';
import { record } from './records.ts';
import { defineRoute } from './route.ts';

const fields = z.record(z.string().min(1).max(100), z.unknown());

const leadOrigin = z.object({
  /** What the form sent or the call brought, as it came. */
  payload: z.unknown(),
  utm: z.record(z.string(), z.string()),
  score: z.number().int(),
  scoreReasons: z.array(z.object({ code: z.string(), label: localizedText, points: z.number().int() })),
});
export type LeadOrigin = z.infer<typeof leadOrigin>;

const possibleParty = z.object({
  entity: z.enum(['account', 'contact']),
  id,
  title: z.string(),
  matches: z.array(z.enum(['phone', 'email', 'domain', 'name'])),
});
export type PossibleParty = z.infer<typeof possibleParty>;

const conversionPart = z
  .union([z.object({ id }).strict(), z.object({ fields }).strict()])
  .nullable()
  .default(null);

const conversionState = z.object({
  conversion: z
    .object({
      id,
      leadId: id,
      at: z.string(),
      statusBefore: z.string(),
      accountId: id.nullable(),
      contactId: id.nullable(),
      dealId: id.nullable(),
    })
    .nullable(),
  /** What stands against taking it back; empty when it may be. */
  builtUpon: z.array(z.object({ entity: z.string(), id, text: localizedText })),
});
export type ConversionState = z.infer<typeof conversionState>;

const planned = z.record(z.string(), z.unknown());
const conversionPlan = z.object({
  /** What each new record would have of what the lead knows. */
  account: planned,
  contact: planned,
  deal: planned,
  /** Where the deal may begin. */
  pipelines: z.array(
    z.object({
      code: z.string(),
      label: localizedText,
      isDefault: z.boolean(),
      stages: z.array(
        z.object({
          code: z.string(),
          label: localizedText,
          tone,
          baseStatus: z.enum(['open', 'won', 'lost', 'paused']),
          /** What the deal still needs to begin there; without a field it cannot begin there. */
          missing: z.array(z.object({ field: z.string().nullable(), text: localizedText })),
        }),
      ),
    }),
  ),
});
export type ConversionPlan = z.infer<typeof conversionPlan>;

export const leadRoutes = {
  captureLead: defineRoute({
    method: 'POST',
    path: '/api/leads',
    access: 'signedIn',
    summary: 'Create a lead with the raw payload that it came with, which is kept for ever',
    params: none,
    query: none,
    body: z
      .object({
        fields,
        payload: z.unknown().optional(),
        utm: z.record(z.string().min(1).max(50), z.string().max(500)).default({}),
      })
      .strict(),
    response: record,
    idempotent: true,
  }),
  leadOrigin: defineRoute({
    method: 'GET',
    path: '/api/leads/:id/origin',
    access: 'signedIn',
    summary: 'What a lead came with, and why it is worth what it is',
    params: idParams,
    query: none,
    body: none,
    response: leadOrigin,
    idempotent: false,
  }),
  leadParties: defineRoute({
    method: 'GET',
    path: '/api/leads/:id/parties',
    access: 'signedIn',
    summary: 'Accounts and contacts that a lead may be',
    params: idParams,
    query: none,
    body: none,
    response: z.object({ items: z.array(possibleParty) }),
    idempotent: false,
  }),
  leadConversion: defineRoute({
    method: 'GET',
    path: '/api/leads/:id/conversion',
    access: 'signedIn',
    summary: 'What a lead was converted to, and whether that can be taken back',
    params: idParams,
    query: none,
    body: none,
    response: conversionState,
    idempotent: false,
  }),
  conversionPlan: defineRoute({
    method: 'GET',
    path: '/api/leads/:id/conversion/plan',
    access: 'signedIn',
    summary: 'What a conversion would make of a lead, and where its deal may begin',
    params: idParams,
    query: none,
    body: none,
    response: conversionPlan,
    idempotent: false,
  }),
  convertLead: defineRoute({
    method: 'POST',
    path: '/api/leads/:id/conversion',
    access: 'signedIn',
    summary: 'Convert a lead to account, contact and deal, in one transaction',
    params: idParams,
    query: none,
    body: z
      .object({
        account: conversionPart,
        contact: conversionPart,
        deal: z.object({ fields }).strict().nullable().default(null),
      })
      .strict(),
    response: z.object({
      leadId: id,
      accountId: id.nullable(),
      contactId: id.nullable(),
      dealId: id.nullable(),
    }),
    idempotent: true,
  }),
  undoConversion: defineRoute({
    method: 'DELETE',
    path: '/api/leads/:id/conversion',
    access: 'signedIn',
    summary: 'Take a conversion back while nobody built on it; otherwise 409 with the reasons',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: true,
  }),
};
