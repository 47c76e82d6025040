/** What people may begin in the open ad-hoc subprocesses of an instance. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { createNode, type Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url);
});
afterAll(async () => {
  await node.close();
  await database.drop();
});

const file = (ordering: string) => ({
  name: 'p.bpmn',
  content: `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t"><process id="p" isExecutable="true">
<startEvent id="s"/><adHocSubProcess id="ah" name="Prepare" ordering="${ordering}"><userTask id="a" name="A"/><userTask id="b" name="B"/></adHocSubProcess><endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="ah"/><sequenceFlow id="f2" sourceRef="ah" targetRef="e"/></process></definitions>`,
});

it('lists what may be begun, and nothing while a sequential one is busy or when all is over', async () => {
  const engine = await anEngine({ store: 'postgres', databaseUrl: database.url });
  const { startable } = node.engine.views;
  await engine.deploy([file('Sequential')]);
  const id = await engine.start('p');
  expect(await startable(id)).toMatchObject([
    { elementId: 'a', name: 'A', adHocName: 'Prepare' },
    { elementId: 'b', name: 'B' },
  ]);
  await engine.activate('a');
  expect(await startable(id)).toEqual([]);
  await engine.complete('A');
  expect(await startable(id)).toHaveLength(2);
  await engine.activate('b');
  await engine.complete('B');
  expect(await startable(id)).toEqual([]);
});
