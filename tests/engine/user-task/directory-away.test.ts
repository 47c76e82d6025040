import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { aProcess } from '../../support/process-builder.ts';
import { ANNA, createNode, type Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
let losses = 0;

beforeAll(async () => {
  database = await testDatabase();
  const anna = { assignee: 'anna', substituteFor: null, candidateUsers: [], candidateGroups: [] };
  node = createNode(
    database.url,
    {},
    {
      directory: {
        async resolve() {
          losses -= 1;
          if (losses >= 0) throw new Error('Connection terminated unexpectedly');
          return anna;
        },
      },
    },
  );
  const extensions = '<tl:assignment kind="department" value="sales"/>';
  const process = aProcess().start().userTask('work', { extensions }).end();
  await node.engine.deploy({ files: [process.file()] }, { actor: ANNA });
});
afterAll(async () => {
  await node.close();
  await database.drop();
});

it('starts nothing while the people cannot be read, and leaves no failed step: the caller comes again', async () => {
  losses = 10;
  const start = () => node.engine.startInstance({ processKey: 'process' }, { actor: ANNA });
  await expect(start()).rejects.toThrow('Connection terminated');
  losses = 0;
  const { instanceId } = await start();
  const view = await node.engine.views.instance(instanceId);
  expect(view).toMatchObject({ incidents: [], userTasks: [{ assignee: 'anna' }] });
});
