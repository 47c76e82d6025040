/** What people may begin in the open ad-hoc subprocesses of an instance. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPostgresStore } from '#engine';
import { compileProcess } from '../../../engine/definition/compile.ts';
import { startableView } from '../../../engine/queries/startable-elements.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
});
afterAll(async () => {
  await pool.end();
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
  const store = createPostgresStore({ pool });
  const startable = startableView({ pool } as Parameters<typeof startableView>[0], {
    async get(id) {
      const row = (await store.definition(id))!;
      const model = (await compileProcess(row.xml, row.processKey))!;
      const { processKey, version, name, deploymentId, deployedBy } = row;
      return {
        row,
        definition: { id, processKey, version, name, deploymentId, publisher: deployedBy, model },
      };
    },
    latest: async () => null,
  });
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
