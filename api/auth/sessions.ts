/**
 * Who is signed in. A session is an opaque random token in a cookie; the table keeps only its hash, so that a leaked
 * table signs nobody in, and a row that is gone signs out at once. Sessions live by the real clock, never by the
 * demonstration clock.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { v7 as uuid } from 'uuid';

export type SignInMethod = 'password' | 'oidc' | 'setup';

export interface Session {
  readonly id: string;
  readonly userId: string;
}

/** With what decides whether the person may go on. */
export interface FoundSession extends Session {
  readonly method: SignInMethod;
  readonly hasSecondFactor: boolean;
  readonly mustChangePassword: boolean;
  /** Roles that must have a second factor. */
  readonly totpRoles: readonly string[];
}

export interface SessionItem {
  readonly id: string;
  readonly method: SignInMethod;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly ip: string | null;
  readonly agent: string | null;
}

export interface SessionOrigin {
  readonly ip: string | null;
  readonly agent: string | null;
}

const TOKEN_BYTES = 32;
const AGENT_LENGTH_MAX = 300;

const INSERT = `
  insert into app.session (token_hash, id, user_id, expires_at, ip, agent, method)
  values ($1, $2, $3, clock_timestamp() + make_interval(days => $4), $5, $6, $7)`;

/** Writes at most once a minute for a session that is in use. */
const FIND = `
  with found as (
    select id, user_id, last_seen_at, method
    from app.session
    where token_hash = $1
    and expires_at > clock_timestamp()
  ), touched as (
    update app.session s
    set last_seen_at = clock_timestamp()
    from found
    where s.token_hash = $1
    and found.last_seen_at < clock_timestamp() - interval '1 minute'
  )
  select id, user_id as "userId", method,
    exists (select from app.totp t where t.user_id = found.user_id and t.confirmed_at is not null) as "hasSecondFactor",
    coalesce((select must_change from app.credential c where c.user_id = found.user_id), false) as "mustChangePassword",
    (select totp_roles from app.sign_in_setting) as "totpRoles"
  from found`;

const LIST = `
  select id, method, created_at as "createdAt", last_seen_at as "lastSeenAt", expires_at as "expiresAt", ip, agent
  from app.session
  where user_id = $1 and expires_at > clock_timestamp()
  order by last_seen_at desc, id`;

export class Sessions {
  readonly #pool: Pool;
  readonly #days: number;
  readonly #endListeners = new Set<(sessionId: string) => void>();

  constructor(options: { readonly pool: Pool; readonly days: number }) {
    this.#pool = options.pool;
    this.#days = options.days;
  }

  /** Returns the token for the cookie; it is not kept anywhere else. */
  async begin(userId: string, origin: SessionOrigin, method: SignInMethod = 'password'): Promise<string> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const agent = origin.agent?.slice(0, AGENT_LENGTH_MAX) ?? null;
    await this.#pool.query(INSERT, [hash(token), uuid(), userId, this.#days, origin.ip, agent, method]);
    return token;
  }

  async find(token: string): Promise<FoundSession | null> {
    const { rows } = await this.#pool.query<FoundSession>({
      name: 'find_session',
      text: FIND,
      values: [hash(token)],
    });
    return rows[0] ?? null;
  }

  /** Where a person is signed in, the latest first. */
  async list(userId: string): Promise<SessionItem[]> {
    return (await this.#pool.query<SessionItem>(LIST, [userId])).rows;
  }

  /** Whether a session that was valid still is; sockets ask now and then. */
  async isAlive(sessionId: string): Promise<boolean> {
    const answer = await this.#pool.query(
      'select 1 from app.session where id = $1 and expires_at > clock_timestamp()',
      [sessionId],
    );
    return answer.rowCount === 1;
  }

  async end(sessionId: string): Promise<void> {
    await this.#pool.query('delete from app.session where id = $1', [sessionId]);
    for (const listener of this.#endListeners) listener(sessionId);
  }

  /** Ends one session of a person; false where he has no such session. */
  async endOf(userId: string, sessionId: string): Promise<boolean> {
    const { rowCount } = await this.#pool.query('delete from app.session where user_id = $1 and id = $2', [
      userId,
      sessionId,
    ]);
    if (rowCount === 1) for (const listener of this.#endListeners) listener(sessionId);
    return rowCount === 1;
  }

  /** Ends all sessions of a user but the given one, for a changed password or a lost device. Returns how many. */
  async endAllOf(userId: string, exceptId: string | null = null): Promise<number> {
    const ended = await this.#pool.query<{ id: string }>(
      'delete from app.session where user_id = $1 and ($2::uuid is null or id <> $2) returning id',
      [userId, exceptId],
    );
    for (const { id } of ended.rows) for (const listener of this.#endListeners) listener(id);
    return ended.rows.length;
  }

  /** Removes what has expired; a schedule calls it. */
  async sweep(): Promise<void> {
    await this.#pool.query('delete from app.session where expires_at <= clock_timestamp()');
    await this.#pool.query(
      `delete from app.sign_in_attempt where window_started_at < clock_timestamp() - interval '1 day'`,
    );
    await this.#pool.query(
      `delete from app.rate_window where started_at < clock_timestamp() - interval '1 hour'`,
    );
    await this.#pool.query(
      `delete from app.oidc_flow where started_at < clock_timestamp() - interval '1 hour'`,
    );
    await this.#pool.query(
      `delete from app.known_device where seen_at < clock_timestamp() - interval '180 days'`,
    );
  }

  onEnd(listener: (sessionId: string) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
