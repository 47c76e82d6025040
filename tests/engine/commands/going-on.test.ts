/** Work that a step puts off is taken up by the node that wrote it: nobody looks for it, and nothing rests on haste. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { auditDatabase } from '#engine/testing';
import { aProcess, times } from '../../support/process-builder.ts';
import { testDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { ANNA, createNode } from '../store/host.ts';
import type { Node } from '../store/host.ts';

/** Ten chunks: the first begins with the instance. */
const ITEMS = 1_000;
const CHUNKS = 10;

let database: TestDatabase;
let [one, other] = [] as unknown as [Node, Node];

beforeAll(async () => {
  database = await testDatabase();
  one = createNode(database.url);
  const process = aProcess('many')
    .start()
    .task('each', { loop: times(`= ${ITEMS}`) })
    .userTask('after')
    .end();
  await one.engine.deploy({ files: [process.file()] }, { actor: ANNA });
  await one.close();
});
beforeEach(() => {
  [one, other] = [createNode(database.url), createNode(database.url)];
});
afterEach(async () => {
  await Promise.all([one.close(), other.close()]);
});
afterAll(() => database.drop());

async function start(node: Node): Promise<string> {
  return (await node.engine.startInstance({ processKey: 'many' }, { actor: ANNA })).instanceId;
}

async function itemsOf(instanceId: string): Promise<number> {
  const { rows } = await one.pool.query<{ count: number }>(
    `select count(*)::int as count from engine.history_event where root_instance_id = $1 and kind = 'ElementPassed'
       and data ->> 'elementId' = 'each'`,
    [instanceId],
  );
  return rows[0]!.count;
}

async function expectDone(instanceId: string): Promise<void> {
  const view = (await one.engine.views.instance(instanceId))!;
  expect(view.userTasks.map(({ elementId }) => elementId)).toEqual(['after']);
  expect(await itemsOf(instanceId)).toBe(ITEMS);
  expect((await auditDatabase(database.url)).problems).toEqual([]);
}

test('a chunk is one round trip', async () => {
  const instanceId = await start(one);
  one.countRoundTrips();
  expect(await one.engine.runDueJobs()).toBe(CHUNKS - 1);
  const looking = 3;
  expect(one.countRoundTrips()).toBeLessThanOrEqual(CHUNKS - 1 + looking);
  await expectDone(instanceId);
});

test('while people work on the node, chunks are half as large', async () => {
  const firstChunkOf = async (instanceId: string): Promise<number> => {
    const { rows } = await one.pool.query<{ count: number }>(
      `select count(*)::int as count from engine.history_event where root_instance_id = $1
         and kind = 'ElementPassed' and data ->> 'elementId' = 'each' and command_id =
           (select command_id from engine.history_event where root_instance_id = $1 order by seq limit 1)`,
      [instanceId],
    );
    return rows[0]!.count;
  };
  const people = 8;
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const alone = await start(one);
    const asked = Array.from({ length: people }, () =>
      one.engine.completeUserTask({ taskId: v7() }, { actor: ANNA }).catch(() => null),
    );
    await Promise.all(asked);
    const together = await start(one);
    vi.advanceTimersByTime(1_000);
    const aloneAgain = await start(one);
    expect(await firstChunkOf(alone)).toBe(ITEMS / CHUNKS);
    expect(await firstChunkOf(together)).toBe(ITEMS / CHUNKS / 2);
    expect(await firstChunkOf(aloneAgain)).toBe(ITEMS / CHUNKS);
    while ((await one.engine.runDueJobs()) > 0);
    for (const instanceId of [alone, together, aloneAgain]) await expectDone(instanceId);
  } finally {
    vi.useRealTimers();
  }
});

test('a node that goes on beside others does nothing twice', async () => {
  const instanceIds = await Promise.all([start(one), start(other), start(one)]);
  await Promise.all([one.engine.runDueJobs(), other.engine.runDueJobs()]);
  while ((await one.engine.runDueJobs()) + (await other.engine.runDueJobs()) > 0);
  for (const instanceId of instanceIds) await expectDone(instanceId);
});

test('what another node writes meanwhile is seen, and the work goes on from there', async () => {
  const instanceId = await start(one);
  const running = one.engine.runDueJobs();
  for (let value = 0; value < 5; value++) {
    await other.engine.setVariables({ instanceId, values: { value } }, { actor: ANNA });
  }
  await running;
  expect((await one.engine.views.instance(instanceId))!.variables.value).toBe(4);
  await expectDone(instanceId);
});

test('a cancelled instance goes on no more', async () => {
  const instanceId = await start(one);
  const running = one.engine.runDueJobs();
  await one.engine.cancelInstance({ instanceId }, { actor: ANNA });
  await running;
  expect((await one.engine.views.instance(instanceId))!.status).toBe('cancelled');
  expect(await itemsOf(instanceId)).toBeLessThan(ITEMS);
  expect((await auditDatabase(database.url)).problems).toEqual([]);
});

test('what a lost node was about to go on with is left to others when its lease is over', async () => {
  const instanceId = await start(one);
  await one.pool.query(
    `update engine.job set lease_no = 1, lease_owner = 'lost', lease_until = clock_timestamp() + interval '30 seconds'
     where root_instance_id = $1`,
    [instanceId],
  );
  expect(await other.engine.runDueJobs()).toBe(0);
  await one.pool.query('update engine.job set lease_until = clock_timestamp() where root_instance_id = $1', [
    instanceId,
  ]);
  expect(await other.engine.runDueJobs()).toBe(CHUNKS - 1);
  await expectDone(instanceId);
});

test('work at a suspended element waits, and goes on when it is resumed', async () => {
  const instanceId = await start(one);
  const target = { kind: 'element', processKey: 'many', elementId: 'each' } as const;
  const operations = one.engine.operations;
  await operations.suspend(target, { actor: ANNA });
  expect(await one.engine.runDueJobs()).toBe(0);
  await operations.resume(target, { actor: ANNA });
  await one.engine.runDueJobs();
  await expectDone(instanceId);
});
