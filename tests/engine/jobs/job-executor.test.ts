import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine, type TaskHandler } from '#engine';
import { testDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { ACTION, ANNA, TIMER, createNode, deployAll, sequence, testPorts } from '../store/host.ts';
import type { Node, PostgresStore } from '../store/host.ts';

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

test('a pass over due jobs ends only when what another pass of the node has claimed is done, too', async () => {
  let claims = 0;
  const store: PostgresStore = {
    ...node.store,
    async acquireJobs(request) {
      const isFirst = claims++ === 0;
      const claimed = await node.store.acquireJobs(request);
      // Claimed in the database, but this node does not know it yet.
      if (isFirst) await new Promise((resolve) => setTimeout(resolve, 200));
      return claimed;
    },
  };
  const engine = createEngine({ store, ports: testPorts({ post }) });
  const { instanceId } = await engine.startInstance({ processKey: 'timers' }, { actor: ANNA });
  await passTime(HOUR_MS);
  const earlier = engine.runDueJobs();
  await new Promise((resolve) => setTimeout(resolve, 100));
  await engine.runDueJobs();
  expect(await statusOf(instanceId)).toBe('completed');
  expect(await earlier).toBe(1);
  await engine.stop();
});

test('timers of roots that this node does not remember are read with their claim', async () => {
  await Promise.all(
    Array.from({ length: 20 }, () => node.engine.startInstance({ processKey: 'timers' }, { actor: ANNA })),
  );
  await passTime(HOUR_MS);
  let reads = 0;
  const store: PostgresStore = {
    ...second.store,
    async read(requests) {
      reads += 1;
      return await second.store.read(requests);
    },
  };
  const engine = createEngine({ store, ports: testPorts({ post }) });
  expect(await engine.runDueJobs()).toBe(20);
  expect(reads).toBe(0);
  await engine.stop();
});

test('where more is due than one claim takes, the next goes out before what was claimed is decided', async () => {
  await Promise.all(
    Array.from({ length: 250 }, () => node.engine.startInstance({ processKey: 'timers' }, { actor: ANNA })),
  );
  await passTime(HOUR_MS);
  const order: string[] = [];
  const now = (): Date => {
    order.push('decides');
    return new Date();
  };
  const third = createNode(database.url, { post }, { clock: { now } });
  third.pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...parameters: unknown[]) => unknown;
    Object.assign(client, {
      query: (...parameters: unknown[]) => {
        if ((parameters[0] as { name?: string }).name === 'claim-jobs') order.push('claims');
        return query(...parameters);
      },
    });
  });
  expect(await third.engine.runDueJobs()).toBe(250);
  expect(order.slice(0, 3)).toEqual(['claims', 'claims', 'decides']);
  await third.close();
});

test('what becomes of an instance between the claim and the firing of its timer is not lost', async () => {
  const { instanceId } = await node.engine.startInstance({ processKey: 'timers' }, { actor: ANNA });
  await passTime(HOUR_MS);
  const store: PostgresStore = {
    ...second.store,
    async acquireJobs(request) {
      const claimed = await second.store.acquireJobs(request);
      if (claimed.length > 0)
        await node.engine.setVariables({ instanceId, values: { note: 'meanwhile' } }, { actor: ANNA });
      return claimed;
    },
  };
  const engine = createEngine({ store, ports: testPorts({ post }) });
  expect(await engine.runDueJobs()).toBe(1);
  expect(await statusOf(instanceId)).toBe('completed');
  const { rows } = await node.pool.query<{ note: string }>(
    `select variables ->> 'note' as note from engine.process_instance where id = $1`,
    [instanceId],
  );
  expect(rows[0]!.note).toBe('meanwhile');
  await engine.stop();
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
