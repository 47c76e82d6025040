/** What a diagram says of its history is in force until somebody says otherwise. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { aProcess } from '../../support/process-builder.ts';
import { ANNA, createNode, type Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
const BY = { actor: ANNA };

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url);
});
afterAll(async () => {
  await node.close();
  await database.drop();
});

async function deploy(processKey: string, attribute: string): Promise<void> {
  const { name, content } = aProcess(processKey).start().userTask('work').end().file();
  const said = content
    .replace('<process ', `<process ${attribute} `)
    .replace('<definitions ', '<definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn" ');
  await node.engine.deploy({ files: [{ name, content: said }] }, BY);
}

const daysOf = async (processKey: string): Promise<number | null | undefined> =>
  (await node.engine.operations.settings()).find((one) => one.processKey === processKey)?.historyDays;

test.each([
  ['days', '180', 180],
  ['a-duration', 'P2W', 14],
  ['hours', 'PT30H', 2],
  ['nothing', 'P0D', 1],
])('the diagram says it in %s', async (processKey, said, days) => {
  await deploy(processKey, `camunda:historyTimeToLive="${said}"`);
  expect(await daysOf(processKey)).toBe(days);
});

test('what was kept for that long goes', async () => {
  await deploy('short', 'camunda:historyTimeToLive="P10D"');
  const { instanceId } = await node.engine.startInstance({ processKey: 'short' }, BY);
  await node.engine.cancelInstance({ instanceId }, BY);
  await node.pool.query(`update engine.process_instance set ended_at = now() - interval '11 days'`);
  expect(await node.engine.operations.cleanHistory()).toBe(1);
  expect(await node.engine.views.instance(instanceId)).toBeNull();
});

test('a new version changes it, and one that says nothing takes it away', async () => {
  await deploy('versions', 'camunda:historyTimeToLive="P10D"');
  await deploy('versions', 'camunda:historyTimeToLive="P20D"');
  expect(await daysOf('versions')).toBe(20);
  await deploy('versions', '');
  expect(await daysOf('versions')).toBeUndefined();
});

test('what somebody has set by hand stays, whatever the diagram says', async () => {
  await deploy('by-hand', 'camunda:historyTimeToLive="P10D"');
  const setting = { processKey: 'by-hand', historyLevel: 'activity', historyDays: 400 } as const;
  await node.engine.operations.changeSetting(setting, BY);
  await deploy('by-hand', 'camunda:historyTimeToLive="P20D"');
  await deploy('by-hand', '');
  expect(await daysOf('by-hand')).toBe(400);
});

test.each(['soon', '${days}', '-3', 'P'])('"%s" is refused', async (said) => {
  await expect(deploy('wrong', `camunda:historyTimeToLive="${said}"`)).rejects.toMatchObject({
    code: 'ENG_DEPLOYMENT_REFUSED',
    details: {
      problems: expect.arrayContaining([
        expect.objectContaining({ rule: 'invalid-time', elementId: 'wrong', severity: 'error' }),
      ]) as unknown,
    },
  });
});

test('a time beyond all calendars is refused', async () => {
  await expect(deploy('for-ever', 'camunda:historyTimeToLive="P999999Y"')).rejects.toMatchObject({
    details: { problems: expect.arrayContaining([expect.objectContaining({ rule: 'invalid-time' })]) },
  });
});
