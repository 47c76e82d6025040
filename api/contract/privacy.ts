import { z } from 'zod';
import { id, none, ok } from './common.ts';
import { defineRoute } from './route.ts';

export const consentChannel = z.enum(['phone', 'email', 'messenger', 'post']);
export const consentPurpose = z.enum(['service', 'sales', 'marketing']);
export const consentState = z.enum(['in', 'out', 'pending']);

export const consent = z.object({
  id,
  channel: consentChannel,
  purpose: consentPurpose,
  state: consentState,
  source: z.string(),
  proof: z.string().nullable(),
  at: z.string(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
});
export type Consent = z.infer<typeof consent>;

const personParams = z.object({ entity: z.enum(['contact', 'lead', 'account']), id }).strict();
const partyParams = z.object({ entity: z.enum(['contact', 'account', 'lead']), id }).strict();

const reason = z.string().trim().min(3, 'Say why.').max(1_000);

const erasurePlan = z.object({
  confirmation: z.string(),
  records: z.array(z.object({ entity: z.string(), id })),
  /** Rows that are changed or deleted, by table. */
  counts: z.record(z.string(), z.number().int()),
  files: z.number().int(),
  /** What others have, too, and what therefore stays with them. */
  shared: z.array(
    z.object({
      kind: z.enum(['name', 'email', 'phone', 'legalName', 'taxId']),
      value: z.string(),
      entity: z.string(),
      id,
    }),
  ),
  blockers: z.array(z.object({ kind: z.enum(['hold', 'ticket', 'process']), id, title: z.string() })),
});
export type ErasurePlan = z.infer<typeof erasurePlan>;

export const privacyRoutes = {
  recordConsents: defineRoute({
    method: 'GET',
    path: '/api/parties/:entity/:id/consents',
    access: 'signedIn',
    summary: 'What a contact, account or lead said about being reached, the latest first',
    params: partyParams,
    query: none,
    body: none,
    response: z.object({ items: z.array(consent) }),
    idempotent: false,
  }),
  stateConsent: defineRoute({
    method: 'POST',
    path: '/api/parties/:entity/:id/consents',
    access: 'signedIn',
    summary: 'Write down a consent, a refusal or a question that waits; the former ones are kept as proof',
    params: partyParams,
    query: none,
    body: z
      .object({
        channel: consentChannel,
        purpose: consentPurpose,
        state: consentState,
        source: z.string().trim().min(1).max(200),
        proof: z.string().trim().min(1).max(2_000).nullable(),
      })
      .strict(),
    response: ok,
    idempotent: true,
  }),
  personState: defineRoute({
    method: 'GET',
    path: '/api/people/:entity/:id/privacy',
    access: 'signedIn',
    summary: 'Whether a person was erased, and whether a hold forbids it',
    params: personParams,
    query: none,
    body: none,
    response: z.object({
      erasure: z
        .object({
          id,
          pseudonym: z.string(),
          at: z.string(),
          by: z.string().nullable(),
          reason: z.string(),
        })
        .nullable(),
      hold: z.object({ reason: z.string(), at: z.string(), by: z.string().nullable() }).nullable(),
    }),
    idempotent: false,
  }),
  setHold: defineRoute({
    method: 'PUT',
    path: '/api/admin/people/:entity/:id/hold',
    access: 'admin',
    summary: 'Forbid that a person is erased, with the reason; null allows it again',
    params: personParams,
    query: none,
    body: z.object({ reason: reason.nullable() }).strict(),
    response: ok,
    idempotent: false,
  }),
  planErasure: defineRoute({
    method: 'POST',
    path: '/api/admin/people/:entity/:id/erasure/plan',
    access: 'admin',
    summary: 'What erasing a person would change, and what stands against it; nothing is changed',
    params: personParams,
    query: none,
    body: none,
    response: erasurePlan,
    idempotent: false,
  }),
  erasePerson: defineRoute({
    method: 'POST',
    path: '/api/admin/people/:entity/:id/erasure',
    access: 'admin',
    summary: 'Replace a person by a pseudonym everywhere, for good; the confirmation is named by the plan',
    params: personParams,
    query: none,
    body: z.object({ reason, confirmation: z.string().min(1).max(100) }).strict(),
    response: z.object({ pseudonym: z.string() }),
    idempotent: false,
    personOnly: true,
  }),
  accessReport: defineRoute({
    method: 'GET',
    path: '/api/people/:entity/:id/access-report',
    access: 'signedIn',
    summary:
      'Everything that is held about a person, as far as the caller may read it; needs the right to export',
    params: personParams,
    query: z.object({ format: z.enum(['zip', 'json', 'html']).default('zip') }).strict(),
    body: none,
    response: z.unknown(),
    bytes: 'down',
    idempotent: false,
  }),
};
