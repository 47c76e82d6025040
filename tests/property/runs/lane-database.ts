/**
 * The database of one lane. Its connections outlive the engine objects: whoever is thrown away knows nothing afterwards,
 * and what a new session of the server must read first is a good part of what a path costs.
 */
import pg from 'pg';
import { CONNECTIONS_MAX, PoolInTurn } from './pool-in-turn.ts';
import { recordsIn, RECORD_TABLE, type StoredRecords } from './stored-records.ts';
import type { TestDatabase } from '../../support/test-server.ts';

/** Timers are minutes apart: none is due by so little. */
const AHEAD_MS_MAX = 1_000;

export interface LaneDatabase {
  readonly url: string;
  /** For the engines of the lane. */
  readonly pool: pg.Pool;
  /** Beside the engine's tables. */
  readonly stored: StoredRecords;
  /** The time that a run takes is none of its own: on a busy machine timers would be due by it. */
  setBack(instant: string): Promise<void>;
  /** The same, unless it was done a moment ago. */
  keepBack(instant: string): Promise<void>;
  /** Empties the engine's tables; from now the reference counts. */
  empty(): Promise<void>;
  /** What a dead process held is free after a while; here at once. */
  freeLeases(): Promise<void>;
  end(): Promise<void>;
}

async function openLane(url: string): Promise<LaneDatabase> {
  const pool = new PoolInTurn({ connectionString: url, max: CONNECTIONS_MAX });
  const client = new pg.Client({ connectionString: url });
  // A lost connection shows where it is used.
  pool.on('error', () => undefined);
  client.on('error', () => undefined);
  await client.connect();
  // The product's clock moves forward only; a trigger sees to it.
  await client.query('set session_replication_role = replica');
  await client.query(RECORD_TABLE);
  const stored = recordsIn(pool);
  let setAt = -Infinity;
  const setBack = async (instant: string): Promise<void> => {
    setAt = performance.now();
    await client.query(
      `update public.demonstration_clock
       set offset_ms = ceil(extract(epoch from ($1::timestamptz - clock_timestamp())) * 1000)`,
      [instant],
    );
  };
  return {
    url,
    pool,
    stored,
    setBack,
    async keepBack(instant) {
      if (performance.now() - setAt > AHEAD_MS_MAX) await setBack(instant);
    },
    async empty() {
      await client.query(EMPTIED);
      await stored.clear();
      await client.query('update public.demonstration_clock set offset_ms = 0');
    },
    async freeLeases() {
      await client.query('update engine.job set lease_until = null, lease_owner = null');
    },
    async end() {
      await client.end();
      await pool.end();
    },
  };
}

/** A run leaves a few rows: deleting them is many times faster than making the files of all tables anew. */
const EMPTIED = `do $$ declare v_table text; begin
  for v_table in
    select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'engine' and c.relkind in ('r', 'p') and not c.relispartition
  loop
    execute 'delete from ' || v_table;
  end loop;
end $$`;

/** Of several lanes, each made when it is asked for. */
export class LaneDatabases {
  private readonly create: () => Promise<TestDatabase>;
  private readonly made = new Map<number, Promise<readonly [LaneDatabase, TestDatabase]>>();

  constructor(create: () => Promise<TestDatabase>) {
    this.create = create;
  }

  async of(lane: number): Promise<LaneDatabase> {
    const open = async (): Promise<readonly [LaneDatabase, TestDatabase]> => {
      const database = await this.create();
      return [await openLane(database.url), database];
    };
    if (!this.made.has(lane)) this.made.set(lane, open());
    const [opened] = await this.made.get(lane)!;
    return opened;
  }

  async drop(): Promise<void> {
    for (const made of this.made.values()) {
      const [opened, database] = await made;
      await opened.end();
      await database.drop();
    }
  }
}
