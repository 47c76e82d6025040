/**
 * Browsers that somebody has signed in from. The cookie signs nobody in; it only tells the guard that a try comes from
 * a browser of the person's own, so that guessing from elsewhere does not lock him out.
 */
import { createHash, randomBytes } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import type { Pool } from 'pg';

const NAME = 'throughline_device';
const DAYS = 180;

const REMEMBER = `
  insert into app.known_device (token_hash, user_id) values ($1, $2)
  on conflict (token_hash, user_id) do update set seen_at = clock_timestamp()`;

export class KnownDevices {
  readonly #pool: Pool;
  readonly #secure: boolean;

  constructor(options: { readonly pool: Pool; readonly secure: boolean }) {
    this.#pool = options.pool;
    this.#secure = options.secure;
  }

  async knows(request: Request, userId: string | null): Promise<boolean> {
    const token = tokenOf(request);
    if (token === null || userId === null) return false;
    const { rowCount } = await this.#pool.query(
      'select from app.known_device where token_hash = $1 and user_id = $2 and seen_at > clock_timestamp() - make_interval(days => $3)',
      [digest(token), userId, DAYS],
    );
    return rowCount === 1;
  }

  async remember(
    http: { readonly request: Request; readonly response: Response },
    userId: string,
  ): Promise<void> {
    const token = tokenOf(http.request) ?? randomBytes(24).toString('base64url');
    await this.#pool.query(REMEMBER, [digest(token), userId]);
    const cookie = { httpOnly: true, sameSite: 'lax', path: '/api/session', secure: this.#secure } as const;
    http.response.append('Set-Cookie', stringifySetCookie(NAME, token, { ...cookie, maxAge: DAYS * 86_400 }));
  }

  /** For a password that others may have known. */
  async forgetAllOf(userId: string): Promise<void> {
    await this.#pool.query('delete from app.known_device where user_id = $1', [userId]);
  }
}

function tokenOf(request: Request): string | null {
  const token = parseCookie(request.get('cookie') ?? '')[NAME];
  return token !== undefined && /^[\w-]{32}$/.test(token) ? token : null;
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
