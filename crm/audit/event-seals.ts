/**
 * Tamper evidence: events of a month form a chain of SHA-256 hashes. Each seal covers its event and the seal before it,
 * so that an event that is changed, removed or put in between is found, and where. Sealing comes after writing and holds
 * no writer up; an event is sealed within minutes. Who can write the database can also write a new chain: keep the heads
 * that a verification tells somewhere else, and compare.
 */
import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

export interface ChainReport {
  /** First day of the month. */
  readonly month: string;
  readonly events: number;
  readonly sealed: number;
  /** Hash of the last seal in hexadecimal; null for an empty chain. */
  readonly head: string | null;
  readonly problems: ChainProblem[];
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
const LOCK = 0x7365616c;

const SELECT_MONTHS = `
  select distinct to_char(date_trunc('month', occurred_at at time zone 'UTC'), 'YYYY-MM-DD') as month
  from crm.event where occurred_at >= $1 and occurred_at < $2
  union
  select distinct to_char(month, 'YYYY-MM-DD') from crm.event_seal where month >= $1::date and month < $2::date
  order by 1`;

const OF_MONTH = `e.occurred_at >= ($1::date)::timestamp at time zone 'UTC'
  and e.occurred_at < ($1::date + interval '1 month') at time zone 'UTC'`;

const SELECT_UNSEALED = `
  select e.id, crm.event_hash(e) as hash
  from crm.event e
  where ${OF_MONTH} and not exists (select from crm.event_seal s where s.event_id = e.id and s.month = $1::date)
  order by e.occurred_at, e.id
  limit ${BATCH}`;

const INSERT_SEALS = `
  insert into crm.event_seal (month, seq, event_id, content_hash, chain_hash)
  select $1::date, * from unnest($2::bigint[], $3::uuid[], $4::bytea[], $5::bytea[])`;

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

async function sealBatch(client: PoolClient, month: string): Promise<number> {
  await client.query('begin');
  try {
    // The chain has one end: whoever appends to it holds this lock until the commit.
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const last = await client.query<{ seq: string; chain_hash: Buffer }>(
      'select seq, chain_hash from crm.event_seal where month = $1::date order by seq desc limit 1',
      [month],
    );
    let seq = Number(last.rows[0]?.seq ?? 0);
    let chain = last.rows[0]?.chain_hash ?? Buffer.alloc(0);
    const { rows } = await client.query<{ id: string; hash: Buffer }>(SELECT_UNSEALED, [month]);
    const seals = rows.map(({ id, hash }) => {
      seq += 1;
      chain = next(chain, { seq, eventId: id, hash });
      return { seq, id, hash, chain };
    });
    await client.query(INSERT_SEALS, [
      month,
      seals.map((seal) => seal.seq),
      seals.map((seal) => seal.id),
      seals.map((seal) => seal.hash),
      seals.map((seal) => seal.chain),
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
  readonly now_hash: Buffer | null;
}

const SELECT_SEALS = `
  select s.seq, s.event_id, s.content_hash, s.chain_hash,
    (select crm.event_hash(e) from crm.event e where e.id = s.event_id and ${OF_MONTH}) as now_hash
  from crm.event_seal s
  where s.month = $1::date and s.seq > $2
  order by s.seq
  limit ${BATCH}`;

/** Walks the chains of all months and compares each seal with its event as it is now. */
export async function verifyEvents(pool: Pool): Promise<ChainReport[]> {
  const months = await pool.query<{ month: string }>(SELECT_MONTHS, ['1900-01-01', '2900-01-01']);
  const reports: ChainReport[] = [];
  for (const { month } of months.rows) reports.push(await verifyMonth(pool, month));
  return reports;
}

async function verifyMonth(pool: Pool, month: string): Promise<ChainReport> {
  const problems: ChainProblem[] = [];
  let chain: Buffer = Buffer.alloc(0);
  let seq = 0;
  for (let read = BATCH; read === BATCH;) {
    const { rows } = await pool.query<SealRow>(SELECT_SEALS, [month, seq]);
    for (const row of rows) {
      const found = problemOf(row, { seq, chain });
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
  return { month, events: events.rows[0]?.count ?? 0, sealed: seq, head: headOf(chain), problems };
}

function headOf(chain: Buffer): string | null {
  return chain.length === 0 ? null : chain.toString('hex');
}

function problemOf(row: SealRow, before: { seq: number; chain: Buffer }): ChainProblem['kind'] | null {
  const seq = Number(row.seq);
  const expected = next(before.chain, { seq, eventId: row.event_id, hash: row.content_hash });
  if (seq !== before.seq + 1 || !expected.equals(row.chain_hash)) return 'chain';
  if (row.now_hash === null) return 'removed';
  return row.now_hash.equals(row.content_hash) ? null : 'changed';
}
