/** External work over HTTP: by a worker's key for its topics only, with long polling, locks and every answer. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Answer, type Visitor } from './api-product.ts';

interface Job {
  readonly id: string;
  readonly leaseNo: number;
  readonly topic: string;
  readonly instanceId: string;
}

const PRINTER = 'printer-'.padEnd(40, 'p');
const OTHER = 'other-'.padEnd(40, 'o');

let api: ApiProduct;
let admin: Visitor;

beforeAll(async () => {
  api = await startApi({ WORKER_KEYS: `printer:${PRINTER}:print|scan, other:${OTHER}:else` });
  admin = await api.as('Viktor');
  const process = aProcess('printing', '<tl:process manualStart="true" />')
    .start()
    .action('print', 'worker:print', { io: '<tl:io><tl:output name="pages" value="= pages" /></tl:io>' })
    .userTask('after', { extensions: '<tl:assignment kind="initiator" />' })
    .end()
    .boundary('no_paper', 'print', { error: 'paper' })
    .userTask('fill', { extensions: '<tl:assignment kind="initiator" />' })
    .end('filled');
  const { content } = process.file();
  const drawn = await admin.send('POST', '/api/processes', { name: 'printing', xml: content });
  expect(drawn.status, JSON.stringify(drawn.body)).toBe(200);
  const published = await admin.send('POST', '/api/processes/printing/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
}, 60_000);
afterAll(() => api.stop());

async function worker<T>(
  key: string,
  path: string,
  body: object,
  { signal, once }: { readonly signal?: AbortSignal | undefined; readonly once?: string } = {},
): Promise<Answer<T>> {
  const answer = await fetch(`${api.url}/api/external-jobs/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...(once === undefined ? {} : { 'idempotency-key': once }),
    },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as T };
}

const fetched = (waitMs = 0, key = PRINTER, signal?: AbortSignal) =>
  worker<{ items: Job[] }>(key, 'fetch', { workerId: 'w1', topics: ['print'], max: 1, waitMs }, { signal });

async function start(): Promise<string> {
  const started = await admin.send<{ instanceId: string }>('POST', '/api/processes/printing/start', {
    variables: {},
  });
  return started.body.instanceId;
}

async function open(instanceId: string): Promise<string[]> {
  const card = await admin.get<{ tasks: { elementId: string; state: string }[] }>(
    `/api/instances/${instanceId}`,
  );
  return card.body.tasks.filter(({ state }) => state === 'ready').map(({ elementId }) => elementId);
}

it('refuses strangers, wrong keys, other topics and people without the right', async () => {
  expect((await fetched(0, 'x'.repeat(40))).status).toBe(401);
  expect((await fetched(0, OTHER)).status).toBe(403);
  const body = { workerId: 'w', topics: ['print'] };
  expect((await (await api.as('Olga')).send('POST', '/api/external-jobs/fetch', body)).status).toBe(403);
  expect((await admin.send('POST', '/api/external-jobs/fetch', body)).status).toBe(200);
  const elsewhere = await fetch(`${api.url}/api/tasks`, { headers: { authorization: `Bearer ${PRINTER}` } });
  expect(elsewhere.status).toBe(401);
});

it('waits for work, locks it, and takes its result once', async () => {
  const waiting = fetched(10_000);
  const instanceId = await start();
  const [job] = (await waiting).body.items;
  expect(job).toMatchObject({ topic: 'print', instanceId });
  expect((await fetched()).body.items).toEqual([]);
  const { id, leaseNo } = job!;
  expect((await worker(OTHER, `${id}/complete`, { leaseNo })).status).toBe(404);
  expect((await worker(PRINTER, `${id}/extend`, { leaseNo, lockMs: 120_000 })).status).toBe(200);
  const wrong = await worker(PRINTER, `${id}/complete`, { leaseNo: leaseNo + 1 });
  expect(wrong).toMatchObject({ status: 409, body: { code: 'ENG_LOCK_LOST' } });
  const done = await worker(PRINTER, `${id}/complete`, { leaseNo, variables: { pages: 3 } });
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  expect(await open(instanceId)).toEqual(['after']);
  expect((await worker(PRINTER, `${id}/complete`, { leaseNo })).status).toBe(404);
});

it('gives work back, fails it, and ends it in an error of the diagram', async () => {
  const instanceId = await start();
  const [first] = (await fetched(5_000)).body.items;
  expect((await worker(PRINTER, `${first!.id}/unlock`, { leaseNo: first!.leaseNo })).status).toBe(200);
  const [again] = (await fetched(5_000)).body.items;
  expect(again).toMatchObject({ id: first!.id });
  const error = { leaseNo: again!.leaseNo, errorCode: 'paper' };
  const thrown = await worker(PRINTER, `${again!.id}/bpmn-error`, error);
  expect(thrown.status, JSON.stringify(thrown.body)).toBe(200);
  expect(await open(instanceId)).toEqual(['fill']);

  const failing = await start();
  const [job] = (await fetched(5_000)).body.items;
  const failure = { leaseNo: job!.leaseNo, message: 'Jammed', retriesLeft: 0 };
  expect((await worker(PRINTER, `${job!.id}/fail`, failure)).status).toBe(200);
  const card = await admin.get<{ incidents: object[] }>(`/api/instances/${failing}`);
  expect(card.body.incidents).toMatchObject([{ message: 'Jammed' }]);
});

it('takes an answer that is sent again under the same key once, whoever else knows the key', async () => {
  const answers = [
    ['complete', { variables: { pages: 1 } }, 'after'],
    ['bpmn-error', { errorCode: 'paper' }, 'fill'],
  ] as const;
  for (const [path, body, next] of answers) {
    const instanceId = await start();
    const [job] = (await fetched(5_000)).body.items;
    const { id, leaseNo } = job!;
    const send = (key = PRINTER, more: object = {}) =>
      worker(key, `${id}/${path}`, { leaseNo, ...body, ...more }, { once: `once-${path}` });
    expect((await send()).status).toBe(200);
    expect((await send()).status).toBe(200);
    expect(await open(instanceId)).toEqual([next]);
    expect((await send(OTHER)).status).toBe(404);
    expect(await send(PRINTER, { leaseNo: leaseNo + 1 })).toMatchObject({ status: 422 });
    expect(
      (await worker(PRINTER, `${id}/${path}`, { leaseNo, ...body }, { once: 'once-again' })).status,
    ).toBe(404);
  }
});

it('takes a failure once, and work that is given back twice is given back', async () => {
  const failing = await start();
  const [job] = (await fetched(5_000)).body.items;
  const { id, leaseNo } = job!;
  const giveBack = (key = PRINTER) => worker(key, `${id}/unlock`, { leaseNo });
  expect((await giveBack()).status).toBe(200);
  expect((await giveBack()).status).toBe(200);
  expect((await giveBack(OTHER)).status).toBe(404);
  const [again] = (await fetched(5_000)).body.items;
  const failure = { leaseNo: again!.leaseNo, message: 'Jammed', retriesLeft: 0 };
  for (const _ of [1, 2])
    expect((await worker(PRINTER, `${id}/fail`, failure, { once: 'once-failed' })).status).toBe(200);
  const card = await admin.get<{ incidents: object[] }>(`/api/instances/${failing}`);
  expect(card.body.incidents).toMatchObject([{ message: 'Jammed' }]);
});

it('gives the same work to whoever fetches again under his key, and to nobody else', async () => {
  await Promise.all([start(), start()]);
  const send = (key = PRINTER, topics = ['print']) =>
    worker<{ items: Job[] }>(key, 'fetch', { workerId: 'w1', topics, max: 1 }, { once: 'fetch-once' });
  const first = await send();
  expect(first.body.items).toHaveLength(1);
  expect(await send()).toEqual(first);
  expect((await send(OTHER, ['else'])).body.items).toEqual([]);
  expect((await send(PRINTER, ['scan'])).status).toBe(422);
  const [rest] = (await fetched()).body.items;
  expect(rest!.id).not.toBe(first.body.items[0]!.id);
  for (const { id, leaseNo } of [rest!, first.body.items[0]!])
    expect((await worker(PRINTER, `${id}/complete`, { leaseNo })).status).toBe(200);
  expect((await send()).body.items).toEqual([]);
});

it('stops waiting when the worker goes, and keeps the work for others', async () => {
  const gone = new AbortController();
  const waiting = fetched(30_000, PRINTER, gone.signal);
  await new Promise((resolve) => setTimeout(resolve, 300));
  gone.abort();
  await expect(waiting).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const instanceId = await start();
  expect((await fetched(5_000)).body.items).toMatchObject([{ instanceId }]);
});
