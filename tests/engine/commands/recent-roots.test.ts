/** A node remembers what it wrote last; what another node did meanwhile must show itself all the same. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { ANNA, USER_TASK, createNode, deployAll, openTasks, sequence } from '../store/host.ts';
import type { Node } from '../store/host.ts';

const BORIS = { kind: 'user', id: 'boris' } as const;
let database: TestDatabase;
let one: Node;
let other: Node;

beforeAll(async () => {
  database = await testDatabase();
  one = createNode(database.url);
  other = createNode(database.url);
  await deployAll(one.engine, sequence('tasks', [USER_TASK('first'), USER_TASK('second')]));
});

afterAll(async () => {
  await one.close();
  await other.close();
  await database.drop();
});

async function startedOnOne(): Promise<{ readonly instanceId: string; readonly taskId: string }> {
  const { instanceId } = await one.engine.startInstance({ processKey: 'tasks' }, { actor: ANNA });
  const [taskId] = await openTasks(one.engine, instanceId);
  return { instanceId, taskId: taskId! };
}

test('the node that wrote last decides without reading, any other reads first', async () => {
  const { instanceId, taskId } = await startedOnOne();
  one.countRoundTrips();
  await one.engine.completeUserTask({ taskId }, { actor: ANNA });
  expect(one.countRoundTrips()).toBe(1);
  const [second] = await openTasks(other.engine, instanceId);
  other.countRoundTrips();
  await other.engine.completeUserTask({ taskId: second! }, { actor: ANNA });
  expect(other.countRoundTrips()).toBe(2);
});

test('a refusal never rests on what is remembered', async () => {
  const { taskId } = await startedOnOne();
  await one.engine.claimUserTask({ taskId, userId: 'anna' }, { actor: ANNA });
  await other.engine.unclaimUserTask({ taskId }, { actor: ANNA });
  await one.engine.claimUserTask({ taskId, userId: 'boris' }, { actor: BORIS });
  const view = await one.engine.views.userTask(taskId);
  expect(view!.assignee).toBe('boris');
});

test('what another node wrote is met as a conflict and decided again', async () => {
  const { instanceId, taskId } = await startedOnOne();
  await other.engine.completeUserTask({ taskId }, { actor: ANNA });
  await expect(one.engine.completeUserTask({ taskId }, { actor: ANNA })).rejects.toMatchObject({
    code: 'ENG_USER_TASK_NOT_OPEN',
  });
  await one.engine.setVariables({ instanceId, values: { a: 1 } }, { actor: ANNA });
  await other.engine.setVariables({ instanceId, values: { b: 2 } }, { actor: ANNA });
  await one.engine.setVariables({ instanceId, values: { c: 3 } }, { actor: ANNA });
  const view = await one.engine.views.instance(instanceId);
  expect(view!.variables).toMatchObject({ a: 1, b: 2, c: 3 });
});

test('an idempotency key answers with what was written first', async () => {
  const { instanceId } = await startedOnOne();
  const write = () =>
    one.engine.setVariables(
      { instanceId, values: { once: true } },
      { actor: ANNA, idempotencyKey: `recent ${instanceId}` },
    );
  await write();
  const { revision } = (await one.engine.views.instance(instanceId))!;
  await write();
  expect((await one.engine.views.instance(instanceId))!.revision).toBe(revision);
});
