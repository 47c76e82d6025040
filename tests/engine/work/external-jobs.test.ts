/** External workers on PostgreSQL: a lock, an answer under its number, nothing twice. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, USER_TASK, createNode, deployAll, openTasks, sequence, type Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
const WORK = `<serviceTask id="work" name="Work"><extensionElements><tl:action type="worker:print" retries="2" backoff="PT0S"/></extensionElements></serviceTask>`;
const fetchWork = (extra: { waitMs?: number; lockMs?: number; max?: number; idempotencyKey?: string } = {}) =>
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

test('a fetch whose answer was lost gives the same work under its key, and nothing else', async () => {
  await Promise.all([start(), start(), start()]);
  const once = { max: 2, idempotencyKey: 'fetch 1' };
  const first = await fetchWork(once);
  expect(first).toHaveLength(2);
  expect(await fetchWork(once)).toEqual(first);
  const other = createNode(database.url);
  try {
    const again = { workerId: 'w', topics: ['print'], lockMs: 5_000, ...once };
    expect(await other.engine.fetchExternalJobs(again)).toEqual(first);
  } finally {
    await other.close();
  }
  const rest = await fetchWork({ idempotencyKey: 'fetch 2' });
  expect(rest).toHaveLength(1);
  const [{ jobId, leaseNo }, kept] = first as [(typeof first)[number], (typeof first)[number]];
  await node.engine.completeExternalJob(
    { jobId, leaseNo, result: { kind: 'ok', output: {} } },
    { actor: ANNA },
  );
  expect(await fetchWork(once)).toEqual([kept]);
  await node.engine.unlockExternalJob(kept);
  expect(await fetchWork(once)).toEqual([]);
  expect((await fetchWork()).map((job) => job.jobId)).toEqual([kept.jobId]);
  await expect(fetchWork({ ...once, max: 3 })).rejects.toMatchObject({ code: 'ENG_IDEMPOTENCY_KEY_REUSED' });
  await finishAll();
});

test('a key of a fetch is spent when its locks have ended: others have the work', async () => {
  await start();
  const once = { lockMs: 1, idempotencyKey: 'fetch 3' };
  const [first] = await fetchWork(once);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const [second] = await fetchWork();
  expect(second!.jobId).toBe(first!.jobId);
  expect(await fetchWork(once)).toEqual([]);
  await finishAll();
});

test('a fetch that found nothing leaves its key; of two at once under one key both get the same', async () => {
  const once = { idempotencyKey: 'fetch 4', waitMs: 2_000, max: 1 };
  expect(await fetchWork({ ...once, waitMs: 0 })).toEqual([]);
  const waiting = [fetchWork(once), fetchWork(once)];
  await Promise.all([start(), start()]);
  const [one, two] = await Promise.all(waiting);
  expect(one).toHaveLength(1);
  expect(two).toEqual(one);
  expect(await fetchWork()).toHaveLength(1);
  await finishAll();
});

/** Nothing is left for the next test. */
async function finishAll(): Promise<void> {
  await node.pool.query(`update engine.job set lease_until = null where kind = 'external'`);
  for (const { jobId, leaseNo } of await fetchWork()) {
    const result = { kind: 'ok', output: {} } as const;
    await node.engine.completeExternalJob({ jobId, leaseNo, result }, { actor: ANNA });
  }
}

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
