/** Messages, signals and conditions from outside: who may send them, and what comes of it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let owner: Visitor;
let admin: Visitor;

beforeAll(async () => {
  api = await startApi();
  owner = await api.as('Olga');
  admin = await api.as('Viktor');
  const header = '<tl:process description="Listens" manualStart="true"/>';
  const listening = aProcess('listening', header)
    .start()
    .catchOn('alarm', { signal: 'alarm' })
    .catchOn('reply', { message: 'reply', key: '= number' })
    .end();
  const large = aProcess('large', header)
    .startOn('big', { condition: '= amount > 100' })
    .userTask('check', { name: 'Check' })
    .end();
  for (const [name, process] of Object.entries({ listening, large })) {
    await owner.send('POST', '/api/processes', { name, xml: process.xml() });
    const published = await owner.send('POST', `/api/processes/${name}/publish`, { revision: 1 });
    expect(published.status, JSON.stringify(published.body)).toBe(200);
  }
}, 60_000);
afterAll(() => api.stop());

const statusOf = async (id: string) =>
  (await api.pool.query<{ status: string }>('select status from engine.process_instance where id = $1', [id]))
    .rows[0]?.status;
const waitsAt = async (id: string, elementId: string): Promise<void> => {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { rows } = await api.pool.query<{ element_id: string }>(
      'select element_id from engine.token where root_instance_id = $1',
      [id],
    );
    if (rows[0]?.element_id === elementId) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Expected the instance to wait at '${elementId}'.`);
};

it('calls out a signal, then sends a message to the one that waits for its key', async () => {
  const started = await owner.send<{ instanceId: string }>('POST', '/api/processes/listening/start', {
    variables: { number: 7 },
  });
  const { instanceId } = started.body;
  expect((await admin.send('POST', '/api/signals', { name: 'alarm' })).status).toBe(200);
  await waitsAt(instanceId, 'reply');
  const wrong = await admin.send<{ code: string }>('POST', '/api/messages', {
    name: 'reply',
    correlationKey: '8',
  });
  expect(wrong.body.code).toBe('ENG_MESSAGE_NOT_CORRELATED');
  const sent = await admin.send('POST', '/api/messages', { name: 'reply', correlationKey: '7' });
  expect(sent.body).toEqual({
    instanceIds: [instanceId],
    started: [],
    collected: [],
    held: [],
    keptUntil: null,
  });
  expect(await statusOf(instanceId)).toBe('completed');
});

it('tells who waits for a signal or message before it leaves, and who sent it, why', async () => {
  const started = await owner.send<{ instanceId: string }>('POST', '/api/processes/listening/start', {
    variables: { number: 9 },
  });
  const { instanceId } = started.body;
  const known = await admin.get<{ items: { kind: string; name: string; processes: { key: string }[] }[] }>(
    '/api/events',
  );
  const ofListening = known.body.items.filter(({ processes }) =>
    processes.some(({ key }) => key === 'listening'),
  );
  expect(ofListening).toMatchObject([
    { kind: 'signal', name: 'alarm' },
    { kind: 'message', name: 'reply' },
  ]);
  const waitsFor = (query: string) => admin.get<{ waiting: number }>(`/api/events/waiting?${query}`);
  expect((await waitsFor('kind=signal&name=alarm')).body).toEqual({
    waiting: 1,
    starts: 0,
    processes: [{ key: 'listening', name: 'listening', waiting: 1, starts: 0 }],
  });
  const reason = 'The alarm bell is broken';
  expect((await admin.send('POST', '/api/signals', { name: 'alarm', reason })).status).toBe(200);
  await waitsAt(instanceId, 'reply');
  expect((await waitsFor('kind=message&name=reply&correlationKey=8')).body).toMatchObject({ waiting: 0 });
  expect((await waitsFor('kind=message&name=reply&correlationKey=9')).body).toMatchObject({ waiting: 1 });
  const wrong = { name: 'reply', correlationKey: '8', reason: 'Wrong key' };
  expect((await admin.send('POST', '/api/messages', wrong)).status).toBe(404);
  const right = { name: 'reply', correlationKey: '9', reason: 'It came by post' };
  expect((await admin.send('POST', '/api/messages', right)).status).toBe(200);
  const log = await admin.get<{ items: { kind: string; reason: string; facts: { name: string } }[] }>(
    '/api/admin/operations?limit=10',
  );
  expect(log.body.items.filter(({ kind }) => kind.endsWith('.sent'))).toMatchObject([
    { kind: 'message.sent', reason: 'It came by post', facts: { name: 'reply', correlationKey: '9' } },
    { kind: 'signal.sent', reason, facts: { name: 'alarm' } },
  ]);
});

it('sends a signal once under one key', async () => {
  const body = { name: 'alarm', reason: 'Twice pressed' };
  const key = '01900000-0000-7000-8000-0000000000a1';
  for (let time = 0; time < 2; time += 1)
    expect((await admin.send('POST', '/api/signals', body, key)).status).toBe(200);
  const { rows } = await api.pool.query(`select 1 from engine.operation where reason = 'Twice pressed'`);
  expect(rows).toHaveLength(1);
});

it('starts what a condition lets begin', async () => {
  const small = await owner.send('POST', '/api/conditions', { variables: { amount: 1 } });
  expect(small.body).toEqual({ started: [] });
  const large = await owner.send<{ started: string[] }>('POST', '/api/conditions', {
    variables: { amount: 101 },
  });
  expect(large.body.started).toHaveLength(1);
});

it('is for those who may do so in every process', async () => {
  const agent = await api.as('Kate');
  for (const [path, body] of [
    ['/api/signals', { name: 'alarm' }],
    ['/api/messages', { name: 'reply' }],
  ] as const) {
    expect((await agent.send('POST', path, body)).status, path).toBe(403);
  }
});

it('says which field is wrong', async () => {
  const answer = await owner.send<{ fields: { path: string }[] }>('POST', '/api/signals', { name: ' ' });
  expect(answer.status).toBe(422);
  expect(answer.body.fields).toMatchObject([{ path: 'name' }]);
});
