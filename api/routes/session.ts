/** Sign-in, sign-out, the own language, and the set-up of a fresh installation. */
import type { Pool } from 'pg';
import { processRightsOf, type RequestUser } from '#crm';
import type { routes } from '#contract';
import { type Me, type SetupState } from '#contract';
import type { DemonstrationClock } from '../adapters/clock.ts';
import type { Credentials } from '../auth/credentials.ts';
import type { People } from '../auth/people.ts';
import { expiredSessionCookie, sessionCookie } from '../auth/session-cookie.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { SignInGuard } from '../auth/sign-in-guard.ts';
import type { Config } from '../config.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers, RouteRequest } from '../middleware/mount-routes.ts';

export interface SessionRoutesDeps {
  readonly config: Pick<Config, 'demo' | 'secureCookies' | 'sessionDays'>;
  readonly pool: Pool;
  readonly sessions: Sessions;
  readonly credentials: Credentials;
  readonly guard: SignInGuard;
  readonly people: People;
  readonly clock: DemonstrationClock;
  readonly demonstrationLogins: () => Promise<SetupState['demonstrationLogins']>;
}

const BASELINE_ROLE = 'baseline';

/** Held while the first admin is made, so that two browsers cannot make two. */
const FIRST_ADMIN_LOCK = 0x61646d6e;

export function sessionHandlers(deps: SessionRoutesDeps): RouteHandlers<typeof routes.session> {
  return {
    setupState: async () => ({
      needsFirstAdmin: !deps.config.demo && !(await deps.people.hasUsers()),
      demonstration: deps.config.demo,
      demonstrationLogins: deps.config.demo ? await deps.demonstrationLogins() : [],
    }),
    createFirstAdmin: async (request) => {
      const userId = await createFirstAdmin(deps, request.body);
      return beginSession(deps, request, userId);
    },
    signIn: async (request) => {
      const { email, password } = request.body;
      const attempt = { email, ip: request.http.request.ip ?? null };
      await deps.guard.assertAllowed(attempt);
      const userId = await deps.people.findIdByEmail(email);
      if (!(await deps.credentials.matches(userId, password)) || userId === null) {
        await deps.guard.countFailure(attempt);
        throw new ApiProblem('API_SIGN_IN_REFUSED');
      }
      await deps.guard.forget(attempt);
      return beginSession(deps, request, userId);
    },
    me: (request) => Promise.resolve(meFrom(request.user, deps, request.seenBy)),
    signOut: async (request) => {
      if (request.session !== null) await deps.sessions.end(request.session.id);
      request.http.response.append('Set-Cookie', expiredSessionCookie({ secure: deps.config.secureCookies }));
      return { ok: true };
    },
    setLocale: async (request) => {
      await deps.people.setLocale(request.user.id, request.body.locale);
      return { ok: true };
    },
  };
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
  const client = await deps.pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [FIRST_ADMIN_LOCK]);
    if (deps.config.demo || (await deps.people.hasUsers())) throw new ApiProblem('API_SETUP_DONE');
    const userId = await deps.people.createFirstAdmin(
      { name: request.name, email: request.email, locale: request.locale },
      client,
    );
    await deps.credentials.set(userId, request.password, client);
    await client.query('commit');
    return userId;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function beginSession(
  deps: SessionRoutesDeps,
  request: Pick<RouteRequest<(typeof routes.session)['signIn']>, 'http' | 'session'>,
  userId: string,
): Promise<Me> {
  const user = await deps.people.load(userId);
  if (user === null) throw new ApiProblem('API_SIGN_IN_REFUSED');
  // A new sign-in never continues an old session: a planted cookie must not become a signed-in one.
  if (request.session !== null) await deps.sessions.end(request.session.id);
  const { request: httpRequest, response } = request.http;
  const token = await deps.sessions.begin(userId, {
    ip: httpRequest.ip ?? null,
    agent: httpRequest.get('user-agent') ?? null,
  });
  response.append(
    'Set-Cookie',
    sessionCookie(token, { secure: deps.config.secureCookies, days: deps.config.sessionDays }),
  );
  return meFrom(user, deps);
}

function meFrom(user: RequestUser, deps: SessionRoutesDeps, seenBy: RequestUser | null = null): Me {
  const { id, name, email, locale, timeZone, positionTitle, departmentName } = user;
  return {
    user: { id, name, email, locale, timeZone, positionTitle, departmentName },
    // Everybody has the baseline role; naming it tells nothing.
    roles: user.roles.filter((role) => role.code !== BASELINE_ROLE).map(({ code, name }) => ({ code, name })),
    isAdmin: user.isAdmin,
    processRights: [...processRightsOf(user, '*')],
    standsInFor: [...user.standsInFor],
    seenBy: seenBy && { id: seenBy.id, name: seenBy.name },
    demonstration: deps.config.demo,
    now: deps.clock.now().toISOString(),
  };
}
