/** A listener of Camunda 7 hears who takes a task after it was created. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createNode, deployAll, openTasks, sequence, type Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
const CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"';
const LISTENED = `<userTask id="work" name="work" ${CAMUNDA}><extensionElements><camunda:taskListener event="assignment"><camunda:script scriptFormat="javascript">execution.setVariable('who', task.assignee)</camunda:script></camunda:taskListener></extensionElements></userTask>`;

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url);
  await deployAll(node.engine, sequence('listened', [LISTENED]));
});
afterAll(async () => {
  await node.close();
  await database.drop();
});

test('the listener runs when the task is handed to somebody', async () => {
  const { instanceId } = await node.engine.startInstance({ processKey: 'listened' }, { actor: ANNA });
  const [taskId] = await openTasks(node.engine, instanceId);
  const whoKnows = async (): Promise<unknown> =>
    (await node.engine.views.instance(instanceId))!.variables.who;
  expect(await whoKnows()).toBe('anna');
  await node.engine.assignUserTask({ taskId: taskId!, userId: 'zoe' }, { actor: ANNA });
  expect(await whoKnows()).toBe('zoe');
  await node.engine.delegateUserTask({ taskId: taskId!, userId: 'max' }, { actor: ANNA });
  expect(await whoKnows()).toBe('max');
});
