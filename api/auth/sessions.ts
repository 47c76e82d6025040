/**
 * Who is signed in. A session is an opaque random token in a cookie; the table keeps only its hash, so that a leaked
 * table signs nobody in, and a row that is gone signs out at once. Sessions live by the real clock, never by the
 * demonstration clock.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { v7 as uuid } from 'uuid';

export interface Session {
  readonly id: string;
  readonly userId: string;
}

export interface SessionOrigin {
  readonly ip: string | null;
  readonly agent: string | null;
}

const TOKEN_BYTES = 32;
const AGENT_LENGTH_MAX = 300;

const INSERT = `
  insert into app.session (token_hash, id, user_id, expires_at, ip, agent)
  values ($1, $2, $3, clock_timestamp() + make_interval(days => $4), $5, $6)`;

/** Writes at most once a minute for a session that is in use. */
const FIND = `
  with found as (
    select id, user_id, last_seen_at
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
  select id, user_id from found`;

export class Sessions {
  readonly #pool: Pool;
  readonly #days: number;
  readonly #endListeners = new Set<(sessionId: string) => void>();

  constructor(options: { readonly pool: Pool; readonly days: number }) {
    this.#pool = options.pool;
    this.#days = options.days;
  }

  /** Returns the token for the cookie; it is not kept anywhere else. */
  async begin(userId: string, origin: SessionOrigin): Promise<string> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const agent = origin.agent?.slice(0, AGENT_LENGTH_MAX) ?? null;
    await this.#pool.query(INSERT, [hash(token), uuid(), userId, this.#days, origin.ip, agent]);
    return token;
  }

  async find(token: string): Promise<Session | null> {
    const answer = await this.#pool.query<{ id: string; user_id: string }>({
      name: 'find_session',
      text: FIND,
      values: [hash(token)],
    });
    const row = answer.rows[0];
    return row === undefined ? null : { id: row.id, userId: row.user_id };
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

  /** Ends all sessions of a user, for a changed password or a disabled account. */
  async endAllOf(userId: string): Promise<void> {
    const ended = await this.#pool.query<{ id: string }>(
      'delete from app.session where user_id = $1 returning id',
      [userId],
    );
    for (const { id } of ended.rows) for (const listener of this.#endListeners) listener(id);
  }

  /** Removes what has expired; a schedule calls it. */
  async sweep(): Promise<void> {
    await this.#pool.query('delete from app.session where expires_at <= clock_timestamp()');
    await this.#pool.query(
      `delete from app.sign_in_attempt where window_started_at < clock_timestamp() - interval '1 day'`,
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
