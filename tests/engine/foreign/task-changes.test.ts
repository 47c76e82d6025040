/** Listeners of Camunda 7 and 8 hear what changes a task in hand, and what of it comes due while it is worked on. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { EngineRejection } from '#engine';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';
import { ANNA, createNode, deployAll, openTasks, sequence, type Node } from '../store/host.ts';

const CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"';
const script = (code: string): string => `<camunda:script scriptFormat="javascript">${code}</camunda:script>`;
const heard = (event: string): string =>
  `<camunda:taskListener event="${event}">${script(`execution.setVariable('told', (execution.getVariable('told') || []).concat('${event} ' + task.priority + ' ' + task.assignee))`)}</camunda:taskListener>`;

describe('a task that is changed', () => {
  let database: TestDatabase;
  let node: Node;
  beforeAll(async () => {
    database = await testDatabase();
    node = createNode(database.url);
    const listeners = heard('update') + heard('assignment');
    const listened = `<userTask id="work" name="work" ${CAMUNDA}><extensionElements>${listeners}</extensionElements></userTask>`;
    await deployAll(node.engine, sequence('listened', [listened]));
  });
  afterAll(async () => {
    await node.close();
    await database.drop();
  });

  test('tells its listeners of updates, of assignments after them, and of nothing that stays as it is', async () => {
    const { engine } = node;
    const { instanceId } = await engine.startInstance({ processKey: 'listened' }, { actor: ANNA });
    const [taskId = ''] = await openTasks(engine, instanceId);
    const told = async (): Promise<unknown> => (await engine.views.instance(instanceId))!.variables.told;
    expect(await told()).toEqual(['assignment 0 anna']);
    await engine.changeUserTask({ taskId, change: { priority: 80 } }, { actor: ANNA });
    await engine.changeUserTask({ taskId, change: { priority: 80 } }, { actor: ANNA });
    await engine.assignUserTask({ taskId, userId: 'zoe' }, { actor: ANNA });
    await engine.unclaimUserTask({ taskId }, { actor: ANNA });
    expect(await told()).toEqual([
      ...['assignment 0 anna', 'update 80 anna'],
      ...['update 80 zoe', 'assignment 80 zoe', 'update 80 null'],
    ]);
  });
});

const timeout = (timer: string, code: string, id = 'late'): string =>
  `<camunda:taskListener id="${id}" event="timeout">${script(code)}<timerEventDefinition id="${id}_timer">${timer}</timerEventDefinition></camunda:taskListener>`;
const withListeners = (extensions: string): { name: string; content: string } => ({
  name: 'p.bpmn',
  content: aProcess()
    .start()
    .userTask('work', { extensions })
    .end()
    .xml()
    .replace('<definitions ', `<definitions ${CAMUNDA} xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" `),
});
const COUNT = "execution.setVariable('times', (execution.getVariable('times') || 0) + 1)";
const cycle = '<timeCycle>R3/PT1H</timeCycle>';

describe('a task that takes too long', () => {
  it('tells its listener when its time is up, and goes on', async () => {
    const engine = await anEngine();
    await engine.deploy([
      withListeners(
        timeout('<timeDuration>${wait}</timeDuration>', "execution.setVariable('late', task.name)"),
      ),
    ]);
    await engine.start('process', { variables: { wait: 'PT2H' } });
    await engine.advance('PT1H');
    expect((await engine.snapshot()).variables).toEqual({ wait: 'PT2H' });
    await engine.advance('PT1H');
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'work' }],
      variables: { late: 'work' },
      timers: [],
    });
    await engine.complete('work');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('tells it as often as its cycle says, and no more when the task is done', async () => {
    const engine = await anEngine();
    await engine.deploy([withListeners(timeout(cycle, COUNT))]);
    await engine.start('process');
    await engine.advance('PT2H');
    expect(await engine.snapshot()).toMatchObject({ variables: { times: 2 }, timers: [{ element: 'work' }] });
    await engine.complete('work');
    await engine.advance('PT5H');
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { times: 2 } });
  });

  it('keeps its times when the instance moves to a version that still has them', async () => {
    const engine = await anEngine();
    await engine.deploy([withListeners(timeout(cycle, COUNT) + timeout(cycle, COUNT, 'other'))]);
    await engine.start('process');
    await engine.advance('PT90M');
    const next = await engine.deploy([
      withListeners(timeout(cycle, COUNT) + timeout('<timeDuration>PT10M</timeDuration>', COUNT, 'new')),
    ]);
    await engine.migrate(next);
    await engine.advance('PT10M');
    expect(await engine.snapshot()).toMatchObject({ variables: { times: 3 }, timers: [{ element: 'work' }] });
    await engine.advance('PT20M');
    expect(await engine.snapshot()).toMatchObject({ variables: { times: 4 }, timers: [{ element: 'work' }] });
  });

  it('is an incident when its listener fails, and the task stays', async () => {
    const engine = await anEngine();
    await engine.deploy([
      withListeners(timeout('<timeDuration>PT1H</timeDuration>', 'throw new Error("no")')),
    ]);
    await engine.start('process');
    await engine.advance('PT1H');
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'work' }],
      incidents: [{ element: 'work' }],
    });
    await engine.complete('work');
    expect((await engine.snapshot()).ended).toBe(true);
  });
});

it.each([
  ['missing-timer', '<camunda:taskListener event="timeout" expression="${1}"/>'],
  ['invalid-time', timeout('<timeDuration>soon</timeDuration>', COUNT)],
  ['foreign-setting', '<camunda:taskListener event="blink" expression="${1}"/>'],
  [
    'foreign-setting',
    '<zeebe:taskListeners><zeebe:taskListener eventType="timeout" type="x"/></zeebe:taskListeners>',
  ],
])('refuses with %s what no listener can hear', async (rule, extensions) => {
  const engine = await anEngine();
  const refused = engine.deploy([withListeners(extensions)]);
  await expect(refused).rejects.toBeInstanceOf(EngineRejection);
  await expect(refused).rejects.toMatchObject({
    details: {
      problems: expect.arrayContaining([expect.objectContaining({ rule, elementId: 'work' })]) as unknown,
    },
  });
});
