/**
 * A first password by an address that is mailed: good once, for a week, and only for the latest mail. What is stored
 * cannot be turned back into the address.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

const FORGET = 'delete from app.invitation where user_id = $1';
const INSERT = 'insert into app.invitation (token_hash, user_id) values ($1, $2)';
const FIND = `
  select i.user_id as "userId", u.name, u.email
  from app.invitation i join crm."user" u on u.id = i.user_id and u.status = 'active' and u.deleted_at is null
  where i.token_hash = $1 and i.expires_at > clock_timestamp()`;

export interface Invited {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
}

/** The token of a new invitation; former ones open nothing any more. */
export async function invite(client: Pick<PoolClient, 'query'>, userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await client.query(FORGET, [userId]);
  await client.query(INSERT, [hashOf(token), userId]);
  return token;
}

/** Null for what was never given, is over or was used. */
export async function findInvited(pool: Pick<Pool, 'query'>, token: string): Promise<Invited | null> {
  return (await pool.query<Invited>(FIND, [hashOf(token)])).rows[0] ?? null;
}

/** Uses it up, so that of two who come at once only one goes on. */
export async function useInvitation(client: Pick<PoolClient, 'query'>, token: string): Promise<boolean> {
  return (
    (await client.query('delete from app.invitation where token_hash = $1', [hashOf(token)])).rowCount === 1
  );
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
