import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { ACTION, ANNA, TIMER, USER_TASK, createNode, deployAll, openTasks, sequence } from '../store/host.ts';
import type { Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url, {
    note: {
      mode: 'transaction',
      async run(_input, _context, { client }) {
        await client!.query('create table if not exists handled (at timestamptz)');
        await client!.query('insert into handled values (now())');
        return { kind: 'ok', output: {} };
      },
    },
  });
  await deployAll(
    node.engine,
    sequence('plain', [USER_TASK('first'), USER_TASK('second')]),
    sequence('waits', ['<receiveTask id="wait" messageRef="paid"/>'], '<message id="paid" name="paid"/>'),
    sequence('timed', [TIMER('pause', 'PT0.001S'), USER_TASK('after')]),
    sequence('outside', [ACTION('work', 'worker:print'), USER_TASK('after')]),
    sequence('crm', [USER_TASK('first'), ACTION('act', 'note'), USER_TASK('second')]),
  );
});

afterAll(async () => {
  await node.close();
  await database.drop();
});

async function startWarm(processKey: string, businessKey?: string): Promise<string> {
  const { instanceId } = await node.engine.startInstance({ processKey, businessKey }, { actor: ANNA });
  return instanceId;
}

test('a warm start takes one round trip, with an idempotency key too', async () => {
  await startWarm('plain');
  node.countRoundTrips();
  await startWarm('plain');
  expect(node.countRoundTrips()).toBe(1);
  await node.engine.startInstance({ processKey: 'plain' }, { actor: ANNA, idempotencyKey: 'budget start' });
  expect(node.countRoundTrips()).toBe(1);
});

test('completing a user task takes two round trips, and one where this node wrote last', async () => {
  const [first] = await openTasks(node.engine, await startWarm('plain'));
  node.countRoundTrips();
  await node.engine.completeUserTask({ taskId: first! }, { actor: ANNA, idempotencyKey: 'budget complete' });
  expect(node.countRoundTrips()).toBe(1);
  const fresh = createNode(database.url);
  const completeThere = async (): Promise<number> => {
    const [taskId] = await openTasks(node.engine, await startWarm('plain'));
    fresh.countRoundTrips();
    await fresh.engine.completeUserTask({ taskId: taskId! }, { actor: ANNA });
    return fresh.countRoundTrips();
  };
  await completeThere(); // reads the definition
  expect(await completeThere()).toBe(2);
  await fresh.close();
});

test('a message by key takes one read and one write, wherever the instance was started', async () => {
  const fresh = createNode(database.url);
  const send = async (businessKey: string, idempotencyKey?: string): Promise<number> => {
    await node.engine.startInstance({ processKey: 'waits', businessKey }, { actor: ANNA });
    fresh.countRoundTrips();
    const request = { name: 'paid', correlationKey: businessKey };
    const { instanceIds } = await fresh.engine.correlateMessage(request, { actor: ANNA, idempotencyKey });
    expect(instanceIds).toHaveLength(1);
    return fresh.countRoundTrips();
  };
  await send('k1'); // reads the definition
  expect(await send('k2')).toBe(2);
  expect(await send('k3', 'budget message')).toBe(2);
  await fresh.close();
});

test('a message by key takes one write where this node wrote the instance last', async () => {
  const send = async (businessKey: string): Promise<number> => {
    const instanceId = await startWarm('waits', businessKey);
    node.countRoundTrips();
    const request = { name: 'paid', correlationKey: businessKey };
    const { instanceIds } = await node.engine.correlateMessage(request, { actor: ANNA });
    expect(instanceIds).toEqual([instanceId]);
    return node.countRoundTrips();
  };
  expect(await send('k4')).toBe(1);
  expect(await send('k5')).toBe(1);
});

test('a step with a CRM effect takes what its handler needs plus three', async () => {
  const instanceId = await startWarm('crm');
  const [taskId] = await openTasks(node.engine, instanceId);
  node.countRoundTrips();
  await node.engine.completeUserTask({ taskId: taskId! }, { actor: ANNA });
  const handlersOwn = 2;
  expect(node.countRoundTrips()).toBeLessThanOrEqual(handlersOwn + 3);
  expect(await openTasks(node.engine, instanceId)).toHaveLength(1);
});

test('a timer takes one round trip to be claimed with what it needs, and one to fire', async () => {
  const fresh = createNode(database.url);
  const fire = async (): Promise<number> => {
    await fresh.engine.runDueJobs();
    const instanceId = await startWarm('timed');
    await new Promise((resolve) => setTimeout(resolve, 10));
    fresh.countRoundTrips();
    await fresh.engine.runDueJobs();
    const count = fresh.countRoundTrips();
    expect(await openTasks(node.engine, instanceId)).toHaveLength(1);
    await fresh.engine.runDueJobs();
    // The last look finds nothing more.
    return count - fresh.countRoundTrips();
  };
  await fire(); // reads the definition
  expect(await fire()).toBe(2);
  await fresh.close();
});

test('external work takes one round trip to be fetched, and three to be completed: the lock, a read, a write', async () => {
  const fresh = createNode(database.url);
  const complete = async (): Promise<readonly number[]> => {
    const instanceId = await startWarm('outside');
    fresh.countRoundTrips();
    const request = { workerId: 'w', topics: ['print'], max: 1, lockMs: 5_000 };
    const [job] = await fresh.engine.fetchExternalJobs(request);
    const fetched = fresh.countRoundTrips();
    const { jobId, leaseNo } = job!;
    const result = { kind: 'ok', output: {} } as const;
    await fresh.engine.completeExternalJob({ jobId, leaseNo, result }, { actor: ANNA });
    const completed = fresh.countRoundTrips();
    expect(await openTasks(node.engine, instanceId)).toHaveLength(1);
    return [fetched, completed];
  };
  await complete(); // reads the definition
  expect(await complete()).toEqual([1, 3]);
  await fresh.close();
});
