/** What a suspended process does not begin waits until it is resumed: calls of it, and messages that start it. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { aProcess } from '../../support/process-builder.ts';
import { ANNA, createNode, deployAll, openTasks, type Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
const BY = { actor: ANNA, reason: 'the contract is being changed' };
const target = (processKey: string) => ({ kind: 'process', processKey }) as const;

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url);
  const files = [
    aProcess('called').start().userTask('work').end(),
    aProcess('caller').start().callActivity('call', 'called').end(),
    aProcess('one').startMessage('ordered', 'order').userTask('pack').end(),
    aProcess('other').startMessage('ordered', 'order').userTask('bill').end(),
    aProcess('thrower').start().throwMessage('tell', 'order').userTask('after').end(),
    aProcess('rising').startOn('risen', { condition: 'level > 3' }).userTask('look').end(),
  ].map((process) => process.file().content);
  await deployAll(node.engine, ...files);
});
afterAll(async () => {
  await node.close();
  await database.drop();
});
beforeEach(() => node.pool.query(`update engine.user_task set state = 'cancelled' where state = 'ready'`));

const start = async (processKey: string): Promise<string> =>
  (await node.engine.startInstance({ processKey }, { actor: ANNA })).instanceId;
const resume = async (processKey: string): Promise<void> => {
  await node.engine.operations.resume(target(processKey), BY);
  await node.engine.runDueJobs();
};

async function openOf(processKey: string): Promise<number> {
  const { rows } = await node.pool.query<{ count: number }>(
    `select count(*)::int as count from engine.user_task where process_key = $1 and state = 'ready'`,
    [processKey],
  );
  return rows[0]!.count;
}

test('a call of it waits, and begins when the process is resumed', async () => {
  await node.engine.operations.suspend(target('called'), BY);
  const instanceId = await start('caller');
  await node.engine.runDueJobs();
  await node.engine.runDueJobs();
  expect(await node.engine.views.instance(instanceId)).toMatchObject({ status: 'active', incidents: [] });
  expect(await openOf('called')).toBe(0);
  const kinds = async () =>
    (await node.engine.views.history({ instanceId, limit: 100 })).map(({ kind }) => kind);
  // Waiting adds nothing to the history.
  expect((await kinds()).filter((kind) => kind === 'JobCreated')).toHaveLength(1);
  await resume('called');
  expect(await openOf('called')).toBe(1);
});

test('a call that waits goes with its instance', async () => {
  await node.engine.operations.suspend(target('called'), BY);
  const instanceId = await start('caller');
  await node.engine.cancelInstance({ instanceId }, { actor: ANNA });
  await resume('called');
  expect(await openOf('called')).toBe(0);
});

test('a message reaches the others at once, and starts the suspended process later', async () => {
  await node.engine.operations.suspend(target('one'), BY);
  const message = { name: 'order', correlationKey: 'O-1', variables: { amount: 3 } };
  const told = await node.engine.correlateMessage(message, { actor: ANNA });
  expect(told).toEqual({ instanceIds: [], started: [expect.any(String)], held: ['one'] });
  await node.engine.runDueJobs();
  expect([await openOf('one'), await openOf('other')]).toEqual([0, 1]);
  await resume('one');
  expect(await openOf('one')).toBe(1);
  const { rows } = await node.pool.query<{ id: string }>(
    `select id from engine.process_instance where process_key = 'one' and business_key = 'O-1'`,
  );
  expect(rows).toHaveLength(1);
  expect((await node.engine.views.instance(rows[0]!.id))!.variables).toMatchObject({ amount: 3 });
});

test('the same message sent again starts it once', async () => {
  for (const processKey of ['one', 'other']) await node.engine.operations.suspend(target(processKey), BY);
  const send = () =>
    node.engine.correlateMessage({ name: 'order' }, { actor: ANNA, idempotencyKey: 'order 7' });
  const held = (await send()).held!;
  expect([...held].sort()).toEqual(['one', 'other']);
  const again = await send();
  expect(again.held).toEqual([held[0]]);
  await resume('one');
  await resume('other');
  expect([await openOf('one'), await openOf('other')]).toEqual([1, 1]);
});

test('who throws the message goes on, and loses no try', async () => {
  await node.engine.operations.suspend(target('one'), BY);
  const instanceId = await start('thrower');
  await node.engine.runDueJobs();
  expect(await openTasks(node.engine, instanceId)).toHaveLength(1);
  expect((await node.engine.views.instance(instanceId))!.incidents).toEqual([]);
  expect([await openOf('one'), await openOf('other')]).toEqual([0, 1]);
  await resume('one');
  expect(await openOf('one')).toBe(1);
});

test('what is kept for a time is not started after it, and is found among the failed', async () => {
  await node.engine.operations.suspend(target('one'), BY);
  const message = { name: 'order', correlationKey: 'O-9', timeToLive: 'PT0.05S' };
  await node.engine.correlateMessage(message, { actor: ANNA });
  await new Promise((resolve) => setTimeout(resolve, 80));
  await resume('one');
  expect(await openOf('one')).toBe(0);
  const failed = await node.engine.views.failedJobs();
  expect(JSON.stringify(failed)).toContain('for which the start was kept');
});

test('a condition starts it later, and does not hold up the others', async () => {
  await node.engine.operations.suspend(target('rising'), BY);
  const found = await node.engine.evaluateConditions({ variables: { level: 5 } }, { actor: ANNA });
  expect(found.started).toEqual([]);
  await resume('rising');
  expect(await openOf('rising')).toBe(1);
});
