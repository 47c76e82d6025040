/** Webhooks against a real server of this machine. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: {
    readonly event: string;
    readonly id: string;
    readonly replay?: boolean;
    readonly changed?: string[];
    readonly record?: {
      readonly id: string;
      readonly title?: string;
      readonly fields?: Record<string, unknown>;
    };
  };
}
interface Hook {
  readonly id: string;
  readonly version: number;
  readonly active: boolean;
  readonly disabledReason: string | null;
}
interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly state: string;
  readonly attempts: number;
  readonly status: number | null;
  readonly answer: string | null;
}

const calls: Call[] = [];
let answerWith = 200;
const receiver = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  request.on('end', () => {
    calls.push({ headers: request.headers, text, body: JSON.parse(text) as Call['body'] });
    response.writeHead(answerWith).end('noted');
  });
});
const HOOK = '01900000-0000-7000-8000-0ddd00000001';
let api: ApiProduct;
let admin: Visitor;
let agent: Visitor;
let secret = '';
let url = '';

beforeAll(async () => {
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  const { port } = receiver.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/hook`;
  api = await startApi({ HTTP_ALLOW: `127.0.0.1:${port}` });
  admin = await api.as('Viktor');
  agent = await api.as('Kate');
}, 60_000);
afterAll(async () => {
  await api.stop();
  await new Promise<void>((done) => receiver.close(() => done()));
});

async function save(change: object = {}): Promise<{ items: Hook[]; secret: string | null }> {
  const now = await admin.get<{ items: Hook[] }>('/api/admin/webhooks');
  const version = now.body.items.find((one) => one.id === HOOK)?.version ?? null;
  const answer = await admin.send<{ items: Hook[]; secret: string | null }>(
    'PUT',
    `/api/admin/webhooks/${HOOK}`,
    {
      name: 'Partner',
      url,
      ownerId: admin.id,
      events: ['ticket.created', 'ticket.changed', 'ticket.deleted'],
      conditions: [],
      active: true,
      version,
      ...change,
    },
  );
  expect(answer.status).toBe(200);
  return answer.body;
}
const log = async () =>
  (await admin.get<{ items: Delivery[] }>(`/api/admin/webhooks/${HOOK}/deliveries`)).body.items;
const hook = async () =>
  (await admin.get<{ items: Hook[] }>('/api/admin/webhooks')).body.items.find((one) => one.id === HOOK)!;
async function ticket(subject: string): Promise<string> {
  const made = await agent.send<{ id: string }>('POST', '/api/records/ticket', { fields: { subject } });
  return made.body.id;
}
const told = (subject: string, event: string) => () => {
  const call = calls.find((one) => one.body.record?.title === subject && one.body.event === event);
  expect(call).toBeDefined();
  return call!;
};
const signed = (call: Call, key: string): boolean => {
  const [time = '', ...signatures] = String(call.headers['throughline-signature']).split(',');
  const expected = createHmac('sha256', key)
    .update(`${time.replace('t=', '')}.${call.text}`)
    .digest('hex');
  return signatures.includes(`v1=${expected}`);
};

it('tells of what was made and changed, signed, with what its owner may read', async () => {
  secret = (await save()).secret ?? '';
  const id = await ticket('Signed');
  const created = await vi.waitFor(told('Signed', 'ticket.created'), 10_000);
  expect(signed(created, secret)).toBe(true);
  expect(created.body.record).toMatchObject({ id, fields: { status: 'new' } });
  await admin.send('PATCH', `/api/records/ticket/${id}`, { version: 1, fields: { priority: 'high' } });
  const changed = await vi.waitFor(told('Signed', 'ticket.changed'), 10_000);
  expect(changed.body.changed).toContain('priority');
  const entry = await vi.waitFor(async () => {
    const found = (await log()).find((one) => one.event === 'ticket.created');
    expect(found).toMatchObject({ state: 'delivered', status: 200, answer: 'noted', attempts: 1 });
    return found!;
  });
  const again = await admin.send('POST', `/api/admin/webhooks/${HOOK}/replay`, { deliveryId: entry.id });
  expect(again.body).toEqual({ replayed: 1 });
  await vi.waitFor(() => expect(calls.some((call) => call.body.replay)).toBe(true), 10_000);
  const range = {
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date(Date.now() + 60_000).toISOString(),
  };
  const all = await admin.send<{ replayed: number }>('POST', `/api/admin/webhooks/${HOOK}/replay`, range);
  expect(all.body.replayed).toBeGreaterThanOrEqual(2);
});

it('signs with the new secret and, for a day, the old one', async () => {
  const rotated = await admin.send<{ secret: string }>('POST', `/api/admin/webhooks/${HOOK}/secret`);
  const tested = await admin.send<{ items: Delivery[] }>('POST', `/api/admin/webhooks/${HOOK}/test`);
  expect(tested.body.items.find((one) => one.event === 'test')).toMatchObject({ state: 'delivered' });
  const call = calls.findLast((one) => one.body.event === 'test')!;
  expect([signed(call, rotated.body.secret), signed(call, secret), signed(call, 'x')]).toEqual([
    true,
    true,
    false,
  ]);
});

it('leaves out what its owner may not read and what the conditions do not mean', async () => {
  await save({ ownerId: (await api.as('Nina')).id });
  await ticket('Hidden');
  await vi.waitFor(async () => expect((await log())[0]).toMatchObject({ state: 'left_out' }), 10_000);
  await save({ conditions: [{ field: 'priority', value: 'critical' }] });
  await ticket('Too small');
  await vi.waitFor(async () => {
    const states = (await log()).slice(0, 2).map((one) => one.state);
    expect(states).toEqual(['left_out', 'left_out']);
  }, 10_000);
  expect(calls.some((call) => ['Hidden', 'Too small'].includes(call.body.record?.title ?? ''))).toBe(false);
  await save();
});

it('tries again with growing pauses, and switches off after three days with a letter to the owner', async () => {
  answerWith = 500;
  await ticket('Refused');
  await vi.waitFor(
    async () => expect((await log())[0]).toMatchObject({ state: 'due', status: 500, attempts: 1 }),
    10_000,
  );
  await api.pool.query(`update app.webhook set failing_since = clock_timestamp() - interval '4 days'`);
  await ticket('Refused for long');
  await vi.waitFor(
    async () => expect(await hook()).toMatchObject({ active: false, disabledReason: expect.any(String) }),
    10_000,
  );
  const { rows } = await api.pool.query<{ subject: string }>(
    `select subject from app.mail_message where effect_key like 'webhook:%'`,
  );
  expect(rows).toHaveLength(1);
  answerWith = 200;
  await save();
  await api.pool.query(
    'update app.webhook_delivery set next_attempt_at = clock_timestamp() where next_attempt_at is not null',
  );
  await ticket('Taken again');
  await vi.waitFor(told('Refused', 'ticket.created'), 10_000);
  await vi.waitFor(async () => expect((await log()).every((one) => one.state !== 'due')).toBe(true), 10_000);
});

it('reaches nothing in the own network that the operator does not allow', async () => {
  await save({ url: 'http://127.0.0.1:1/hook' });
  const tested = await admin.send<{ items: Delivery[] }>('POST', `/api/admin/webhooks/${HOOK}/test`);
  expect(tested.body.items[0]).toMatchObject({
    state: 'failed',
    status: null,
    answer: expect.stringContaining('not allowed'),
  });
  const local = await admin.send('PUT', `/api/admin/webhooks/${HOOK}`, { url: 'file:///etc/passwd' });
  expect(local.status).toBe(422);
  await save();
});

it('tells that a record is gone', async () => {
  const id = await ticket('Gone');
  await admin.send('DELETE', `/api/records/ticket/${id}`);
  await vi.waitFor(() => {
    const call = calls.find((one) => one.body.event === 'ticket.deleted' && one.body.record?.id === id);
    expect(call?.body.record).toEqual({ entity: 'ticket', id });
  }, 10_000);
});
