/** Tasks that are lent, moved and guarded by four eyes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, USER_TASK, createNode, deployAll, openTasks, sequence, type Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
const BORIS = { kind: 'user', id: 'boris' } as const;
const GUARDED = `<userTask id="check" name="check"><extensionElements><tl:task notBy="draft initiator" followUp="P1D"/></extensionElements></userTask>`;

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url);
  await deployAll(node.engine, sequence('eyes', [USER_TASK('draft'), GUARDED]));
});
afterAll(async () => {
  await node.close();
  await database.drop();
});

async function started(): Promise<{ instanceId: string; taskId: string }> {
  const { instanceId } = await node.engine.startInstance({ processKey: 'eyes' }, { actor: ANNA });
  return { instanceId, taskId: (await openTasks(node.engine, instanceId))[0]! };
}

test('a task is lent, worked on, given back and completed by its owner', async () => {
  const { instanceId, taskId } = await started();
  await node.engine.assignUserTask({ taskId, userId: 'anna' }, { actor: ANNA });
  await expect(node.engine.resolveUserTask({ taskId }, { actor: ANNA })).rejects.toMatchObject({
    code: 'ENG_USER_TASK_NOT_DELEGATED',
  });
  await node.engine.delegateUserTask({ taskId, userId: 'boris' }, { actor: ANNA });
  expect(await node.engine.views.userTask(taskId)).toMatchObject({
    assignee: 'boris',
    owner: 'anna',
    delegation: 'pending',
  });
  await node.engine.resolveUserTask({ taskId, variables: { note: 'done' } }, { actor: BORIS });
  expect(await node.engine.views.userTask(taskId)).toMatchObject({
    assignee: 'anna',
    delegation: 'resolved',
  });
  await node.engine.completeUserTask({ taskId }, { actor: ANNA });
  expect((await node.engine.views.instance(instanceId))!.variables).toMatchObject({ note: 'done' });
});

test('due, follow-up and priority change, and a wrong date is refused with its field', async () => {
  const { taskId } = await started();
  const change = { dueAt: '2030-01-02T08:00:00Z', followUpAt: '2030-01-01T08:00:00Z', priority: 5 };
  await node.engine.changeUserTask({ taskId, change }, { actor: ANNA, reason: 'the customer asked' });
  expect(await node.engine.views.userTask(taskId)).toMatchObject({
    dueAt: '2030-01-02T08:00:00.000Z',
    followUpAt: '2030-01-01T08:00:00.000Z',
    priority: 5,
  });
  await node.engine.changeUserTask({ taskId, change: { dueAt: null } }, { actor: ANNA });
  expect((await node.engine.views.userTask(taskId))!.dueAt).toBeNull();
  await expect(
    node.engine.changeUserTask({ taskId, change: { followUpAt: 'soon' } }, { actor: ANNA }),
  ).rejects.toMatchObject({ code: 'ENG_DATE_INVALID', details: { field: 'followUpAt' } });
});

test('a completion takes the task from its pool with it, or leaves it there', async () => {
  const { instanceId, taskId } = await started();
  await node.engine.unclaimUserTask({ taskId }, { actor: ANNA });
  await node.engine.suspendInstance({ instanceId }, { actor: ANNA });
  const complete = () =>
    node.engine.completeUserTask({ taskId, claimFor: 'boris' }, { actor: BORIS, idempotencyKey: taskId });
  await expect(complete()).rejects.toMatchObject({ code: 'ENG_INSTANCE_SUSPENDED' });
  expect((await node.engine.views.userTask(taskId))!.assignee).toBeNull();
  await node.engine.resumeInstance({ instanceId, timers: 'keep' }, { actor: ANNA });
  await complete();
  await complete();
  expect(await node.engine.views.userTask(taskId)).toMatchObject({ assignee: 'boris', completedBy: 'boris' });
  const story = await node.engine.views.history({ instanceId, limit: 100 });
  const kinds = story.map(({ kind }) => kind);
  // Given back, taken, completed.
  expect(kinds.filter((kind) => kind === 'UserTaskAssigned')).toHaveLength(2);
  expect(kinds.lastIndexOf('UserTaskAssigned')).toBeLessThan(kinds.indexOf('UserTaskCompleted'));
});

test('a completion leaves a task to whom it belongs', async () => {
  const { taskId } = await started();
  await node.engine.assignUserTask({ taskId, userId: 'anna' }, { actor: ANNA });
  await node.engine.completeUserTask({ taskId, claimFor: 'boris' }, { actor: BORIS });
  expect(await node.engine.views.userTask(taskId)).toMatchObject({ assignee: 'anna', completedBy: 'boris' });
});

test('whoever did the step before, or began the process, may not do the guarded one', async () => {
  const { instanceId, taskId } = await started();
  await node.engine.completeUserTask({ taskId }, { actor: BORIS });
  const [check] = await openTasks(node.engine, instanceId);
  const view = await node.engine.views.userTask(check!);
  expect(view!.assignee).toBeNull();
  expect(view!.followUpAt).not.toBeNull();
  for (const userId of ['boris', 'anna']) {
    await expect(
      node.engine.claimUserTask({ taskId: check!, userId }, { actor: { kind: 'user', id: userId } }),
    ).rejects.toMatchObject({ code: 'ENG_FOUR_EYES' });
  }
  await expect(node.engine.completeUserTask({ taskId: check! }, { actor: BORIS })).rejects.toMatchObject({
    code: 'ENG_FOUR_EYES',
  });
  await node.engine.claimUserTask({ taskId: check!, userId: 'clara' }, { actor: ANNA });
  await node.engine.completeUserTask({ taskId: check! }, { actor: { kind: 'user', id: 'clara' } });
  expect((await node.engine.views.instance(instanceId))!.status).toBe('completed');
});

test('whoever the record belongs to may not do the guarded one either, from when it is his', async () => {
  const quote = { $record: 'quote', id: '00000000-0000-7000-8000-0000000000f1' };
  let owner: string | null = 'boris';
  const host = createNode(database.url, {}, { records: { read: async () => [{ owner }] } });
  try {
    const guarded = `<userTask id="look" name="look"><extensionElements><tl:task notBy="owner:quote owner:nothing"/></extensionElements></userTask>`;
    await deployAll(host.engine, sequence('owners', [guarded]));
    const begin = { processKey: 'owners', variables: { quote } };
    const { instanceId } = await host.engine.startInstance(begin, { actor: BORIS });
    const [taskId] = await openTasks(host.engine, instanceId);
    const claim = (userId: string) =>
      host.engine.claimUserTask({ taskId: taskId!, userId }, { actor: { kind: 'user', id: userId } });
    await expect(claim('boris')).rejects.toMatchObject({ code: 'ENG_FOUR_EYES' });
    await claim('clara');
    owner = 'clara';
    const done = () =>
      host.engine.completeUserTask({ taskId: taskId! }, { actor: { kind: 'user', id: 'clara' } });
    await expect(done()).rejects.toMatchObject({ code: 'ENG_FOUR_EYES' });
    owner = null;
    await done();
    expect((await host.engine.views.instance(instanceId))!.status).toBe('completed');
  } finally {
    await host.close();
  }
});
