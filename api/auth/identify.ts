import type { Request } from 'express';
import type { RequestUser } from '#crm';
import { type ApiKeys, type FoundKey, narrowedTo, shownKey } from './api-keys.ts';
import type { People } from './people.ts';
import type { SeeAs } from './see-as.ts';
import { tokenFromCookies } from './session-cookie.ts';
import type { FoundSession, Session, Sessions } from './sessions.ts';

/** What a person must do before the product opens: take a second factor, or replace a password set by others. */
export type PendingStep = 'second-factor' | 'password';

export interface Identity {
  /** Whose rights count. */
  readonly user: RequestUser;
  /** Null for a program with a key. */
  readonly session: Session | null;
  /** The administrator who looks through this user's eyes; nothing may be changed then. */
  readonly seenBy: RequestUser | null;
  readonly pending: PendingStep | null;
  /** The key of a program; null where a person asks. */
  readonly apiKey: FoundKey | null;
}

export interface IdentityDeps {
  readonly sessions: Sessions;
  readonly people: People;
  readonly seeAs: SeeAs;
  readonly apiKeys: ApiKeys;
}

/** Finds who a cookie header belongs to; requests and socket handshakes ask alike. */
export async function identifyCookies(
  header: string | undefined,
  { sessions, people, seeAs }: Omit<IdentityDeps, 'apiKeys'>,
): Promise<Identity | null> {
  const token = tokenFromCookies(header);
  if (token === null) return null;
  const session = await sessions.find(token);
  if (session === null) return null;
  const user = await people.load(session.userId);
  if (user === null) return null;
  const seenId = user.isAdmin ? await seeAs.find(session) : null;
  const seen = seenId === null ? null : await people.load(seenId);
  const identity = { session, pending: pendingStep(user, session), apiKey: null };
  return seen ? { ...identity, user: seen, seenBy: user } : { ...identity, user, seenBy: null };
}

/** A request that shows a key is the key's: a cookie beside it is not looked at. */
export function identifyRequest(deps: IdentityDeps): (request: Request) => Promise<Identity | null> {
  return async (request) => {
    if (request.get('authorization') === undefined) return identifyCookies(request.get('cookie'), deps);
    const shown = shownKey(request);
    const apiKey = shown === null ? null : await deps.apiKeys.find(shown);
    const owner = apiKey === null ? null : await deps.people.load(apiKey.userId);
    const user = apiKey && owner && narrowedTo(owner, apiKey.roleCode);
    return user ? { user, session: null, seenBy: null, pending: null, apiKey } : null;
  };
}

/** What the person must do before the product opens. */
export function pendingStep(user: RequestUser, session: FoundSession): PendingStep | null {
  // The provider has asked for what its own rules want.
  if (session.method === 'oidc') return null;
  if (session.mustChangePassword) return 'password';
  if (session.hasSecondFactor) return null;
  return user.roles.some((role) => session.totpRoles.includes(role.code)) ? 'second-factor' : null;
}
