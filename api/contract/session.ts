import { z } from 'zod';
import { id, none, ok, person } from './common.ts';
import { defineRoute } from './route.ts';

export const locale = z.enum(['en', 'ru']);
export type Locale = z.infer<typeof locale>;

/** What a user may do with processes as such; record rights are per entity in `entities`. */
export const processRight = z.enum(['draw', 'publish', 'start', 'watch', 'intervene', 'migrate']);
export type ProcessRight = z.infer<typeof processRight>;

export const me = z.object({
  user: z.object({
    id,
    name: z.string(),
    email: z.string(),
    locale,
    timeZone: z.string(),
    positionTitle: z.string().nullable(),
    departmentName: z.string().nullable(),
  }),
  roles: z.array(z.object({ code: z.string(), name: z.string() })),
  isAdmin: z.boolean(),
  processRights: z.array(processRight),
  /** Users whose tasks this user does today, by substitution. */
  standsInFor: z.array(person),
  /** The administrator who looks through this person's eyes; nothing can be changed meanwhile. */
  seenBy: person.nullable(),
  /** What must be done before the product opens: take a second factor, or replace a password set by others. */
  pending: z.enum(['second-factor', 'password']).nullable(),
  demonstration: z.boolean(),
  /** The product's clock, ISO 8601. */
  now: z.string(),
});
export type Me = z.infer<typeof me>;

export const setupState = z.object({
  /** True in production until the first admin exists. */
  needsFirstAdmin: z.boolean(),
  demonstration: z.boolean(),
  /** The provider that people may sign in through; null without one. */
  provider: z.object({ label: z.string() }).nullable(),
  /** False: without the administrators' role only the provider lets in. */
  passwordSignIn: z.boolean(),
  demonstrationLogins: z.array(
    z.object({
      role: z.string(),
      roleName: z.string(),
      name: z.string(),
      email: z.string(),
      password: z.string(),
    }),
  ),
});
export type SetupState = z.infer<typeof setupState>;

const password = z.string().min(10).max(200);

export const sessionRoutes = {
  setupState: defineRoute({
    method: 'GET',
    path: '/api/setup',
    access: 'public',
    summary: 'Whether a first admin is needed; demonstration logins',
    params: none,
    query: none,
    body: none,
    response: setupState,
    idempotent: false,
  }),
  createFirstAdmin: defineRoute({
    method: 'POST',
    path: '/api/setup',
    access: 'public',
    summary: 'Create the first admin of a fresh installation',
    params: none,
    query: none,
    body: z.object({ name: z.string().min(1).max(200), email: z.email(), password, locale }).strict(),
    response: me,
    idempotent: false,
  }),
  signIn: defineRoute({
    method: 'POST',
    path: '/api/session',
    access: 'public',
    summary: 'Sign in',
    params: none,
    query: none,
    body: z
      .object({
        email: z.string().min(1).max(320),
        password: z.string().min(1).max(200),
        /** Of the app, or a recovery code; asked for by API_CODE_REQUIRED. */
        code: z.string().min(1).max(40).optional(),
      })
      .strict(),
    response: me,
    idempotent: false,
  }),
  me: defineRoute({
    method: 'GET',
    path: '/api/session',
    access: 'signedIn',
    summary: 'Who is signed in',
    params: none,
    query: none,
    body: none,
    response: me,
    idempotent: false,
    whilePending: true,
  }),
  signOut: defineRoute({
    method: 'DELETE',
    path: '/api/session',
    access: 'signedIn',
    summary: 'Sign out',
    params: none,
    query: none,
    body: none,
    response: ok,
    idempotent: false,
    whileSeeingAs: true,
    whilePending: true,
    personOnly: true,
  }),
  setLocale: defineRoute({
    method: 'PUT',
    path: '/api/session/locale',
    access: 'signedIn',
    summary: 'Change the own language',
    params: none,
    query: none,
    body: z.object({ locale }).strict(),
    response: ok,
    idempotent: false,
    whilePending: true,
  }),
  beginProviderSignIn: defineRoute({
    method: 'GET',
    path: '/api/session/oidc',
    access: 'public',
    summary: 'Lead the browser to the provider',
    params: none,
    query: z.object({ next: z.string().max(1_000).optional() }).strict(),
    body: none,
    response: ok,
    idempotent: false,
    bytes: 'down',
  }),
  endProviderSignIn: defineRoute({
    method: 'GET',
    path: '/api/session/oidc/callback',
    access: 'public',
    summary: 'Where the provider leads the browser back to',
    params: none,
    query: z.looseObject({}),
    body: none,
    response: ok,
    idempotent: false,
    bytes: 'down',
  }),
};
