import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TaskHandler } from '#engine';
import { testDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { ACTION, ANNA, TIMER, createNode, deployAll, sequence } from '../store/host.ts';
import type { Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
let second: Node;
const calls: { effectKey: string; attempt: number }[] = [];
let failures = 0;
const HOUR_MS = 60 * 60_000;

const post: TaskHandler = {
  mode: 'job',
  async run(_input, { effectKey, attempt }) {
    calls.push({ effectKey, attempt });
    if (failures-- > 0) throw new Error('The other side is down.');
    return { kind: 'ok', output: {} };
  },
};

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url, { post });
  second = createNode(database.url, { post });
  await deployAll(
    node.engine,
    sequence('timers', [TIMER('pause', 'PT1H')]),
    sequence('effects', [ACTION('call', 'post')]),
  );
});

afterAll(async () => {
  await node.close();
  await second.close();
  await database.drop();
});

async function passTime(ms: number): Promise<void> {
  await node.pool.query('update public.demonstration_clock set offset_ms = offset_ms + $1', [ms]);
}

async function statusOf(instanceId: string): Promise<string> {
  return (await node.engine.views.instance(instanceId))!.status;
}

test('300 timers that are due at once fire once each, in few round trips, on two nodes', async () => {
  const started = await Promise.all(
    Array.from({ length: 300 }, () => node.engine.startInstance({ processKey: 'timers' }, { actor: ANNA })),
  );
  expect(await node.engine.runDueJobs()).toBe(0);
  await passTime(HOUR_MS);
  node.countRoundTrips();
  const [mine, others] = await Promise.all([node.engine.runDueJobs(), second.engine.runDueJobs()]);
  expect(mine + others).toBe(300);
  expect(node.countRoundTrips()).toBeLessThan(60);
  const { rows } = await node.pool.query<{ ended: number }>(
    `select count(*)::int as ended from engine.process_instance where status = 'completed' and id = any ($1::uuid[])`,
    [started.map((one) => one.instanceId)],
  );
  expect(rows[0]!.ended).toBe(300);
});

test('a started engine fires a timer by itself', async () => {
  const { instanceId } = await node.engine.startInstance({ processKey: 'timers' }, { actor: ANNA });
  const ended = new Promise<void>((resolve) => {
    const forget = second.engine.onStep((message) => {
      if (message.rootId !== instanceId || !message.kinds.includes('InstanceEnded')) return;
      forget();
      resolve();
    });
  });
  await second.engine.start();
  await node.engine.start();
  await passTime(HOUR_MS);
  node.engine.wake();
  await ended;
  await node.engine.stop();
  await second.engine.stop();
  expect(await statusOf(instanceId)).toBe('completed');
});

test('an effect that fails is tried again with the same effect key, then becomes an incident that can be retried', async () => {
  calls.length = 0;
  failures = 3;
  const { instanceId } = await node.engine.startInstance({ processKey: 'effects' }, { actor: ANNA });
  for (let attempt = 0; attempt < 3; attempt++) {
    await node.engine.runDueJobs();
    await passTime(24 * HOUR_MS);
  }
  expect(calls.map((call) => call.attempt)).toEqual([0, 1, 2]);
  expect(new Set(calls.map((call) => call.effectKey)).size).toBe(1);
  const [incident] = (await node.engine.views.instance(instanceId))!.incidents;
  expect(incident).toMatchObject({ elementId: 'call', message: 'The other side is down.' });
  await node.engine.retryIncident({ incidentId: incident!.id }, { actor: ANNA });
  await node.engine.runDueJobs();
  expect(await statusOf(instanceId)).toBe('completed');
});
