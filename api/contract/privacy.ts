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

const personParams = z.object({ entity: z.enum(['contact', 'lead']), id }).strict();
const partyParams = z.object({ entity: z.enum(['contact', 'account', 'lead']), id }).strict();

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
