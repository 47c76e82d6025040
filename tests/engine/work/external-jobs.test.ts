/** External workers on PostgreSQL: a lock, an answer under its number, nothing twice. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, USER_TASK, createNode, deployAll, openTasks, sequence, type Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
const WORK = `<serviceTask id="work" name="Work"><extensionElements><tl:action type="worker:print" retries="2" backoff="PT0S"/></extensionElements></serviceTask>`;
const fetchWork = (extra: { waitMs?: number; lockMs?: number } = {}) =>
  node.engine.fetchExternalJobs({ workerId: 'w', topics: ['print'], max: 10, lockMs: 5_000, ...extra });

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url);
  await deployAll(node.engine, sequence('printing', [WORK, USER_TASK('after')]));
});
afterAll(async () => {
  await node.close();
  await database.drop();
});

const start = async (variables = {}) =>
  (await node.engine.startInstance({ processKey: 'printing', variables }, { actor: ANNA })).instanceId;

test('work is fetched once, and its result goes on under the lock', async () => {
  const instanceId = await start();
  const [job] = await fetchWork();
  expect(job).toMatchObject({ topic: 'print', elementId: 'work', instanceId, processKey: 'printing' });
  expect(await fetchWork()).toEqual([]);
  const { jobId, leaseNo } = job!;
  const result = { kind: 'ok', output: { pages: 3 } } as const;
  await node.engine.completeExternalJob({ jobId, leaseNo, result }, { actor: ANNA });
  expect(await openTasks(node.engine, instanceId)).toHaveLength(1);
  expect((await node.engine.views.instance(instanceId))!.variables).toMatchObject({ pages: 3 });
  await expect(
    node.engine.completeExternalJob({ jobId, leaseNo, result }, { actor: ANNA }),
  ).rejects.toMatchObject({ code: 'ENG_LOCK_LOST' });
});

test('the same answer under the same key is taken once, and the key is for that answer', async () => {
  const instanceId = await start();
  const [job] = await fetchWork();
  const { jobId, leaseNo } = job!;
  const answer = { jobId, leaseNo, result: { kind: 'ok', output: { pages: 4 } } } as const;
  const options = { actor: ANNA, idempotencyKey: 'answer of the printer' };
  await node.engine.completeExternalJob(answer, options);
  await node.engine.completeExternalJob(answer, options);
  expect(await openTasks(node.engine, instanceId)).toHaveLength(1);
  const failure = { jobId, leaseNo, message: 'no paper' };
  await expect(node.engine.failExternalJob(failure, options)).rejects.toMatchObject({
    code: 'ENG_IDEMPOTENCY_KEY_REUSED',
  });
});

test('a lock that ran out passes to the next worker, and the first writes nothing', async () => {
  const instanceId = await start();
  const [first] = await fetchWork({ lockMs: 1 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const [second] = await fetchWork();
  expect(second!.jobId).toBe(first!.jobId);
  const result = { kind: 'ok', output: { by: 'first' } } as const;
  const late = { jobId: first!.jobId, leaseNo: first!.leaseNo, result };
  await expect(node.engine.completeExternalJob(late, { actor: ANNA })).rejects.toMatchObject({
    code: 'ENG_LOCK_LOST',
  });
  const mine = {
    jobId: second!.jobId,
    leaseNo: second!.leaseNo,
    result: { kind: 'ok', output: {} },
  } as const;
  await node.engine.completeExternalJob(mine, { actor: ANNA });
  expect((await node.engine.views.instance(instanceId))!.variables).not.toHaveProperty('by');
});

test('a failure is tried again, then becomes an incident that more tries mend', async () => {
  const instanceId = await start();
  for (const left of [1, 0]) {
    const [job] = await fetchWork({ waitMs: 2_000 });
    const { jobId, leaseNo } = job!;
    expect(job!.retriesLeft).toBe(left + 1);
    await node.engine.failExternalJob({ jobId, leaseNo, message: 'no paper' }, { actor: ANNA });
  }
  const [incident] = (await node.engine.views.instance(instanceId))!.incidents;
  expect(incident).toMatchObject({ elementId: 'work', code: 'ENG_HANDLER_FAILED', message: 'no paper' });
  await node.engine.changeJob({ jobId: incident!.jobId!, retriesLeft: 1 }, { actor: ANNA });
  expect((await node.engine.views.instance(instanceId))!.incidents).toEqual([]);
  const [again] = await fetchWork();
  expect(again!.retriesLeft).toBe(1);
  await node.engine.unlockExternalJob(again!);
  const [free] = await fetchWork();
  await node.engine.extendExternalJob({ ...free!, lockMs: 60_000 });
  await node.engine.failExternalJob(
    { jobId: free!.jobId, leaseNo: free!.leaseNo, message: 'broken', retriesLeft: 0 },
    { actor: ANNA },
  );
  const [left] = (await node.engine.views.instance(instanceId))!.incidents;
  await node.engine.skipIncident({ incidentId: left!.id, variables: { pages: 0 } }, { actor: ANNA });
  expect(await openTasks(node.engine, instanceId)).toHaveLength(1);
  expect((await node.engine.views.instance(instanceId))!.variables).toMatchObject({ pages: 0 });
});

test('a worker that waits gets new work at once', async () => {
  const waiting = fetchWork({ waitMs: 5_000 });
  const begunAt = performance.now();
  await start();
  const [job] = await waiting;
  expect(job).toBeDefined();
  expect(performance.now() - begunAt).toBeLessThan(4_000);
  await node.engine.unlockExternalJob(job!);
});

test('what is out of range is refused', async () => {
  await expect(
    node.engine.fetchExternalJobs({ workerId: 'w', topics: ['print'], max: 0, lockMs: 5 }),
  ).rejects.toMatchObject({ code: 'ENG_REQUEST_INVALID', details: { field: 'max' } });
});

test('a worker that waits is answered at once, with nothing, when the node is about to stop', async () => {
  const stopping = createNode(database.url);
  try {
    const request = { workerId: 'w', topics: ['none'], max: 1, lockMs: 5_000, waitMs: 60_000 };
    const begunAt = performance.now();
    const waiting = stopping.engine.fetchExternalJobs(request);
    await new Promise((resolve) => setTimeout(resolve, 50));
    stopping.engine.drain();
    expect(await waiting).toEqual([]);
    expect(await stopping.engine.fetchExternalJobs(request)).toEqual([]);
    expect(performance.now() - begunAt).toBeLessThan(30_000);
  } finally {
    await stopping.close();
  }
});
