import type { Request } from 'express';
import type { RequestUser } from '#crm';
import type { People } from './people.ts';
import type { SeeAs } from './see-as.ts';
import { tokenFromCookies } from './session-cookie.ts';
import type { Session, Sessions } from './sessions.ts';

export interface Identity {
  /** Whose rights count. */
  readonly user: RequestUser;
  readonly session: Session;
  /** The administrator who looks through this user's eyes; nothing may be changed then. */
  readonly seenBy: RequestUser | null;
}

export interface IdentityDeps {
  readonly sessions: Sessions;
  readonly people: People;
  readonly seeAs: SeeAs;
}

/** Finds who a cookie header belongs to; requests and socket handshakes ask alike. */
export async function identifyCookies(
  header: string | undefined,
  { sessions, people, seeAs }: IdentityDeps,
): Promise<Identity | null> {
  const token = tokenFromCookies(header);
  if (token === null) return null;
  const session = await sessions.find(token);
  if (session === null) return null;
  const user = await people.load(session.userId);
  if (user === null) return null;
  const seenId = user.isAdmin ? await seeAs.find(session) : null;
  const seen = seenId === null ? null : await people.load(seenId);
  return seen ? { user: seen, session, seenBy: user } : { user, session, seenBy: null };
}

export function identifyRequest(deps: IdentityDeps): (request: Request) => Promise<Identity | null> {
  return (request) => identifyCookies(request.get('cookie'), deps);
}
