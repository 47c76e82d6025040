/** Tasks in hand, instances at rest, failed steps left out, many at once, and the log of it all. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';
import { publish, START } from './work-of-people.ts';

interface Task {
  readonly id: string;
  readonly instanceId: string;
  readonly elementId: string;
  readonly rights: Readonly<Record<string, boolean>>;
  readonly quickOutcomes: readonly { readonly code: string }[];
}
interface Card {
  readonly suspended: boolean;
  readonly timers: readonly { readonly id: string; readonly dueAt: string }[];
  readonly incidents: readonly {
    readonly id: string;
    readonly instanceId: string;
    readonly processName: string | null;
    readonly elementId: string;
  }[];
  readonly tasks: readonly { readonly elementId: string; readonly state: string }[];
  readonly rights: Readonly<Record<string, boolean>>;
}

const INITIATOR = '<tl:assignment kind="initiator" />';
const OUTCOMES =
  '<tl:outcomes variable="verdict"><tl:outcome code="yes" label="Yes" /><tl:outcome code="no" label="No" /></tl:outcomes>';

let api: ApiProduct;
let admin: Visitor;
let manager: Visitor;
let agent: Visitor;

beforeAll(async () => {
  api = await startApi();
  admin = await api.as('Viktor');
  manager = await api.as('Dmitry');
  agent = await api.as('Kate');
  const twoEyes = aProcess('two-eyes', START)
    .start()
    .userTask('draw', { extensions: INITIATOR })
    .userTask('check', {
      extensions: `<tl:assignment kind="user" value="${agent.id}" /><tl:task notBy="draw" />`,
    })
    .end();
  const quick = aProcess('quick', START)
    .start()
    .userTask('decide', { extensions: INITIATOR + OUTCOMES })
    .end();
  const pause = aProcess('pause', START).start().catchTimer('rest', { duration: 'PT48H' }).end();
  const broken = aProcess('broken', START)
    .start()
    .scriptTask('count', "throw new Error('no')")
    .userTask('after', { extensions: INITIATOR })
    .end()
    .boundary('late', 'count', { error: 'empty' })
    .userTask('mend', { extensions: INITIATOR })
    .end('mended');
  const byValue = aProcess('broken-by-value', START)
    .start()
    .scriptTask('name', '{ customer: "Orion", other: 1 }', 'feel')
    .scriptTask('count', 'variables.customer.orders.length')
    .end();
  const caller = aProcess('caller', START).start().callActivity('call', 'broken').end();
  for (const process of [twoEyes, quick, pause, broken, byValue, caller]) await publish(admin, process);
}, 60_000);
afterAll(() => api.stop());

async function start(who: Visitor, key: string): Promise<string> {
  const started = await who.send<{ instanceId: string }>('POST', `/api/processes/${key}/start`, {
    variables: {},
  });
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  return started.body.instanceId;
}

async function taskOf(who: Visitor, instanceId: string, tab = 'today'): Promise<Task | undefined> {
  const list = await who.get<{ items: Task[] }>(`/api/tasks?tab=${tab}`);
  return list.body.items.find((task) => task.instanceId === instanceId);
}

const card = async (instanceId: string): Promise<Card> =>
  (await admin.get<Card>(`/api/instances/${instanceId}`)).body;

async function until<T>(read: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const value = await read();
    if (isSo(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Expected it within ten seconds.');
}

it('lends a task and gets it back; nobody lends past four eyes', async () => {
  const instanceId = await start(manager, 'two-eyes');
  const drawing = (await taskOf(manager, instanceId))!;
  expect(drawing.rights).toMatchObject({ delegate: true, resolve: false });
  const lent = await manager.send('POST', `/api/tasks/${drawing.id}/delegate`, { userId: agent.id });
  expect(lent.status, JSON.stringify(lent.body)).toBe(200);
  expect(await taskOf(agent, instanceId)).toMatchObject({
    owner: { id: manager.id },
    delegation: 'pending',
    rights: { resolve: true },
  });
  expect((await manager.send('POST', `/api/tasks/${drawing.id}/resolve`, {})).status).toBe(403);
  expect((await agent.send('POST', `/api/tasks/${drawing.id}/resolve`, {})).status).toBe(200);
  expect(await taskOf(manager, instanceId)).toMatchObject({ delegation: 'resolved' });
  await manager.send('POST', `/api/tasks/${drawing.id}/complete`, { values: {} });
  const check = (await taskOf(agent, instanceId))!;
  const refused = await agent.send<{ code: string }>('POST', `/api/tasks/${check.id}/delegate`, {
    userId: manager.id,
  });
  expect(refused).toMatchObject({ status: 403, body: { code: 'ENG_FOUR_EYES' } });
});

it('puts a task off, and changes when it is due', async () => {
  const instanceId = await start(manager, 'quick');
  const { id } = (await taskOf(manager, instanceId))!;
  const followUpAt = new Date(Date.now() + 3_600_000).toISOString();
  const changed = await manager.send('PATCH', `/api/tasks/${id}`, { followUpAt, priority: 80 });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  expect(await taskOf(manager, instanceId)).toBeUndefined();
  expect(await taskOf(manager, instanceId, 'later')).toMatchObject({ followUpAt, priority: 80 });
  expect((await agent.send('PATCH', `/api/tasks/${id}`, { priority: 1 })).status).toBe(404);
  await manager.send('PATCH', `/api/tasks/${id}`, { followUpAt: null });
  expect(await taskOf(manager, instanceId)).toMatchObject({ followUpAt: null });
});

it('completes many tasks at once, and tells which may not be', async () => {
  const instances = await Promise.all([1, 2, 3].map(() => start(manager, 'quick')));
  const foreign = await start(agent, 'quick');
  const tasks = await Promise.all(instances.map(async (id) => (await taskOf(manager, id))!.id));
  const foreignTask = (await taskOf(agent, foreign))!.id;
  const work = { kind: 'complete', outcome: 'yes' };
  const nothing = await manager.send('POST', '/api/tasks/batch', {
    taskIds: tasks,
    work: { ...work, outcome: 'x' },
  });
  expect(nothing.body).toMatchObject({ batchId: null, total: 0, refused: [{}, {}, {}] });
  const begun = await manager.send<{ batchId: string }>('POST', '/api/tasks/batch', {
    taskIds: [...tasks, foreignTask],
    work,
  });
  expect(begun.body).toMatchObject({ total: 3, refused: [{ id: foreignTask }] });
  const path = `/api/batches/${begun.body.batchId}`;
  const done = await until(
    async () => (await manager.get<{ state: string }>(path)).body,
    ({ state }) => state === 'done',
  );
  expect(done).toMatchObject({ total: 3, done: 3, failed: 0, refused: [] });
  expect((await agent.get(path)).status).toBe(404);
  expect((await admin.get(path)).status).toBe(200);
});

it('brings an instance to rest and lets it go on, and moves its timer', async () => {
  const instanceId = await start(agent, 'pause');
  const path = `/api/instances/${instanceId}`;
  expect((await agent.send('POST', `${path}/suspend`, { reason: 'Why not' })).status).toBe(403);
  expect((await admin.send('POST', `${path}/suspend`, { reason: 'Audit' })).status).toBe(200);
  expect(await card(instanceId)).toMatchObject({ suspended: true });
  const listed = async (suspended: boolean) =>
    (
      await agent.get<{ items: { id: string; suspended: boolean }[] }>(
        `/api/instances?suspended=${suspended}`,
      )
    ).body.items;
  expect(await listed(true)).toMatchObject([{ id: instanceId, suspended: true }]);
  expect((await listed(false)).map((item) => item.id)).not.toContain(instanceId);
  expect((await admin.send('POST', `${path}/resume`, { timers: 'keep' })).status).toBe(200);
  const { suspended, timers } = await card(instanceId);
  expect({ suspended, count: timers.length }).toEqual({ suspended: false, count: 1 });
  const dueAt = new Date(Date.now() + 7 * 86_400_000).toISOString();
  const moved = await admin.send('PATCH', `${path}/timers/${timers[0]!.id}`, { dueAt, reason: 'Later' });
  expect(moved.status, JSON.stringify(moved.body)).toBe(200);
  expect((await card(instanceId)).timers).toMatchObject([{ dueAt }]);
  const other = await start(admin, 'pause');
  expect(
    (await admin.send('PATCH', `/api/instances/${other}/timers/${timers[0]!.id}`, { dueAt })).status,
  ).toBe(404);
});

it('leaves a failed step out, or treats it as an error of the diagram', async () => {
  const first = await start(admin, 'broken');
  const [skipped] = (await card(first)).incidents;
  const left = await admin.send('POST', `/api/incidents/${skipped!.id}/skip`, {
    values: { n: 1 },
    reason: 'By hand',
  });
  expect(left.status, JSON.stringify(left.body)).toBe(200);
  expect((await card(first)).tasks).toMatchObject([{ elementId: 'after', state: 'ready' }]);

  const second = await start(admin, 'broken');
  const [caught] = (await card(second)).incidents;
  const path = `/api/incidents/${caught!.id}/catch`;
  const nobody = await admin.send<{ code: string }>('POST', path, { errorCode: 'other', reason: 'x' });
  expect(nobody).toMatchObject({ status: 422, body: { code: 'ENG_ERROR_NOT_CAUGHT' } });
  expect((await admin.send('POST', path, { errorCode: 'empty', reason: 'No rows' })).status).toBe(200);
  expect(await card(second)).toMatchObject({ incidents: [], tasks: [{ elementId: 'mend' }] });
});

it('leaves many failed steps of one element out with one value, and tells who and why', async () => {
  const instances = await Promise.all([1, 2, 3].map(() => start(admin, 'broken')));
  const failed = await admin.get<{ items: object[] }>('/api/admin/failed-steps/broken');
  expect(failed.body.items).toEqual([{ elementId: 'count', elementName: null, count: 3 }]);
  const send = (targets: object, work: object = { kind: 'skipIncidents', values: { n: 7 } }) =>
    admin.send<{ batchId: string; total: number }>('POST', '/api/admin/batches', {
      ...{ work, targets, reason: 'Counted by hand' },
    });
  expect((await send({ processKey: 'broken', elementId: 'after' })).status).toBe(422);
  expect((await send({ processKey: 'broken', elementId: 'count' }, { kind: 'cancelInstances' })).status).toBe(
    422,
  );
  const begun = await send({ processKey: 'broken', elementId: 'count' });
  expect(begun.body.total).toBe(3);
  await until(
    async () => (await admin.get<{ state: string }>(`/api/batches/${begun.body.batchId}`)).body,
    ({ state }) => state === 'done',
  );
  for (const id of instances) expect((await card(id)).tasks).toMatchObject([{ elementId: 'after' }]);
  const log = await admin.get<{ items: object[] }>('/api/admin/operations?processKey=broken&limit=1');
  expect(log.body.items).toMatchObject([
    { kind: 'IncidentResolved', by: { kind: 'user' }, reason: 'Counted by hand', facts: { how: 'skipped' } },
  ]);
});

it('leaves out what failed in the instances of a list, also in what they called', async () => {
  const whole = await start(admin, 'pause');
  const failed = await start(agent, 'caller');
  const ask = (who: Visitor, work: object) =>
    who.send<{ batchId: string; total: number }>('POST', '/api/work-lists/process_instance/batch', {
      ...{ query: { ids: [whole, failed] }, work, reason: 'Counted by hand' },
    });
  const refusedToAgent = { batchId: null, total: 0, refused: [{ code: 'API_FORBIDDEN' }] };
  expect((await ask(agent, { kind: 'skip' })).body).toMatchObject(refusedToAgent);
  // Whoever may intervene in the caller may not do so in what it called.
  await api.pool.query(
    `insert into crm.role_process_right (role_id, process_key, process_right)
     select role_id, 'caller', 'intervene' from crm.user_role where user_id = $1`,
    [agent.id],
  );
  expect((await ask(agent, { kind: 'skip' })).body).toMatchObject(refusedToAgent);
  const begun = await ask(admin, { kind: 'skip', values: { n: 7 } });
  expect(begun.body).toMatchObject({
    total: 1,
    refusedCount: 1,
    refused: [{ id: whole, code: 'ENG_INCIDENT_NOT_FOUND' }],
  });
  await until(
    () => card(failed),
    ({ incidents }) => incidents.length === 0,
  );
});

it('shows what went into a failed step to whoever may read the parameters', async () => {
  const instanceId = await start(agent, 'broken-by-value');
  const [incident] = (await card(instanceId)).incidents;
  const path = `/api/incidents/${incident!.id}/values`;
  const shown = { items: [{ name: 'customer', value: 'Orion', record: null }], left: [] };
  expect((await admin.get(path)).body).toEqual(shown);
  expect((await agent.get(path)).body).toEqual(shown);
  expect((await (await api.as('Nina')).get(path)).status).toBe(404);
  const raised = async (who: Visitor) =>
    (
      await who.get<{ items: { kind: string; facts: object }[] }>(
        `/api/instances/${instanceId}/history?limit=100`,
      )
    ).body.items.find(({ kind }) => kind === 'IncidentRaised');
  expect(await raised(admin)).toMatchObject({ facts: { values: [{ name: 'customer', value: 'Orion' }] } });
  const mended = await admin.send('POST', `/api/incidents/${incident!.id}/skip`, { values: {}, reason: 'x' });
  expect(mended.status).toBe(200);
  expect((await admin.get(path)).status).toBe(404);
});

it('shows what failed in a called process on the card of its caller', async () => {
  const parent = await start(admin, 'caller');
  const { incidents } = await card(parent);
  expect(incidents).toMatchObject([{ elementId: 'count', processName: 'broken' }]);
  expect(incidents[0]?.instanceId).not.toBe(parent);
});

it('suspends a process, retries failed steps in a batch, keeps history by settings, and logs it', async () => {
  const target = { kind: 'process', processKey: 'pause' };
  await admin.send('POST', '/api/admin/suspensions', { target, reason: 'Holiday' });
  const refused = await admin.send<{ code: string }>('POST', '/api/processes/pause/start', { variables: {} });
  expect(refused.body.code).toBe('ENG_PROCESS_SUSPENDED');
  const listed = await admin.get<{ items: object[] }>('/api/admin/suspensions');
  expect(listed.body.items).toMatchObject([
    { target, processName: 'pause', reason: 'Holiday', by: { id: admin.id } },
  ]);
  await admin.send('POST', '/api/admin/suspensions/resume', { target });
  await start(admin, 'pause');

  const begun = await admin.send<{ batchId: string; total: number }>('POST', '/api/admin/batches', {
    work: { kind: 'retryIncidents' },
    targets: { processKey: 'broken' },
    reason: 'Mended',
  });
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  const listing = async () =>
    (await admin.get<{ items: { id: string; state: string }[] }>('/api/admin/batches')).body.items;
  await until(listing, (items) =>
    items.some(({ id, state }) => id === begun.body.batchId && state === 'done'),
  );

  const setting = { historyLevel: 'activity', historyDays: 30 };
  await admin.send('PUT', '/api/admin/history/pause', { ...setting, reason: 'Space' });
  const settings = await admin.get<{ items: { processKey: string }[] }>('/api/admin/history');
  expect(settings.body.items).toContainEqual({ ...setting, processKey: 'pause', processName: 'pause' });

  const log = await admin.get<{ items: { kind: string }[] }>('/api/admin/operations?limit=200');
  expect(log.body.items).toContainEqual(
    expect.objectContaining({ kind: 'history.changed', reason: 'Space', processName: 'pause' }),
  );
  expect(log.body.items.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['batch.started', 'InstanceSuspended', 'JobChanged', 'IncidentResolved']),
  );
  const page = await admin.get<{ items: object[]; nextBefore: string }>('/api/admin/operations?limit=2');
  const next = await admin.get<{ items: object[] }>(
    `/api/admin/operations?limit=2&before=${page.body.nextBefore}`,
  );
  expect(next.body.items[0]).not.toEqual(page.body.items[0]);
});
