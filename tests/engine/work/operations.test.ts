/** Operations over definitions and many instances, on PostgreSQL. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { aProcess } from '../../support/process-builder.ts';
import { ACTION, ANNA, TIMER, USER_TASK, createNode, deployAll, openTasks, sequence } from '../store/host.ts';
import type { Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
let isBroken = true;
const BY = { actor: ANNA, reason: 'the printer is being repaired' };

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url, {
    print: {
      mode: 'job',
      run: async () => {
        if (isBroken) throw new Error('no paper');
        return { kind: 'ok', output: {} };
      },
    },
  });
  const twoPrints = aProcess('two-prints').start().parallel('fork');
  for (const id of ['first', 'second']) {
    twoPrints.from('fork').action(id, 'print', { attributes: 'retries="1"' }).end(`${id}-end`);
  }
  const PRINT = ACTION('print', 'print').replace('type="print"', 'type="print" retries="1"');
  await deployAll(
    node.engine,
    sequence('tasks', [USER_TASK('first'), USER_TASK('second')]),
    sequence('printing', [PRINT, USER_TASK('after')]),
    sequence('waiting', [TIMER('pause', 'PT10H')]),
    twoPrints.file().content,
  );
});
afterAll(async () => {
  await node.close();
  await database.drop();
});

const start = async (processKey: string): Promise<string> =>
  (await node.engine.startInstance({ processKey }, { actor: ANNA })).instanceId;

test('a suspended process takes no new instances, and says so', async () => {
  const { operations } = node.engine;
  await operations.suspend({ kind: 'process', processKey: 'tasks' }, BY);
  await operations.suspend({ kind: 'process', processKey: 'tasks' }, BY);
  await expect(start('tasks')).rejects.toMatchObject({ code: 'ENG_PROCESS_SUSPENDED' });
  expect(await operations.suspensions()).toMatchObject([
    { target: { kind: 'process', processKey: 'tasks' }, by: 'anna', reason: BY.reason },
  ]);
  await operations.resume({ kind: 'process', processKey: 'tasks' }, BY);
  await start('tasks');
  const log = await operations.log({ processKey: 'tasks', limit: 10 });
  expect(log.map((entry) => entry.kind)).toEqual([
    'process.resumed',
    'process.suspended',
    'definition.deployed',
  ]);
});

test('jobs of a suspended type and element wait, and go on when it is resumed', async () => {
  isBroken = false;
  const { operations } = node.engine;
  for (const target of [
    { kind: 'jobType', jobType: 'print' },
    { kind: 'element', processKey: 'printing', elementId: 'print' },
  ] as const) {
    await operations.suspend(target, BY);
    const instanceId = await start('printing');
    await node.engine.runDueJobs();
    expect(await openTasks(node.engine, instanceId)).toEqual([]);
    await operations.resume(target, BY);
    await node.engine.runDueJobs();
    expect(await openTasks(node.engine, instanceId)).toHaveLength(1);
  }
  await expect(operations.suspend({ kind: 'jobType', jobType: '' }, BY)).rejects.toMatchObject({
    code: 'ENG_REQUEST_INVALID',
  });
});

test('a batch treats every target once, notes what refused, and is logged', async () => {
  const { operations } = node.engine;
  const ids = await Promise.all(Array.from({ length: 120 }, () => start('tasks')));
  await node.engine.cancelInstance({ instanceId: ids[7]! }, { actor: ANNA });
  const work = { kind: 'setVariables', values: { checked: true } } as const;
  const { batchId, total } = await operations.startBatch({ work, targets: { ids } }, BY);
  expect(total).toBe(120);
  await node.engine.runDueJobs();
  const { batch, failed } = (await operations.batch(batchId))!;
  expect(batch).toMatchObject({ state: 'done', total: 120, done: 119, failed: 1 });
  expect(failed).toMatchObject([
    { targetId: ids[7], outcome: 'failed', code: 'ENG_INSTANCE_ENDED', facts: { status: 'cancelled' } },
  ]);
  const view = await node.engine.views.instance(ids[0]!);
  expect(view!.variables).toMatchObject({ checked: true });
  const log = await operations.log({ limit: 200 });
  expect(log.find(({ kind }) => kind === 'batch.started')).toMatchObject({ reason: BY.reason });
});

test('incidents of a process are retried in one go', async () => {
  isBroken = true;
  const ids = await Promise.all([start('printing'), start('printing')]);
  await node.engine.runDueJobs();
  isBroken = false;
  const { operations } = node.engine;
  const targets = { processKey: 'printing' };
  const { total } = await operations.startBatch({ work: { kind: 'retryIncidents' }, targets }, BY);
  expect(total).toBe(2);
  await node.engine.runDueJobs();
  for (const id of ids) expect(await openTasks(node.engine, id)).toHaveLength(1);
});

test('failed steps of one element are left out in one go, with one value for all', async () => {
  isBroken = true;
  const ids = await Promise.all([start('two-prints'), start('two-prints'), start('two-prints')]);
  await node.engine.runDueJobs();
  const { operations } = node.engine;
  const failed = await operations.failedSteps({ processKey: 'two-prints' });
  expect(failed).toMatchObject([
    { elementId: 'first', incidents: 3 },
    { elementId: 'second', incidents: 3 },
  ]);
  const work = { kind: 'skipIncidents', values: { paper: 'by hand' } } as const;
  const targets = { processKey: 'two-prints', elementId: 'first' };
  const { batchId, total } = await operations.startBatch({ work, targets }, BY);
  expect(total).toBe(3);
  const { rows } = await node.pool.query<{ id: string }>(
    `select id from engine.incident where instance_id = $1 and element_id = 'first'`,
    [ids[0]],
  );
  await node.engine.retryIncident({ incidentId: rows[0]!.id }, { actor: ANNA });
  await node.engine.runDueJobs();
  const { batch, failed: refused } = (await operations.batch(batchId))!;
  expect(batch).toMatchObject({ state: 'done', total: 3, done: 2, failed: 1 });
  expect(refused).toMatchObject([{ targetId: rows[0]!.id, code: 'ENG_INCIDENT_NOT_FOUND' }]);
  for (const id of ids.slice(1)) {
    const view = (await node.engine.views.instance(id))!;
    expect(view.variables).toMatchObject({ paper: 'by hand' });
    expect(view.incidents.map(({ elementId }) => elementId)).toEqual(['second']);
  }
  expect(await operations.log({ processKey: 'two-prints', limit: 2 })).toMatchObject([
    { kind: 'IncidentResolved', actor: ANNA, reason: BY.reason, facts: { how: 'skipped' } },
    { kind: 'IncidentResolved', actor: ANNA, reason: BY.reason, facts: { how: 'skipped' } },
  ]);
});

test('values that may not be stored skip nothing, and each refusal says so', async () => {
  const { operations } = node.engine;
  const work = { kind: 'skipIncidents', values: { '': 1 } } as const;
  const { batchId } = await operations.startBatch({ work, targets: { processKey: 'two-prints' } }, BY);
  const before = await operations.failedSteps({ processKey: 'two-prints' });
  await node.engine.runDueJobs();
  const { batch, failed } = (await operations.batch(batchId))!;
  expect(batch).toMatchObject({ state: 'done', done: 0, failed: batch.total });
  expect(new Set(failed.map(({ code }) => code))).toEqual(new Set(['ENG_VARIABLE_INVALID']));
  expect(await operations.failedSteps({ processKey: 'two-prints' })).toEqual(before);
});

test('a step is named only for work on failed steps', async () => {
  const { operations } = node.engine;
  const targets = { processKey: 'printing', elementId: 'print' };
  await expect(
    operations.startBatch({ work: { kind: 'suspendInstances' }, targets }, BY),
  ).rejects.toMatchObject({ code: 'ENG_REQUEST_INVALID', details: { field: 'elementId' } });
});

test('a batch without a target, or of no such kind of targets, is refused and leaves nothing', async () => {
  const { operations } = node.engine;
  const before = (await operations.batches(200)).length;
  const work = { kind: 'suspendInstances' } as const;
  for (const targets of [{ ids: [] }, { ids: ['x'] }, { processKey: 'nobody' }]) {
    await expect(operations.startBatch({ work, targets }, BY)).rejects.toMatchObject({
      code: 'ENG_REQUEST_INVALID',
    });
  }
  expect(await operations.batches(200)).toHaveLength(before);
  await expect(operations.cancelBatch('x', BY)).rejects.toMatchObject({ code: 'ENG_BATCH_NOT_FOUND' });
});

test('an intervention in an instance is in the log with its reason', async () => {
  const instanceId = await start('tasks');
  await node.engine.suspendInstance({ instanceId }, { actor: ANNA, reason: 'the customer is away' });
  const [entry] = await node.engine.operations.log({ processKey: 'tasks', limit: 5 });
  expect(entry).toMatchObject({
    kind: 'InstanceSuspended',
    instanceId,
    actor: ANNA,
    reason: 'the customer is away',
  });
});

test('the history of ended instances is thinned out and removed by the setting of their process', async () => {
  const { operations } = node.engine;
  const instanceId = await start('tasks');
  await node.engine.setVariables({ instanceId, values: { secret: 'x' } }, { actor: ANNA });
  await node.engine.cancelInstance({ instanceId }, { actor: ANNA });
  await operations.changeSetting({ processKey: 'tasks', historyLevel: 'activity', historyDays: 30 }, BY);
  await expect(
    operations.changeSetting({ processKey: 'tasks', historyLevel: 'full', historyDays: 0 }, BY),
  ).rejects.toMatchObject({ code: 'ENG_REQUEST_INVALID' });
  const endedBefore = (age: string) =>
    node.pool.query(`update engine.process_instance set ended_at = now() - $2::interval where id = $1`, [
      instanceId,
      age,
    ]);
  const textOfHistory = async () =>
    JSON.stringify(await node.engine.views.history({ instanceId, limit: 100 }));
  await endedBefore('2 days');
  expect(await textOfHistory()).toContain('secret');
  expect(await operations.cleanHistory()).toBe(1);
  const thinned = await textOfHistory();
  expect(thinned).toContain('InstanceEnded');
  expect(thinned).not.toContain('secret');
  expect(await operations.cleanHistory()).toBe(0);
  await endedBefore('31 days');
  expect(await operations.cleanHistory()).toBe(1);
  expect(await node.engine.views.instance(instanceId)).toBeNull();
  await expect.poll(async () => (await node.engine.views.history({ instanceId, limit: 10 })).length).toBe(0);
});

test('a start that waits for more events is shown, and can be discarded', async () => {
  const { operations } = node.engine;
  const events = [{ message: 'paid' }, { signal: 'released' }];
  const both = aProcess('both')
    .startOn('all', events, true, { attributes: 'parallelMultiple="true"' })
    .userTask('work')
    .end();
  await node.engine.deploy({ files: [both.file()] }, { actor: ANNA });
  await node.engine.correlateMessage({ name: 'paid', correlationKey: 'K1' }, { actor: ANNA });
  const [open, ...others] = await operations.incompleteStarts();
  expect(others).toEqual([]);
  expect(open).toMatchObject({
    ...{ processKey: 'both', elementId: 'all', correlationKey: 'K1' },
    occurred: [{ kind: 'message', name: 'paid' }],
  });
  await operations.discardIncompleteStart(open!.id, BY);
  expect(await operations.incompleteStarts()).toEqual([]);
  expect((await operations.log({ limit: 1 }))[0]).toMatchObject({
    kind: 'start.discarded',
    processKey: 'both',
  });
  await expect(operations.discardIncompleteStart(open!.id, BY)).rejects.toMatchObject({
    code: 'ENG_JOB_NOT_FOUND',
  });
});

test('timers that a resumption moved are where they were when it is taken back', async () => {
  const { operations, views } = node.engine;
  const instanceId = await start('waiting');
  const due = async (): Promise<number> => Date.parse((await views.instance(instanceId))!.timers[0]!.dueAt);
  const run = async (batch: Promise<{ batchId: string }>): Promise<string> => {
    const { batchId } = await batch;
    await node.engine.runDueJobs();
    expect(await operations.batch(batchId)).toMatchObject({ batch: { done: 1, failed: 0 } });
    // So that each rest is one that can be measured.
    await new Promise((resolve) => setTimeout(resolve, 20));
    return batchId;
  };
  const targets = { ids: [instanceId] };
  const resume = (timers: 'keep' | 'shift') =>
    run(operations.startBatch({ work: { kind: 'resumeInstances', timers }, targets }, BY));
  const takeBack = (batchId: string) => run(operations.undoBatch({ batchId, ids: [instanceId] }, BY));
  const first = await due();
  await run(operations.startBatch({ work: { kind: 'suspendInstances' }, targets }, BY));
  const resumed = await resume('shift');
  const moved = await due();
  expect(moved).toBeGreaterThan(first);
  await takeBack(resumed);
  expect(await due()).toBe(first);
  // It counts as one rest, from its beginning; and this, too, is taken back exactly.
  const again = await resume('shift');
  expect(await due()).toBeGreaterThan(moved);
  await takeBack(again);
  expect(await due()).toBe(first);
  await resume('keep');
  expect(await due()).toBe(first);
});
