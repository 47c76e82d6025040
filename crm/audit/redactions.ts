/**
 * Vouched redactions. The law may ask for what is personal to leave history; then the text goes and with it the salt of
 * its digest, so that nobody can try guesses against the digest, which stays in the chain. An event of its own says who
 * did it and why, and holds a digest over all that was rewritten and what it became: whoever rewrites something else, or
 * rewrites it once more, is found as before.
 */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Queryable } from '../database/transaction.ts';

export interface Redaction {
  readonly id: string;
  readonly at: string;
  readonly by: string | null;
  readonly reason: string | null;
  readonly events: number;
}

/** Held by whoever appends to a chain, and by a redaction: no event is sealed while it is being rewritten. */
export const SEAL_LOCK = 0x7365616c;

export async function holdSeals(client: Queryable): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [SEAL_LOCK]);
}

const NOTE = `
  insert into crm.event_redaction (redaction_id, event_id, after_hash)
  select $1::uuid, e.id, crm.event_hash(e)
  from crm.event e
  where e.id = any($2::uuid[]) and exists (select from crm.event_seal s where s.event_id = e.id)`;
const DROP_SALTS = 'update crm.event_seal set salt = null where event_id = any($1::uuid[])';
const ROWS = `
  select event_id, encode(after_hash, 'hex') as hash from crm.event_redaction where redaction_id = $1 order by event_id`;

/** After the rewriting: notes what the sealed ones have become. Returns what the vouching event must hold. */
export async function noteRedactions(
  client: Queryable,
  redactionId: string,
  eventIds: readonly string[],
): Promise<string> {
  await client.query(NOTE, [redactionId, eventIds]);
  await client.query(DROP_SALTS, [eventIds]);
  const { rows } = await client.query<{ event_id: string; hash: string }>(ROWS, [redactionId]);
  return digestOf(rows);
}

function digestOf(rows: readonly { readonly event_id: string; readonly hash: string }[]): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(`${row.event_id} ${row.hash}\n`);
  return hash.digest('hex');
}

const SELECT_REDACTIONS = `
  select distinct r.redaction_id as id, e.occurred_at as at, u.name as by, e.data->>'text' as reason, e.data->>'vouches' as vouches
  from crm.event_redaction r
  left join crm.event e on e.id = r.redaction_id
  left join crm."user" u on u.id = e.actor_id and e.actor_kind = 'user'
  order by 1`;

/** Those whose event is there and vouches for exactly the rows that are there. */
export async function vouchedRedactions(pool: Pool): Promise<ReadonlyMap<string, Redaction>> {
  const { rows } = await pool.query<{
    id: string;
    at: Date | null;
    by: string | null;
    reason: string | null;
    vouches: string | null;
  }>(SELECT_REDACTIONS);
  const vouched = new Map<string, Redaction>();
  for (const { id, at, by, reason, vouches } of rows) {
    const noted = await pool.query<{ event_id: string; hash: string }>(ROWS, [id]);
    if (at === null || vouches === null || digestOf(noted.rows) !== vouches) continue;
    vouched.set(id, { id, at: at.toISOString(), by, reason, events: noted.rows.length });
  }
  return vouched;
}
