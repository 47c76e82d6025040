/**
 * Tamper evidence: events of a month form a chain of SHA-256 hashes. Each seal covers its event and the seal before it,
 * so that an event that is changed, removed or put in between is found, and where. Sealing comes after writing and holds
 * no writer up; an event is sealed within minutes. Who can write the database can also write a new chain: keep the heads
 * that a verification tells somewhere else, and compare.
 *
 * The data of an event enter by a salted digest: they can be redacted (redactions.ts) and the chain still holds. Seals of
 * the former form cover the data themselves; a redaction vouches for those, too.
 */
import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { holdSeals, type Redaction, vouchedRedactions } from './redactions.ts';

export interface ChainReport {
  /** First day of the month. */
  readonly month: string;
  readonly events: number;
  readonly sealed: number;
  /** Hash of the last seal in hexadecimal; null for an empty chain. */
  readonly head: string | null;
  readonly problems: ChainProblem[];
  /** What was taken out of this month and vouched for; `events` counts those of the month. */
  readonly redactions: Redaction[];
}

export interface ChainProblem {
  /** changed: not what was sealed; removed: sealed and gone; chain: the seals themselves were touched. */
  readonly kind: 'changed' | 'removed' | 'chain';
  readonly seq: number;
  readonly eventId: string;
}

const BATCH = 5_000;
/** Enough to see what was done; a whole month that was rewritten need not be listed row by row. */
const PROBLEMS_MAX = 100;

const SELECT_MONTHS = `
  select distinct to_char(date_trunc('month', occurred_at at time zone 'UTC'), 'YYYY-MM-DD') as month
  from crm.event where occurred_at >= $1 and occurred_at < $2
  union
  select distinct to_char(month, 'YYYY-MM-DD') from crm.event_seal where month >= $1::date and month < $2::date
  order by 1`;

const OF_MONTH = `e.occurred_at >= ($1::date)::timestamp at time zone 'UTC'
  and e.occurred_at < ($1::date + interval '1 month') at time zone 'UTC'`;

const SELECT_UNSEALED = `
  with fresh as materialized (
    select e, e.id, e.occurred_at, uuid_send(gen_random_uuid()) as salt
    from crm.event e
    where ${OF_MONTH} and not exists (select from crm.event_seal s where s.event_id = e.id and s.month = $1::date)
    order by e.occurred_at, e.id
    limit ${BATCH})
  select f.id, f.salt, d.digest, crm.event_hash(f.e, d.digest) as hash
  from fresh f cross join lateral (select crm.event_digest((f.e).data, f.salt) as digest) d
  order by f.occurred_at, f.id`;

const INSERT_SEALS = `
  insert into crm.event_seal (month, seq, event_id, content_hash, chain_hash, salt, data_digest)
  select $1::date, * from unnest($2::bigint[], $3::uuid[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[])`;

/** Seals what is not sealed yet in the months from `from` until `to`; one node at a time. Returns how many. */
export async function sealEvents(
  pool: Pool,
  range: { readonly from: Date; readonly to: Date },
): Promise<number> {
  const client = await pool.connect();
  let sealed = 0;
  try {
    const months = await client.query<{ month: string }>(SELECT_MONTHS, [range.from, range.to]);
    for (const { month } of months.rows) {
      for (let batch = BATCH; batch === BATCH;) {
        batch = await sealBatch(client, month);
        sealed += batch;
      }
    }
    return sealed;
  } finally {
    client.release();
  }
}

interface Unsealed {
  readonly id: string;
  readonly hash: Buffer;
  readonly salt: Buffer;
  readonly digest: Buffer;
}

async function sealBatch(client: PoolClient, month: string): Promise<number> {
  await client.query('begin');
  try {
    // The chain has one end: whoever appends to it holds this lock until the commit.
    await holdSeals(client);
    const last = await client.query<{ seq: string; chain_hash: Buffer }>(
      'select seq, chain_hash from crm.event_seal where month = $1::date order by seq desc limit 1',
      [month],
    );
    let seq = Number(last.rows[0]?.seq ?? 0);
    let chain = last.rows[0]?.chain_hash ?? Buffer.alloc(0);
    const { rows } = await client.query<Unsealed>(SELECT_UNSEALED, [month]);
    const seals = rows.map(({ id, hash, salt, digest }) => {
      seq += 1;
      chain = next(chain, { seq, eventId: id, hash });
      return { seq, id, hash, chain, salt, digest };
    });
    await client.query(INSERT_SEALS, [
      month,
      seals.map((seal) => seal.seq),
      seals.map((seal) => seal.id),
      seals.map((seal) => seal.hash),
      seals.map((seal) => seal.chain),
      seals.map((seal) => seal.salt),
      seals.map((seal) => seal.digest),
    ]);
    await client.query('commit');
    return seals.length;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

function next(chain: Buffer, seal: { seq: number; eventId: string; hash: Buffer }): Buffer {
  return createHash('sha256').update(chain).update(`${seal.seq} ${seal.eventId} `).update(seal.hash).digest();
}

interface SealRow {
  readonly seq: string;
  readonly event_id: string;
  readonly content_hash: Buffer;
  readonly chain_hash: Buffer;
  readonly is_there: boolean;
  /** What can still be proven of the event is what was sealed. */
  readonly is_whole: boolean;
  /** The data are what was sealed; never so once the salt is gone. */
  readonly is_intact: boolean;
  readonly redaction_id: string | null;
  readonly is_as_redacted: boolean;
}

const SELECT_SEALS = `
  select s.seq, s.event_id, s.content_hash, s.chain_hash, e.id is not null as is_there,
    coalesce(case when s.data_digest is null then r.redaction_id is not null or crm.event_hash(e) = s.content_hash
                  else crm.event_hash(e, s.data_digest) = s.content_hash end, false) as is_whole,
    coalesce(s.data_digest is null or crm.event_digest(e.data, s.salt) = s.data_digest, false) as is_intact,
    r.redaction_id, coalesce(r.after_hash = crm.event_hash(e), false) as is_as_redacted
  from crm.event_seal s
  left join crm.event e on e.id = s.event_id and ${OF_MONTH}
  left join lateral (
    select x.redaction_id, x.after_hash from crm.event_redaction x
    where x.event_id = s.event_id order by x.redaction_id desc limit 1) r on true
  where s.month = $1::date and s.seq > $2
  order by s.seq
  limit ${BATCH}`;

/** Walks the chains of all months and compares each seal with its event as it is now. */
export async function verifyEvents(pool: Pool): Promise<ChainReport[]> {
  const months = await pool.query<{ month: string }>(SELECT_MONTHS, ['1900-01-01', '2900-01-01']);
  const vouched = await vouchedRedactions(pool);
  const reports: ChainReport[] = [];
  for (const { month } of months.rows) reports.push(await verifyMonth(pool, month, vouched));
  return reports;
}

async function verifyMonth(
  pool: Pool,
  month: string,
  vouched: ReadonlyMap<string, Redaction>,
): Promise<ChainReport> {
  const redacted = new Map<string, number>();
  const problems: ChainProblem[] = [];
  let chain: Buffer = Buffer.alloc(0);
  let seq = 0;
  for (let read = BATCH; read === BATCH;) {
    const { rows } = await pool.query<SealRow>(SELECT_SEALS, [month, seq]);
    for (const row of rows) {
      const found = problemOf(row, { seq, chain, vouched });
      if (!found && row.redaction_id !== null)
        redacted.set(row.redaction_id, (redacted.get(row.redaction_id) ?? 0) + 1);
      if (found && problems.length < PROBLEMS_MAX)
        problems.push({ kind: found, seq: Number(row.seq), eventId: row.event_id });
      seq = Number(row.seq);
      chain = row.chain_hash;
    }
    read = rows.length;
  }
  const events = await pool.query<{ count: number }>(
    `select count(*)::int as count from crm.event e where ${OF_MONTH}`,
    [month],
  );
  const redactions = [...redacted].flatMap(([id, count]) => {
    const one = vouched.get(id);
    return one ? [{ ...one, events: count }] : [];
  });
  return {
    month,
    events: events.rows[0]?.count ?? 0,
    sealed: seq,
    head: headOf(chain),
    problems,
    redactions,
  };
}

function headOf(chain: Buffer): string | null {
  return chain.length === 0 ? null : chain.toString('hex');
}

function problemOf(
  row: SealRow,
  known: { seq: number; chain: Buffer; vouched: ReadonlyMap<string, Redaction> },
): ChainProblem['kind'] | null {
  const seq = Number(row.seq);
  const expected = next(known.chain, { seq, eventId: row.event_id, hash: row.content_hash });
  if (seq !== known.seq + 1 || !expected.equals(row.chain_hash)) return 'chain';
  if (!row.is_there) return 'removed';
  if (!row.is_whole) return 'changed';
  if (row.redaction_id === null) return row.is_intact ? null : 'changed';
  return row.is_as_redacted && known.vouched.has(row.redaction_id) ? null : 'changed';
}
