import type { Request } from 'express';
import type { RequestUser } from '#crm';
import type { People } from './people.ts';
import { tokenFromCookies } from './session-cookie.ts';
import type { Session, Sessions } from './sessions.ts';

export interface Identity {
  readonly user: RequestUser;
  readonly session: Session;
}

/** Finds who a cookie header belongs to; requests and socket handshakes ask alike. */
export async function identifyCookies(
  header: string | undefined,
  sessions: Sessions,
  people: People,
): Promise<Identity | null> {
  const token = tokenFromCookies(header);
  if (token === null) return null;
  const session = await sessions.find(token);
  if (session === null) return null;
  const user = await people.load(session.userId);
  return user === null ? null : { user, session };
}

export function identifyRequest(
  sessions: Sessions,
  people: People,
): (request: Request) => Promise<Identity | null> {
  return (request) => identifyCookies(request.get('cookie'), sessions, people);
}
