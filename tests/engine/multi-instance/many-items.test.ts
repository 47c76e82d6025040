/**
 * What an item costs does not depend on how many there are: rows read and written are counted at the store, on
 * PostgreSQL, because time says little on a busy machine.
 */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, createPostgresStore, type Engine, type EnginePorts } from '#engine';
import { timeOrderedIds } from '../../../api/adapters/ids.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { aProcess, forEach, type ProcessBuilder } from '../../support/process-builder.ts';

const ACTOR = { kind: 'user', id: 'u1' } as const;
const FEW = 100;
const MANY = 10_000;

let database: TestDatabase;
let pool: pg.Pool;
let engine: Engine;
let counted = 0;

beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  const store = createPostgresStore({ pool });
  engine = createEngine({
    store: {
      ...store,
      async read(requests) {
        const answers = await store.read(requests);
        for (const answer of answers) if (answer.kind === 'slice') count(answer.slice);
        return answers;
      },
      write(writes) {
        for (const { inserted, updated, deleted } of writes) {
          for (const part of [inserted, updated, deleted]) count(part);
        }
        return store.write(writes);
      },
    },
    ports: PORTS,
    // So small that a hundred items take several steps, too: what begins and ends in one step writes no rows at all.
    options: { limits: { itemsPerStep: 25 } },
  });
});
afterAll(async () => {
  await engine.stop({ graceMs: 1_000 });
  await pool.end();
  await database.drop();
});

function count(part: object): void {
  for (const rows of Object.values(part)) if (Array.isArray(rows)) counted += rows.length;
}

/** Rows that `work` moved, per item. */
async function costOf(items: number, work: () => Promise<unknown>): Promise<number> {
  counted = 0;
  await work();
  return counted / items;
}

async function started(process: ProcessBuilder, key: string, items: number): Promise<string> {
  await engine.deploy({ files: [process.file()] }, { actor: ACTOR });
  const variables = { items: Array.from({ length: items }, (_, index) => index) };
  const { instanceId } = await engine.startInstance({ processKey: key, variables }, { actor: ACTOR });
  await engine.runDueJobs();
  return instanceId;
}

const all = { results: 'all', result: '= item' };
const scripted = (key: string, sequential: boolean): ProcessBuilder =>
  aProcess(key)
    .start()
    .task('t', { loop: forEach('= items', { sequential, ...all }) })
    .end();

/** Ten thousand of anything take their time on a busy machine. */
const PATIENCE = { timeout: 120_000 };

describe('the cost of one item', PATIENCE, () => {
  it.each([
    ['in parallel, at 10,000', false, MANY],
    ['one after the other, at 2,000', true, 2_000],
  ])('%s is the same as at 100', async (name, sequential, items) => {
    const key = `at_once_${sequential}`;
    const process = scripted(key, sequential);
    const few = await costOf(FEW, () => started(process, key, FEW));
    const many = await costOf(items, () => started(process, key, items));
    expect(many / few, name).toBeLessThanOrEqual(1.5);
  });

  it('that a person completes is the same among 2,000 as among 100', async () => {
    const process = aProcess('persons')
      .start()
      .userTask('t', { loop: forEach('= items', all) })
      .end();
    const costs: number[] = [];
    for (const items of [FEW, 2_000]) {
      const instanceId = await started(process, 'persons', items);
      const { rows } = await pool.query<{ id: string }>(
        `select id from engine.user_task where root_instance_id = $1 and state = 'ready' order by id limit 20`,
        [instanceId],
      );
      costs.push(
        await costOf(rows.length, async () => {
          for (const { id } of rows) await engine.completeUserTask({ taskId: id }, { actor: ACTOR });
        }),
      );
    }
    expect(costs[1]! / costs[0]!).toBeLessThanOrEqual(1.5);
  });
});

const PORTS: EnginePorts = {
  clock: { now: () => new Date() },
  ids: timeOrderedIds,
  logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  handlers: new Map(),
  records: { read: async (refs) => refs.map(() => null) },
  directory: {
    resolve: async () => ({ assignee: 'u1', substituteFor: null, candidateUsers: [], candidateGroups: [] }),
  },
  calendars: { plan: async ({ from }) => from },
};
