/**
 * "See as user": an administrator looks at the product through somebody else's eyes. The session stays his own; every
 * read is answered under the other person's rights, every write is refused, and beginning and end stand in the audit.
 * It ends by itself after an hour.
 */
import type { Pool, PoolClient } from 'pg';

export interface SeeAs {
  /** Whose eyes a session looks through; null for its own. */
  find(session: { readonly id: string; readonly userId: string }): Promise<string | null>;
  begin(
    session: { readonly id: string; readonly userId: string },
    userId: string,
    client: PoolClient,
  ): Promise<void>;
  end(sessionId: string, client: PoolClient): Promise<string | null>;
}

const FIND = `
  select user_id from app.see_as
  where session_id = $1 and admin_id = $2 and expires_at > clock_timestamp()`;

const BEGIN = `
  insert into app.see_as (session_id, admin_id, user_id) values ($1, $2, $3)
  on conflict (session_id) do update
  set user_id = excluded.user_id, started_at = clock_timestamp(),
      expires_at = clock_timestamp() + interval '1 hour'`;

const FORGET_OLD = 'delete from app.see_as where expires_at < clock_timestamp()';

export function createSeeAs(pool: Pool): SeeAs {
  return {
    async find(session) {
      const { rows } = await pool.query<{ user_id: string }>({
        name: 'find_see_as',
        text: FIND,
        values: [session.id, session.userId],
      });
      return rows[0]?.user_id ?? null;
    },
    async begin(session, userId, client) {
      await client.query(FORGET_OLD);
      await client.query(BEGIN, [session.id, session.userId, userId]);
    },
    async end(sessionId, client) {
      const { rows } = await client.query<{ user_id: string }>(
        'delete from app.see_as where session_id = $1 returning user_id',
        [sessionId],
      );
      return rows[0]?.user_id ?? null;
    },
  };
}
