/** Sign-in, sign-out, the own language, and the set-up of a fresh installation. */
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { processRightsOf, type RequestUser } from '#crm';
import type { routes } from '#contract';
import { type Me, type SetupState } from '#contract';
import type { DemonstrationClock } from '../adapters/clock.ts';
import { inTransaction } from '../adapters/database/in-transaction.ts';
import { beginSession } from '../auth/begin-session.ts';
import type { Credentials } from '../auth/credentials.ts';
import type { PendingStep } from '../auth/identify.ts';
import type { KnownDevices } from '../auth/known-devices.ts';
import { assertGoodPassword } from '../auth/password-policy.ts';
import type { People } from '../auth/people.ts';
import { addressInside, type ProviderSignIn } from '../auth/provider-sign-in.ts';
import type { SecondFactor } from '../auth/second-factor.ts';
import { expiredSessionCookie } from '../auth/session-cookie.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { SignInGuard } from '../auth/sign-in-guard.ts';
import type { SignInSettings } from '../auth/sign-in-settings.ts';
import type { Config } from '../config.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers, RouteRequest } from '../middleware/mount-routes.ts';

export interface SessionRoutesDeps {
  readonly config: Pick<Config, 'demo' | 'secureCookies' | 'sessionDays'>;
  readonly logger: Logger;
  readonly pool: Pool;
  readonly sessions: Sessions;
  readonly credentials: Credentials;
  readonly guard: SignInGuard;
  readonly devices: KnownDevices;
  readonly secondFactor: SecondFactor;
  readonly settings: SignInSettings;
  readonly provider: ProviderSignIn | null;
  readonly people: People;
  readonly clock: DemonstrationClock;
  readonly demonstrationLogins: () => Promise<SetupState['demonstrationLogins']>;
}

type SignInRequest = RouteRequest<(typeof routes.session)['signIn']>;

const BASELINE_ROLE = 'baseline';

/** Held while the first admin is made, so that two browsers cannot make two. */
const FIRST_ADMIN_LOCK = 0x61646d6e;

export function sessionHandlers(deps: SessionRoutesDeps): RouteHandlers<typeof routes.session> {
  const { config, people, sessions } = deps;
  const provider = (): ProviderSignIn => {
    if (deps.provider === null) throw new ApiProblem('API_NOT_FOUND');
    return deps.provider;
  };
  return {
    async setupState() {
      const rules = await deps.settings.read();
      return {
        needsFirstAdmin: !config.demo && !(await people.hasUsers()),
        demonstration: config.demo,
        provider: deps.provider && { label: rules.oidcLabel },
        passwordSignIn: deps.provider === null || rules.passwordSignIn,
        demonstrationLogins: config.demo ? await deps.demonstrationLogins() : [],
      };
    },
    async createFirstAdmin({ body, http }) {
      const { passwordLengthMin } = await deps.settings.read();
      assertGoodPassword(body.password, {
        path: 'password',
        lengthMin: passwordLengthMin,
        words: [body.name, body.email],
      });
      const userId = await createFirstAdmin(deps, body);
      const { user } = await beginSession(deps, { userId, method: 'setup', former: null, http });
      return meFrom(user, deps);
    },
    signIn: (request) => signIn(deps, request),
    me: (request) => Promise.resolve(meFrom(request.user, deps, request)),
    async signOut({ session, user, seenBy, http }) {
      if (session !== null) await sessions.end(session.id);
      const { id } = seenBy ?? user;
      await people.note({ verb: 'signed_out', userId: id, by: id });
      http.response.append('Set-Cookie', expiredSessionCookie({ secure: config.secureCookies }));
      return { ok: true };
    },
    async setLocale({ user, body }) {
      await people.setLocale(user.id, body.locale);
      return { ok: true };
    },
    async beginProviderSignIn({ query, http }) {
      const page = await provider().begin(http, addressInside(query.next));
      http.response.setHeader('Cache-Control', 'no-store');
      http.response.redirect(303, page.href);
      return { ok: true };
    },
    async endProviderSignIn({ session, http }) {
      const to = await endProviderSignIn(deps, { provider: provider(), session, http });
      http.response.setHeader('Cache-Control', 'no-store');
      http.response.redirect(303, to);
      return { ok: true };
    },
  };
}

async function signIn(deps: SessionRoutesDeps, { body, session, http }: SignInRequest): Promise<Me> {
  const { email, password, code } = body;
  const ip = http.request.ip ?? null;
  const userId = await deps.people.findIdByEmail(email);
  const attempt = { email, ip, knownDevice: await deps.devices.knows(http.request, userId) };
  await deps.guard.enter(attempt);
  const refuse = async (problem: 'API_SIGN_IN_REFUSED' | 'API_CODE_REFUSED'): Promise<never> => {
    if (userId !== null) await deps.people.note({ verb: 'sign_in_failed', userId, by: null, text: ip });
    throw new ApiProblem(problem);
  };
  if (!(await deps.credentials.matches(userId, password)) || userId === null)
    return refuse('API_SIGN_IN_REFUSED');
  await assertPasswordIsEnough(deps, userId);
  if ((await deps.secondFactor.state(userId)) !== null) {
    if (code === undefined) throw new ApiProblem('API_CODE_REQUIRED');
    const taken = await deps.secondFactor.take(userId, code);
    if (taken === null) return refuse('API_CODE_REFUSED');
    if (taken === 'recovery')
      await deps.people.note({ verb: 'recovery_code_used', userId, by: userId, text: ip });
  }
  await deps.guard.succeed(attempt);
  const { user, pending } = await beginSession(deps, { userId, method: 'password', former: session, http });
  await deps.devices.remember(http, userId);
  return meFrom(user, deps, { seenBy: null, pending });
}

/** Where the company signs in through its provider, administrators still come in when it is away. */
async function assertPasswordIsEnough(deps: SessionRoutesDeps, userId: string): Promise<void> {
  if (deps.provider === null || (await deps.settings.read()).passwordSignIn) return;
  const user = await deps.people.load(userId);
  if (user?.isAdmin !== true) throw new ApiProblem('API_PROVIDER_ONLY');
}

/** The address inside the product that the browser goes to, also when nobody came in: there is no page here to say so. */
async function endProviderSignIn(
  deps: SessionRoutesDeps,
  {
    provider,
    session,
    http,
  }: Pick<SignInRequest, 'session' | 'http'> & { readonly provider: ProviderSignIn },
): Promise<string> {
  try {
    const came = await provider.end(http);
    if (typeof came === 'string') return `/sign-in?refused=${came}`;
    await beginSession(deps, { userId: came.userId, method: 'oidc', former: session, http });
    return came.next;
  } catch (error) {
    deps.logger.warn({ err: error }, 'a sign-in through the provider failed');
    return '/sign-in?refused=failed';
  }
}

async function createFirstAdmin(
  deps: SessionRoutesDeps,
  request: {
    readonly name: string;
    readonly email: string;
    readonly password: string;
    readonly locale: 'en' | 'ru';
  },
): Promise<string> {
  return inTransaction(deps.pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [FIRST_ADMIN_LOCK]);
    if (deps.config.demo || (await deps.people.hasUsers())) throw new ApiProblem('API_SETUP_DONE');
    const { name, email, locale } = request;
    const userId = await deps.people.createFirstAdmin({ name, email, locale }, client);
    await deps.credentials.set(userId, request.password, client);
    return userId;
  });
}

function meFrom(
  user: RequestUser,
  deps: SessionRoutesDeps,
  { seenBy, pending }: { readonly seenBy: RequestUser | null; readonly pending: PendingStep | null } = {
    seenBy: null,
    pending: null,
  },
): Me {
  const { id, name, email, locale, timeZone, positionTitle, departmentName } = user;
  return {
    user: { id, name, email, locale, timeZone, positionTitle, departmentName },
    // Everybody has the baseline role; naming it tells nothing.
    roles: user.roles.filter((role) => role.code !== BASELINE_ROLE).map(({ code, name }) => ({ code, name })),
    isAdmin: user.isAdmin,
    processRights: [...processRightsOf(user, '*')],
    standsInFor: [...user.standsInFor],
    seenBy: seenBy && { id: seenBy.id, name: seenBy.name },
    pending,
    demonstration: deps.config.demo,
    now: deps.clock.now().toISOString(),
  };
}
