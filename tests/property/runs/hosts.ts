/** Where the engine side of a run lives: in memory, or on PostgreSQL with the engine object lost now and then. */
import pg from 'pg';
import { createTestEngine, type TestEngine } from '#engine/testing';
import type { Random } from '../../torture/random.ts';
import { decoysOf } from '../grammar/call-xml.ts';
import { filesOf } from '../grammar/files.ts';
import { CODES, type Process } from '../grammar/tree.ts';

/** Where a model is deployed, and paths through it are taken one after the other. */
export interface ModelHost {
  engine(): TestEngine;
  /** Called between steps; may lose the engine object and make another one over the same state. */
  betweenSteps(random: Random): Promise<void>;
  close(): Promise<void>;
}

/** What the processes' actions do. */
export const HANDLERS: NonNullable<NonNullable<Parameters<typeof createTestEngine>[0]>['handlers']> = {
  'property.set': {
    mode: 'transaction',
    run: async ({ name }) => ({ kind: 'ok', output: { [String(name)]: 1 } }),
  },
  ...Object.fromEntries(
    CODES.map((code) => [
      `property.${code}`,
      { mode: 'transaction' as const, run: async () => ({ kind: 'bpmnError' as const, code }) },
    ]),
  ),
  'test.wait': { mode: 'job', run: () => Promise.reject(new Error('Ended by the test.')) },
};

/** The memory store copies whatever is read and written, so every step begins from what the last one saved. */
export async function memoryHost(process: Process): Promise<ModelHost> {
  const engine = await createTestEngine({ handlers: HANDLERS });
  await deployModel(engine, process);
  return { engine: () => engine, betweenSteps: async () => undefined, close: () => engine.close() };
}

/** With later versions of what must be called by its own version. */
export async function deployModel(engine: TestEngine, process: Process): Promise<void> {
  await engine.deploy(filesOf(process));
  const decoys = decoysOf(process);
  if (decoys.length > 0) await engine.deploy(decoys);
}

/** How often the engine object is thrown away: about once in a path. */
const LOST_BETWEEN_STEPS = 0.1;
let engines = 0;

/** Empties the database first: a run looks at all that there is. */
export async function postgresHost(process: Process, databaseUrl: string): Promise<ModelHost> {
  await prepare(databaseUrl);
  const open = (): Promise<TestEngine> =>
    createTestEngine({ store: 'postgres', databaseUrl, seed: (engines += 1), handlers: HANDLERS });
  const clock = await databaseClock(databaseUrl);
  let engine = await open();
  let isOpen = true;
  const shut = async (): Promise<void> => {
    if (isOpen) await engine.close();
    isOpen = false;
  };
  const close = async (): Promise<void> => {
    await shut();
    await clock.end();
  };
  try {
    await deployModel(engine, process);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    engine: () => engine,
    async betweenSteps(random) {
      await clock.setBack(engine.now());
      if (random.next() >= LOST_BETWEEN_STEPS) return;
      await shut();
      engine = await open();
      isOpen = true;
    },
    close,
  };
}

export interface DatabaseClock {
  /** The time that a run takes is none of its own: on a busy machine timers would be due by it. */
  setBack(instant: string): Promise<void>;
  end(): Promise<void>;
}

export async function databaseClock(databaseUrl: string): Promise<DatabaseClock> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // A lost connection shows where it is used.
  client.on('error', () => undefined);
  await client.connect();
  // The product's clock moves forward only; a trigger sees to it.
  await client.query('set session_replication_role = replica');
  return {
    async setBack(instant) {
      await client.query(
        `update public.demonstration_clock
         set offset_ms = ceil(extract(epoch from ($1::timestamptz - clock_timestamp())) * 1000)`,
        [instant],
      );
    },
    end: () => client.end(),
  };
}

/** A run leaves a few rows: deleting them is many times faster than making the files of all tables anew. */
const EMPTIED = `do $$ declare v_table text; begin
  set local session_replication_role = replica;
  for v_table in
    select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'engine' and c.relkind in ('r', 'p') and not c.relispartition
  loop
    execute 'delete from ' || v_table;
  end loop;
end $$`;

/** Empties the engine's tables; from now the reference counts. */
export async function prepare(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(EMPTIED);
    await client.query('update public.demonstration_clock set offset_ms = 0');
    const { rows } = await client.query<{ now: Date }>('select public.throughline_now() as now');
    return rows[0]!.now.toISOString();
  } finally {
    await client.end();
  }
}
