import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import { aProcess, forEach } from '../../support/process-builder.ts';
import type { TestDatabase } from '../../support/database.ts';
import { ANNA, TIMER, USER_TASK, createNode, deployAll, openTasks, sequence } from '../store/host.ts';
import type { Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
let instanceId: string;

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url);
  await deployAll(
    node.engine,
    sequence('tasks', [USER_TASK('first'), USER_TASK('second')]),
    sequence('timed', [TIMER('pause', 'PT1H')]),
  );
  const record = { $record: 'ticket', id: 'ticket-1' };
  const request = { processKey: 'tasks', businessKey: 'order_1', variables: { ticket: record } };
  ({ instanceId } = await node.engine.startInstance(request, { actor: ANNA }));
});

afterAll(async () => {
  await node.close();
  await database.drop();
});

test('definitions show what runs, versions in falling order', async () => {
  const { views } = node.engine;
  const [tasks] = await views.definitions({ keys: ['tasks'] });
  expect(tasks).toMatchObject({
    processKey: 'tasks',
    version: 1,
    running: 1,
    incidents: 0,
    deployedBy: 'anna',
  });
  expect(await views.definitions({ keys: 'all' })).toHaveLength(2);
  await deployAll(node.engine, sequence('timed', [TIMER('pause', 'PT2H')]));
  expect((await views.versions('timed')).map((one) => one.version)).toEqual([2, 1]);
  expect((await views.latestDefinition('timed'))?.version).toBe(2);
  const definition = await views.definition(tasks!.id);
  expect(definition?.elements.map((element) => element.id)).toContain('first');
  expect(definition?.flows).toContainEqual({
    id: 'to_first',
    sourceId: 'start',
    targetId: 'first',
    name: null,
  });
  expect(await views.definition('no uuid')).toBeNull();
});

test('the card of an instance shows what lives', async () => {
  const card = await node.engine.views.instance(instanceId);
  expect(card).toMatchObject({
    ...{
      status: 'active',
      definitionVersion: 1,
      revision: 1,
      businessKey: 'order_1',
      children: [],
      timers: [],
    },
    records: [{ variable: 'ticket', entity: 'ticket', recordId: 'ticket-1' }],
    waiting: [{ elementId: 'first', state: 'waiting' }],
    userTasks: [{ elementId: 'first', state: 'ready' }],
  });
  const timed = await node.engine.startInstance({ processKey: 'timed' }, { actor: ANNA });
  expect((await node.engine.views.instance(timed.instanceId))!.timers).toMatchObject([
    { elementId: 'pause' },
  ]);
});

test('the live map shows done, running and passed', async () => {
  const { engine } = node;
  const [taskId] = await openTasks(engine, instanceId);
  await engine.assignUserTask({ taskId: taskId!, userId: 'ben' }, { actor: ANNA });
  const map = await engine.views.liveMap(instanceId);
  expect(map?.elements).toMatchObject([
    { elementId: 'start', state: 'done', timesEntered: 1 },
    { elementId: 'first', state: 'running', assignee: 'ben' },
  ]);
  expect(map?.flows).toEqual([{ flowId: 'to_first', times: 1 }]);
  expect(map?.revision).toBe(2);
});

test('lists of instances are filtered and paged without gaps', async () => {
  const { engine } = node;
  for (let count = 0; count < 4; count++)
    await engine.startInstance({ processKey: 'tasks' }, { actor: ANNA });
  const filter = { visibleKeys: ['tasks'], involving: null, limit: 2 } as const;
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await engine.views.instances({ ...filter, cursor });
    seen.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(5);
  expect(new Set(seen).size).toBe(5);
  const all = { visibleKeys: 'all', involving: null, limit: 10 } as const;
  const ids = async (more: object): Promise<string[]> =>
    (await engine.views.instances({ ...all, ...more })).items.map((item) => item.id);
  expect(await ids({ record: { entity: 'ticket', recordId: 'ticket-1' } })).toEqual([instanceId]);
  expect(await ids({ search: 'order_' })).toEqual([instanceId]);
  expect(await ids({ search: 'orderX' })).toEqual([]);
  expect(await ids({ withIncident: true })).toEqual([]);
  expect(await ids({ visibleKeys: [], involving: 'ben' })).toEqual([instanceId]);
  expect(await ids({ visibleKeys: [], involving: 'nobody' })).toEqual([]);
  expect(await ids({ visibleKeys: 'all', involving: 'nobody' })).toHaveLength(6);
});

test('task lists find own, pool and completed tasks, and count them', async () => {
  const { engine } = node;
  const open = ['ready', 'planned'] as const;
  const mine = await engine.views.userTasks({ assignees: ['ben'], states: open, limit: 10 });
  expect(mine.items).toMatchObject([{ elementId: 'first', assignee: 'ben' }]);
  expect(await engine.views.countUserTasks({ assignees: ['ben'], states: open })).toBe(1);
  expect(await engine.views.userTask(mine.items[0]!.id)).toEqual(mine.items[0]);
  const pool = { users: ['ben'], groups: ['position:sales'] };
  expect((await engine.views.userTasks({ pool, states: open, limit: 10 })).items).toEqual([]);
  await engine.completeUserTask({ taskId: mine.items[0]!.id }, { actor: { kind: 'user', id: 'ben' } });
  const done = await engine.views.userTasks({ completedBy: 'ben', states: ['completed'], limit: 10 });
  expect(done.items).toMatchObject([{ elementId: 'first', completedBy: 'ben' }]);
  const first = await engine.views.userTasks({ states: open, limit: 2 });
  const next = await engine.views.userTasks({ states: open, limit: 10, cursor: first.nextCursor! });
  expect(first.items.length + next.items.length).toBe(await engine.views.countUserTasks({ states: open }));
});

test('a repeated step shows how far it is, on the card and on the live map', async () => {
  const { engine } = node;
  const each = aProcess('each')
    .start()
    .userTask('ask', { loop: forEach('= [1, 2, 3]') })
    .end();
  await engine.deploy({ files: [each.file()] }, { actor: ANNA });
  const { instanceId: id } = await engine.startInstance({ processKey: 'each' }, { actor: ANNA });
  const [first] = await openTasks(engine, id);
  await engine.completeUserTask({ taskId: first! }, { actor: ANNA });
  const card = await engine.views.instance(id);
  expect(card?.repetitions).toMatchObject([{ elementId: 'ask', completed: 1, total: 3 }]);
  const map = await engine.views.liveMap(id);
  expect(map?.elements.find((element) => element.elementId === 'ask')).toMatchObject({
    state: 'running',
    timesEntered: 3,
  });
});

test('a suspended instance is told and found as one', async () => {
  const { engine } = node;
  const { instanceId: id } = await engine.startInstance({ processKey: 'tasks' }, { actor: ANNA });
  const listed = async (suspended?: boolean) =>
    (await engine.views.instances({ visibleKeys: 'all', involving: null, limit: 50, suspended })).items;
  expect(await listed(true)).toEqual([]);
  await engine.suspendInstance({ instanceId: id }, { actor: ANNA });
  expect(await listed(true)).toMatchObject([{ id, suspended: true }]);
  expect((await listed(false)).map((item) => item.id)).not.toContain(id);
  expect((await listed()).filter((item) => item.suspended)).toHaveLength(1);
  await engine.resumeInstance({ instanceId: id, timers: 'keep' }, { actor: ANNA });
  expect(await listed(true)).toEqual([]);
});

test('a limit that is near stands on the card', async () => {
  const { engine } = node;
  const { instanceId: id } = await engine.startInstance(
    { processKey: 'tasks', variables: { report: 'x'.repeat(1_900_000) } },
    { actor: ANNA },
  );
  expect((await engine.views.instance(id))?.limitsNear).toEqual([
    { limit: 'variableBytesMax', max: 2 * 1024 * 1024, elementId: null, name: 'report' },
  ]);
  expect((await engine.views.instance(instanceId))?.limitsNear).toEqual([]);
});
