/** Where the test engine keeps its state, and how it looks at all of it. */
import pg from 'pg';
import type { HistoryEvent } from '../history/events.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { createPostgresStore } from '../store/postgres/create-postgres-store.ts';
import { loseSilentConnections } from '../store/postgres/silent-connections.ts';
import type { Store } from '../store/store-port.ts';
import { createTestClock, type TestClock } from './host.ts';
import { WAIT_HANDLER } from './stubs.ts';
import type { TestEngineOptions } from './types.ts';

export interface Backend {
  readonly store: Store;
  readonly clock: TestClock;
  /** Moves the clock that due jobs are compared with. */
  setClock(instant: string): Promise<void>;
  /** What followed the event of that number. */
  history(rootId: string, afterSeq: number): Promise<readonly HistoryEvent[]>;
  /** The version of every root, oldest first. */
  roots(): Promise<ReadonlyMap<string, number>>;
  deployedKeys(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function createBackend(options: TestEngineOptions): Promise<Backend> {
  return options.store === 'postgres' ? postgresBackend(options) : memoryBackend(options);
}

function memoryBackend(options: TestEngineOptions): Backend {
  const clock = createTestClock(options.now);
  const store = createMemoryStore(clock);
  return {
    store: holdingWaitJobs(store),
    clock,
    setClock: async (instant) => clock.set(instant),
    history: async (rootId, afterSeq) =>
      structuredClone(
        store.tables.history.filter((event) => event.rootId === rootId && event.seq > afterSeq),
      ),
    roots: async () => new Map(store.tables.versions),
    deployedKeys: async () => [...store.tables.latest.keys()],
    close: async () => undefined,
  };
}

async function postgresBackend(options: TestEngineOptions): Promise<Backend> {
  const pool = options.pool ?? ownPool(options);
  const store = createPostgresStore({ pool });
  const { rows } = await pool.query<{ now: Date }>('select public.throughline_now() as now');
  const clock = createTestClock(rows[0]!.now.toISOString());
  const views = store.createViews!({ get: async () => null, latest: async () => null });
  return {
    store: holdingWaitJobs(store),
    clock,
    async setClock(instant) {
      clock.set(instant);
      await pool.query(
        `update public.demonstration_clock
         set offset_ms = greatest(offset_ms, ceil(extract(epoch from ($1::timestamptz - clock_timestamp())) * 1000))`,
        [instant],
      );
    },
    history: (rootId, afterSeq) => views.history({ instanceId: rootId, afterSeq, limit: 50_000 }),
    async roots() {
      const found = await pool.query<{ id: string; version: number }>(
        'select id, version from engine.process_instance where id = root_instance_id order by started_at, id',
      );
      return new Map(found.rows.map(({ id, version }) => [id, version]));
    },
    async deployedKeys() {
      const found = await pool.query<{ key: string }>(
        'select distinct process_key as key from engine.process_definition',
      );
      return found.rows.map((row) => row.key);
    },
    close: async () => (options.pool ? undefined : pool.end()),
  };
}

function ownPool({ databaseUrl, silentMs }: TestEngineOptions): pg.Pool {
  if (!databaseUrl) throw new Error('Expected a databaseUrl or a pool for the store `postgres`.');
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  // A lost connection shows where it is used.
  pool.on('error', () => undefined);
  if (silentMs !== undefined) loseSilentConnections(pool, silentMs);
  return pool;
}

/** Jobs that wait for the test are given back at once. */
function holdingWaitJobs(store: Store): Store {
  return {
    ...store,
    async acquireJobs(request) {
      const leased = await store.acquireJobs(request);
      const held = leased.filter(({ job }) => job.handler === WAIT_HANDLER);
      for (const { job, leaseNo } of held) await store.releaseJob?.({ jobId: job.id, leaseNo, pauseMs: 0 });
      return leased.filter(({ job }) => job.handler !== WAIT_HANDLER);
    },
  };
}
