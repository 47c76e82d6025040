import { parseCookie, stringifySetCookie } from 'cookie';

const NAME = 'throughline_session';

/** The session token of a Cookie header, of a request or of a socket handshake. */
export function tokenFromCookies(header: string | undefined): string | null {
  if (header === undefined) return null;
  return parseCookie(header)[NAME] ?? null;
}

/** Scripts cannot read it, other sites' forms do not send it. */
export function sessionCookie(
  token: string,
  options: { readonly secure: boolean; readonly days: number },
): string {
  return stringifySetCookie(NAME, token, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: options.secure,
    maxAge: options.days * 86_400,
  });
}

export function expiredSessionCookie(options: { readonly secure: boolean }): string {
  return stringifySetCookie(NAME, '', {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: options.secure,
    maxAge: 0,
  });
}
