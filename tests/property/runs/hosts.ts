/** Where the engine side of a run lives: in memory, or on PostgreSQL with the engine object lost now and then. */
import { createTestEngine, type TestEngine, type TestEngineOptions } from '#engine/testing';
import type { Random } from '../../torture/random.ts';
import { decoysOf } from '../grammar/call-xml.ts';
import { filesOf } from '../grammar/files.ts';
import { CODES, type Process } from '../grammar/tree.ts';
import type { LaneDatabase } from './lane-database.ts';
import { recordsInMemory, type StoredRecords } from './stored-records.ts';

/** Where a model is deployed, and paths through it are taken one after the other. */
export interface ModelHost {
  engine(): TestEngine;
  /** Those of data stores; each path begins without any. */
  readonly stored: StoredRecords;
  /** Called between steps; may lose the engine object and make another one over the same state. */
  betweenSteps(random: Random): Promise<void>;
  close(): Promise<void>;
}

/** What the processes' actions do. */
const HANDLERS: NonNullable<TestEngineOptions['handlers']> = {
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

export const withHandlers = ({
  handlers,
  records,
}: StoredRecords): Pick<TestEngineOptions, 'handlers' | 'records'> => ({
  handlers: { ...HANDLERS, ...handlers },
  records,
});

/** The memory store copies whatever is read and written, so every step begins from what the last one saved. */
export async function memoryHost(process: Process): Promise<ModelHost> {
  const stored = recordsInMemory();
  const engine = await createTestEngine(withHandlers(stored));
  await deployModel(engine, process);
  return { engine: () => engine, stored, betweenSteps: async () => undefined, close: () => engine.close() };
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
export async function postgresHost(process: Process, lane: LaneDatabase): Promise<ModelHost> {
  await lane.empty();
  const { pool, stored } = lane;
  const open = (): Promise<TestEngine> =>
    createTestEngine({ store: 'postgres', pool, seed: (engines += 1), ...withHandlers(stored) });
  let engine = await open();
  let isOpen = true;
  const shut = async (): Promise<void> => {
    if (isOpen) await engine.close();
    isOpen = false;
  };
  try {
    await deployModel(engine, process);
  } catch (error) {
    await shut();
    throw error;
  }
  return {
    engine: () => engine,
    stored,
    async betweenSteps(random) {
      if (random.next() >= LOST_BETWEEN_STEPS) return lane.keepBack(engine.now());
      // The next engine begins with the time of the database.
      await lane.setBack(engine.now());
      await shut();
      engine = await open();
      isOpen = true;
    },
    close: shut,
  };
}
