/** What an incident keeps of what went into the step that failed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { aProcess } from '../../support/process-builder.ts';
import { ANNA, createNode, type Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
const fail = async () => {
  throw new Error('no paper');
};

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url, {
    print: { mode: 'job', run: fail },
    file: { mode: 'transaction', run: fail },
  });
  const IO = '<tl:io><tl:input name="copies" value="= pages * 2" /></tl:io>';
  const choosing = aProcess('choosing')
    .start()
    .exclusive('choice')
    .flow({ condition: '= amount' })
    .end('one')
    .from('choice')
    .flow({ isDefault: true })
    .end('other');
  const processes = [
    choosing,
    aProcess('counting').start().scriptTask('count', 'variables.list.missing.length').end(),
    aProcess('filing').start().action('file', 'file', { io: IO }).end(),
    aProcess('printing').start().action('print', 'print', { io: IO, attributes: 'retries="1"' }).end(),
  ];
  await node.engine.deploy({ files: processes.map((process) => process.file()) }, { actor: ANNA });
});
afterAll(async () => {
  await node.close();
  await database.drop();
});

async function failed(
  processKey: string,
  variables: Parameters<Node['engine']['startInstance']>[0]['variables'],
) {
  const { instanceId } = await node.engine.startInstance({ processKey, variables }, { actor: ANNA });
  await node.engine.runDueJobs();
  const [incident] = (await node.engine.views.instance(instanceId))!.incidents;
  return { instanceId, incidentId: incident!.id, elementId: incident!.elementId };
}
const valuesOf = (incidentId: string) => node.engine.views.incidentValues(incidentId);

test('what the expressions of the step name, as it was when it failed', async () => {
  const { instanceId, incidentId } = await failed('choosing', { amount: 'much', secret: 1 });
  await node.engine.setVariables({ instanceId, values: { amount: true } }, { actor: ANNA });
  expect(await valuesOf(incidentId)).toEqual({
    ...{ instanceId, elementId: 'choice' },
    ...{ values: { amount: 'much' }, left: {} },
  });
});

test('what a script names', async () => {
  const { incidentId } = await failed('counting', { list: [1], other: 2 });
  expect(await valuesOf(incidentId)).toMatchObject({ values: { list: [1] } });
  expect((await valuesOf(incidentId))!.values).not.toHaveProperty('other');
});

test('the inputs of an action, in the step and as a job', async () => {
  for (const processKey of ['filing', 'printing']) {
    const { incidentId } = await failed(processKey, { pages: 4 });
    expect((await valuesOf(incidentId))!.values).toMatchObject({ copies: 8 });
  }
});

test('what is too large is left out with its size', async () => {
  const { incidentId } = await failed('choosing', { amount: 'x'.repeat(20_000) });
  const { values, left } = (await valuesOf(incidentId))!;
  expect(values).toEqual({});
  expect(left['amount']).toBeGreaterThan(20_000);
  const print = await failed('printing', { pages: 1 });
  await node.pool.query(
    `update engine.job set payload = payload || jsonb_build_object('text', repeat('x', 20000))
    where instance_id = $1`,
    [print.instanceId],
  );
  expect(await valuesOf(print.incidentId)).toMatchObject({ values: { copies: 2 }, left: { text: 20_002 } });
});

test('an incident that is mended, or never was, has none', async () => {
  const { incidentId } = await failed('choosing', { amount: 1 });
  await node.engine.skipIncident({ incidentId }, { actor: ANNA });
  expect(await valuesOf(incidentId)).toBeNull();
  expect(await valuesOf('x')).toBeNull();
});
