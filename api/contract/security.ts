import { z } from 'zod';
import { id, idParams, instant, none, ok, person } from './common.ts';
import { defineRoute } from './route.ts';

export const sessionItem = z.object({
  id,
  method: z.enum(['password', 'oidc', 'setup']),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string(),
  ip: z.string().nullable(),
  /** As the browser names itself. */
  agent: z.string().nullable(),
  /** The one that asks. */
  isThis: z.boolean(),
});
export type SessionItem = z.infer<typeof sessionItem>;

export const apiKeyItem = z.object({
  id,
  name: z.string(),
  role: z.object({ code: z.string(), name: z.string() }),
  readOnly: z.boolean(),
  /** How the key begins; the rest is known to its holder only. */
  prefix: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
});
export type ApiKeyItem = z.infer<typeof apiKeyItem>;

const secondFactor = z.object({ since: z.string(), recoveryLeft: z.number().int() }).nullable();
const passwordState = z.object({ changedAt: z.string(), mustChange: z.boolean() }).nullable();

export const ownSecurity = z.object({
  /** Null for who comes in through the provider only. */
  password: passwordState,
  passwordLengthMin: z.number().int(),
  secondFactor,
  /** A role of the person's asks for one. */
  secondFactorRequired: z.boolean(),
  sessions: z.array(sessionItem),
  apiKeys: z.array(apiKeyItem),
  /** Roles that a new key may have. */
  roles: z.array(z.object({ code: z.string(), name: z.string() })),
});
export type OwnSecurity = z.infer<typeof ownSecurity>;

export const personSecurity = z.object({
  person,
  email: z.string(),
  active: z.boolean(),
  password: passwordState,
  secondFactor,
  sessions: z.number().int(),
  apiKeys: z.number().int(),
  lastSeenAt: z.string().nullable(),
});
export type PersonSecurity = z.infer<typeof personSecurity>;

export const signInRules = z.object({
  passwordLengthMin: z.number().int().min(10).max(100),
  passwordSignIn: z.boolean(),
  totpRoles: z.array(z.string().min(1).max(100)).max(100),
  oidcLabel: z.string().max(60),
  oidcByEmail: z.boolean(),
  oidcProvision: z.boolean(),
  oidcRole: z.string().min(1).max(100).nullable(),
  version: z.number().int(),
});
export type SignInRules = z.infer<typeof signInRules>;

export const signInSettings = z.object({
  rules: signInRules,
  roles: z.array(z.object({ code: z.string(), name: z.string() })),
  /** What the environment says of the provider; null without one. The secret is never told. */
  provider: z
    .object({
      issuer: z.string(),
      clientId: z.string(),
      hasSecret: z.boolean(),
      scopes: z.string(),
      /** To be entered at the provider. */
      redirectUrl: z.string(),
    })
    .nullable(),
});
export type SignInSettings = z.infer<typeof signInSettings>;

const code = z.string().min(6).max(40);
const newPassword = z.string().min(1).max(200);
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
const personKeyParams = z.object({ id, keyId: id }).strict();

/** What somebody decides about his own sign-in. */
export const securityRoutes = {
  ownSecurity: defineRoute({
    method: 'GET',
    path: '/api/session/security',
    access: 'signedIn',
    summary: 'The own password, second factor, sessions and API keys',
    params: none,
    query: none,
    body: none,
    response: ownSecurity,
    idempotent: false,
    personOnly: true,
    whilePending: true,
  }),
  changePassword: defineRoute({
    method: 'PUT',
    path: '/api/session/password',
    access: 'signedIn',
    summary: 'Change the own password; every other session ends',
    params: none,
    query: none,
    body: z.object({ current: z.string().min(1).max(200).optional(), next: newPassword }).strict(),
    response: ok,
    idempotent: false,
    personOnly: true,
    whilePending: true,
  }),
  beginSecondFactor: defineRoute({
    method: 'POST',
    path: '/api/session/second-factor',
    access: 'signedIn',
    summary: 'Begin to set up one-time codes of an app; nothing changes until the first code',
    params: none,
    query: none,
    body: none,
    response: z.object({ secret: z.string(), url: z.string() }),
    idempotent: false,
    personOnly: true,
    whilePending: true,
  }),
  confirmSecondFactor: defineRoute({
    method: 'POST',
    path: '/api/session/second-factor/confirm',
    access: 'signedIn',
    summary: 'Prove with a code that the app is set up; answers the recovery codes, once',
    params: none,
    query: none,
    body: z.object({ code }).strict(),
    response: recoveryCodes,
    idempotent: false,
    personOnly: true,
    whilePending: true,
  }),
  renewRecoveryCodes: defineRoute({
    method: 'POST',
    path: '/api/session/second-factor/recovery-codes',
    access: 'signedIn',
    summary: 'New recovery codes in place of the former ones, for a code',
    params: none,
    query: none,
    body: z.object({ code }).strict(),
    response: recoveryCodes,
    idempotent: false,
    personOnly: true,
  }),
  removeSecondFactor: defineRoute({
    method: 'POST',
    path: '/api/session/second-factor/remove',
    access: 'signedIn',
    summary: 'Give the second factor up, for a code',
    params: none,
    query: none,
    body: z.object({ code }).strict(),
    response: ok,
    idempotent: false,
    personOnly: true,
  }),
  endSession: defineRoute({
    method: 'DELETE',
    path: '/api/session/sessions/:id',
    access: 'signedIn',
    summary: 'End one of the own sessions',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: false,
    personOnly: true,
  }),
  endOtherSessions: defineRoute({
    method: 'DELETE',
    path: '/api/session/sessions',
    access: 'signedIn',
    summary: 'End every own session but this one',
    params: none,
    query: none,
    body: none,
    response: z.object({ ended: z.number().int() }),
    idempotent: false,
    personOnly: true,
  }),
  createApiKey: defineRoute({
    method: 'POST',
    path: '/api/session/keys',
    access: 'signedIn',
    summary: 'Make a key for a program, with the rights of one own role; the key is answered once',
    params: none,
    query: none,
    body: z
      .object({
        name: z.string().trim().min(1).max(100),
        role: z.string().min(1).max(100),
        readOnly: z.boolean(),
        expiresAt: instant,
      })
      .strict(),
    response: z.object({ key: z.string(), item: apiKeyItem }),
    idempotent: false,
    personOnly: true,
  }),
  revokeApiKey: defineRoute({
    method: 'DELETE',
    path: '/api/session/keys/:id',
    access: 'signedIn',
    summary: 'Make an own key worthless',
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: false,
    personOnly: true,
  }),
};

/** What administrators decide about everybody's sign-in. */
export const securityAdminRoutes = {
  peopleSecurity: defineRoute({
    method: 'GET',
    path: '/api/admin/security/people',
    access: 'admin',
    summary: 'How each person signs in',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(personSecurity) }),
    idempotent: false,
    personOnly: true,
  }),
  personSecurity: defineRoute({
    method: 'GET',
    path: '/api/admin/security/people/:id',
    access: 'admin',
    summary: 'Sessions and API keys of a person',
    params: idParams,
    query: none,
    body: none,
    response: z.object({ sessions: z.array(sessionItem), apiKeys: z.array(apiKeyItem) }),
    idempotent: false,
    personOnly: true,
  }),
  endPersonSessions: defineRoute({
    method: 'DELETE',
    path: '/api/admin/security/people/:id/sessions',
    access: 'admin',
    summary: 'Sign a person out everywhere, or of one session',
    params: idParams,
    query: z.object({ sessionId: id.optional() }).strict(),
    body: none,
    response: z.object({ ended: z.number().int() }),
    idempotent: false,
    personOnly: true,
  }),
  resetSecondFactor: defineRoute({
    method: 'DELETE',
    path: '/api/admin/security/people/:id/second-factor',
    access: 'admin',
    summary: "Take a person's second factor away, for a lost telephone; every session ends",
    params: idParams,
    query: none,
    body: none,
    response: ok,
    idempotent: false,
    personOnly: true,
  }),
  resetPassword: defineRoute({
    method: 'POST',
    path: '/api/admin/security/people/:id/password',
    access: 'admin',
    summary:
      'Give a person a password for one sign-in; every session ends, what was counted against him is forgotten',
    params: idParams,
    query: none,
    body: none,
    response: z.object({ password: z.string() }),
    idempotent: false,
    personOnly: true,
  }),
  revokePersonKey: defineRoute({
    method: 'DELETE',
    path: '/api/admin/security/people/:id/keys/:keyId',
    access: 'admin',
    summary: "Make a person's key worthless",
    params: personKeyParams,
    query: none,
    body: none,
    response: ok,
    idempotent: false,
    personOnly: true,
  }),
  signInSettings: defineRoute({
    method: 'GET',
    path: '/api/admin/security/settings',
    access: 'admin',
    summary: 'Rules of signing in, and the provider',
    params: none,
    query: none,
    body: none,
    response: signInSettings,
    idempotent: false,
    personOnly: true,
  }),
  saveSignInRules: defineRoute({
    method: 'PUT',
    path: '/api/admin/security/settings',
    access: 'admin',
    summary: 'Change the rules of signing in',
    params: none,
    query: none,
    body: signInRules.strict(),
    response: signInRules,
    idempotent: false,
    personOnly: true,
  }),
};
