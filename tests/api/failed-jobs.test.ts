/** Starts that failed: the administrator sees what, why and since when, and tries them again. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

interface Job {
  readonly id: string;
  readonly kind: string;
  readonly tries: number;
  readonly failures: readonly { readonly message: string }[];
  readonly record: { readonly link: { readonly id: string } | null } | null;
}

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

/** The version loses its start event, as no deployment would let it, so that each start is refused. */
async function losesStart(isLost: boolean): Promise<void> {
  const { rowCount } = await api.pool.query(
    `update engine.event_subscription set element_id = case when $1 then 'lost ' || element_id else substr(element_id, 6) end
     where root_instance_id is null and kind = 'record'`,
    [isLost],
  );
  expect(rowCount).toBeGreaterThan(0);
}

async function failed(wanted: number): Promise<readonly Job[]> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { items } = (await admin.get<{ items: readonly Job[] }>('/api/admin/failed-jobs')).body;
    if (items.length === wanted) return items;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Expected ${wanted} failed jobs within ten seconds.`);
}

async function started(ticketId: string): Promise<number> {
  const strip = await admin.get<{ items: object[] }>(`/api/records/ticket/${ticketId}/processes`);
  return strip.body.items.length;
}

it('lists what failed with the words of the reader, and tries one or all of it again', async () => {
  expect(await failed(0)).toEqual([]);
  await losesStart(true);
  const agent = await api.as('Kate');
  const tickets: string[] = [];
  for (const subject of ['Scanner', 'Printer', 'Phone']) {
    const made = await agent.send<{ id: string }>('POST', '/api/records/ticket', { fields: { subject } });
    tickets.push(made.body.id);
  }
  const jobs = await failed(3);
  const scanner = jobs.find((job) => job.record?.link?.id === tickets[0]);
  expect(scanner).toMatchObject({
    kind: 'record-event',
    tries: 1,
    failures: [{ processKey: 'ticket-handling', processName: 'Ticket handling' }],
    record: {
      entity: 'ticket',
      change: 'created',
      link: { title: expect.stringContaining('Scanner') as string },
    },
  });
  expect(scanner?.failures[0]?.message).not.toBe('');

  await losesStart(false);
  expect((await admin.send('POST', `/api/admin/failed-jobs/${scanner!.id}/retry`)).status).toBe(200);
  expect(await failed(2)).not.toContainEqual(expect.objectContaining({ id: scanner!.id }));
  expect((await admin.send('POST', `/api/admin/failed-jobs/${scanner!.id}/retry`)).status).toBe(404);
  expect((await admin.send('POST', '/api/admin/failed-jobs/retry')).body).toEqual({ retried: 2 });
  expect(await failed(0)).toEqual([]);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const counts = await Promise.all(tickets.map(started));
    if (counts.every((count) => count === 1)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Expected each ticket to get its process.');
});

it('lists starts that wait for more events, and discards one', async () => {
  const path = '/api/admin/incomplete-starts';
  const id = '00000000-0000-7000-8000-0000000000f1';
  await api.pool.query(
    `insert into engine.start_collection (id, process_key, element_id, correlation_key, occurred)
     values ($1, 'ticket-handling', 'all', 'K1', '[{"signature": "message paid", "variables": {}}]')`,
    [id],
  );
  expect((await (await api.as('Kate')).get(path)).status).toBe(403);
  expect((await admin.get(path)).body).toMatchObject({
    items: [
      {
        ...{ id, processKey: 'ticket-handling', processName: 'Ticket handling', correlationKey: 'K1' },
        occurred: [{ kind: 'message', name: 'paid' }],
      },
    ],
  });
  expect((await admin.send('POST', `${path}/${id}/discard`)).status).toBe(200);
  expect((await admin.get(path)).body).toEqual({ items: [] });
  expect((await admin.send('POST', `${path}/${id}/discard`)).status).toBe(404);
});
