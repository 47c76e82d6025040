/** How the product is: what waits, what was given up, which nodes serve, and which instances do not move any more. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HealthReport } from '#contract';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let admin: Visitor;

beforeAll(async () => {
  api = await startApi();
  admin = await api.as('Viktor');
  const owner = await api.as('Olga');
  const xml = await readFile('processes/ticket-handling/ticket-handling.bpmn', 'utf8');
  await owner.send('POST', '/api/processes', { name: 'Tickets', xml });
  await owner.send('POST', '/api/processes/ticket-handling/publish', { revision: 1 });
}, 60_000);
afterAll(() => api.stop());

const report = async (): Promise<HealthReport> => (await admin.get<HealthReport>('/api/admin/health')).body;

it('is for administrators', async () => {
  const agent = await api.as('Kate');
  expect((await agent.get('/api/admin/health')).status).toBe(403);
});

it('names this node, what it runs on and how full the database is', async () => {
  const { nodes, database } = await report();
  expect(nodes).toMatchObject([{ isSilent: false, version: expect.stringMatching(/^\d+\.\d+/) as string }]);
  expect(nodes[0]!.memoryMb).toBeGreaterThan(10);
  expect(database.bytes).toBeGreaterThan(1_000_000);
  expect(database.connections).toBeLessThanOrEqual(database.connectionsMax);
  expect(database.tables.map(({ name }) => name.split('.')[0])).toContain('crm');
  expect(database.slow).toEqual([]);
});

it('tells of a node that fell silent, and forgets it after a day', async () => {
  await api.pool.query(
    `insert into app.node (id, host, version, started_at, seen_at, sockets, memory_mb, delay_ms)
     values (gen_random_uuid(), 'gone', '0.0.1', now() - interval '1 hour', now() - interval '2 minutes', 0, 1, 0)`,
  );
  expect((await report()).nodes.find(({ host }) => host === 'gone')).toMatchObject({ isSilent: true });
});

it('counts what is due and not taken, from when on, and what was given up', async () => {
  const before = await report();
  await api.pool.query(
    `insert into app.mail_message (id, effect_key, message_id, sender, recipients, subject, body, state, created_at)
     select gen_random_uuid(), 'health-' || n, 'health-' || n, 'a@example.com', 'b@example.com', 's', 'b',
       case n when 1 then 'queued' else 'failed' end, now() - interval '1 hour' from generate_series(1, 3) n`,
  );
  const { mail } = await report();
  expect(mail.failed).toBe(before.mail.failed + 2);
  // The product may have sent what waited in the meantime, as it should.
  expect(mail.waiting).toBeLessThanOrEqual(before.mail.waiting + 1);
  const { rows } = await api.pool.query<{ id: string }>(
    `insert into engine.job (id, kind, due_at, priority, retries_left, attempt, state, payload, lease_owner, lease_until)
     select gen_random_uuid(), 'timer-start', now() + n * interval '1 hour', 0, 3, 0, 'ready', '{}', null, null
     from generate_series(1, 2) n returning id`,
  );
  const { work } = await report();
  expect(work.timersToday).toBe(before.work.timersToday + 2);
  expect(Date.parse(work.nextTimerAt!)).toBeGreaterThan(Date.now());
  await api.pool.query('delete from engine.job where id = any($1)', [rows.map(({ id }) => id)]);
});

it('finds instances that have not moved for two weeks, unless a timer will wake them', async () => {
  const agent = await api.as('Kate');
  await agent.send('POST', '/api/records/ticket', { fields: { subject: 'Forgotten' } });
  const root = await eventually(async () => {
    const { rows } = await api.pool.query<{ id: string }>(
      `select id from engine.process_instance where status = 'active' order by id desc limit 1`,
    );
    return rows[0]?.id;
  });
  expect((await report()).stuck.count).toBe(0);
  await api.pool.query(
    `update engine.history_command set occurred_at = occurred_at - interval '20 days' where root_instance_id = $1`,
    [root],
  );
  await api.pool.query(
    `update engine.process_instance set started_at = started_at - interval '20 days' where id = $1`,
    [root],
  );
  await api.pool.query(
    `delete from engine.job where root_instance_id = $1 and kind in ('timer', 'task-activation') returning id`,
    [root],
  );
  expect((await report()).stuck).toMatchObject({ count: 1, days: 14 });
  const listed = await admin.get<{ items: readonly { id: string }[] }>(
    `/api/work-lists/process_instance?filter=${encodeURIComponent(JSON.stringify(STUCK))}`,
  );
  expect(listed.body.items.map(({ id }) => id)).toEqual([root]);
  await api.pool.query(
    `insert into engine.job (id, root_instance_id, instance_id, kind, due_at, priority, retries_left, attempt, state, payload)
     values (gen_random_uuid(), $1, $1, 'timer', now() + interval '3 days', 0, 3, 0, 'ready', '{}')`,
    [root],
  );
  expect((await report()).stuck.count).toBe(0);
});

/** As the shipped view of the monitor asks. */
const STUCK = {
  op: 'and',
  items: [
    { field: 'status', operator: 'in', value: ['active'] },
    { field: 'suspended', operator: 'eq', value: false },
    { field: 'movedAt', operator: 'lt', value: 'today-14' },
    {
      op: 'or',
      items: [
        { field: 'wakesAt', operator: 'empty' },
        { field: 'wakesAt', operator: 'lt', value: 'today' },
      ],
    },
  ],
};

async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Expected an instance within ten seconds.');
}
