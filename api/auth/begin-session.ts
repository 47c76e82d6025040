/** What every way of signing in ends with: a session of its own, its cookie, and a note in the audit. */
import type { Request, Response } from 'express';
import type { RequestUser } from '#crm';
import type { Config } from '../config.ts';
import { ApiProblem } from '../errors/problems.ts';
import { pendingStep, type PendingStep } from './identify.ts';
import type { People } from './people.ts';
import { sessionCookie } from './session-cookie.ts';
import type { Session, Sessions, SignInMethod } from './sessions.ts';

export interface BeginSessionDeps {
  readonly config: Pick<Config, 'secureCookies' | 'sessionDays'>;
  readonly sessions: Sessions;
  readonly people: People;
}

export interface NewSession {
  readonly userId: string;
  readonly method: SignInMethod;
  /** The session that the browser came with. */
  readonly former: Session | null;
  readonly http: { readonly request: Request; readonly response: Response };
}

/** @throws ApiProblem API_SIGN_IN_REFUSED for somebody who may no longer sign in */
export async function beginSession(
  { config, sessions, people }: BeginSessionDeps,
  { userId, method, former, http: { request, response } }: NewSession,
): Promise<{ readonly user: RequestUser; readonly pending: PendingStep | null }> {
  const user = await people.load(userId);
  if (user === null) throw new ApiProblem('API_SIGN_IN_REFUSED');
  // A new sign-in never continues an old session: a planted cookie must not become a signed-in one.
  if (former !== null) await sessions.end(former.id);
  const ip = request.ip ?? null;
  const token = await sessions.begin(userId, { ip, agent: request.get('user-agent') ?? null }, method);
  await people.note({ verb: 'signed_in', userId, by: userId, text: ip });
  response.append(
    'Set-Cookie',
    sessionCookie(token, { secure: config.secureCookies, days: config.sessionDays }),
  );
  const session = await sessions.find(token);
  return { user, pending: session && pendingStep(user, session) };
}
