/** The shipped care call on customers: started on one and on many, with what is written down and planned. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProcessListItem, RecordBatch } from '#contract';
import { demonstrationId } from '#crm';
import { testDatabase } from '../support/database.ts';
import { seedPeople } from '../support/visitors.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let owner: Visitor;
let admin: Visitor;

beforeAll(async () => {
  const made = await testDatabase();
  const pool = new pg.Pool({ connectionString: made.url, max: 2 });
  await seedPeople(pool);
  await pool.end();
  api = await startApi({ DEMO: '0' }, made);
  [owner, admin] = [await api.as('Olga'), await api.as('Viktor')];
  const published = await owner.send('POST', '/api/ready-processes/care-call/publish');
  expect(published.status, JSON.stringify(published.body)).toBe(200);
}, 60_000);
afterAll(() => api.stop());

/** A customer of the administrator, who has a phone or none. */
async function customer(nth: number, hasPhone = true): Promise<string> {
  const id = demonstrationId('account', nth);
  await api.pool.query('update crm.account set owner_id = $2, lifecycle = $3 where id = $1', [
    ...[id, admin.id, 'active'],
  ]);
  if (!hasPhone)
    await api.pool.query(
      `delete from crm.comm_point where kind = 'phone' and (party_id = $1
         or party_id in (select contact_id from crm.account_contact where account_id = $1))`,
      [id],
    );
  return id;
}
const begin = async (id: string): Promise<string> => {
  const begun = await admin.send<{ instanceId: string }>('POST', '/api/processes/care-call/start', {
    variables: {},
    record: { entity: 'account', id },
  });
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  return begun.body.instanceId;
};
const taskOf = async (instanceId: string): Promise<{ id: string; assignee: string | null }> => {
  const { rows } = await api.pool.query<{ id: string; assignee: string | null }>(
    `select id, assignee from engine.user_task where instance_id = $1 and state in ('planned', 'ready')`,
    [instanceId],
  );
  if (!rows[0]) throw new Error('Expected a call.');
  return rows[0];
};
const finish = async (instanceId: string, outcome: string, values: object = {}): Promise<void> => {
  const { id } = await taskOf(instanceId);
  const done = await admin.send('POST', `/api/tasks/${id}/complete`, { outcome, values });
  expect(done.status, JSON.stringify(done.body)).toBe(200);
};
const activities = async (account: string) =>
  (
    await api.pool.query<{ kind: string; subject: string; body: string | null; due: string; owner: string }>(
      `select kind, subject, body, planned_end::date::text as due, owner_id as owner from crm.activity
       where account_id = $1 and kind in ('note', 'task') and created_by_kind = 'process' order by kind`,
      [account],
    )
  ).rows;

describe('a care call', () => {
  it('goes to the owner of the customer, is written down, and the next contact is planned', async () => {
    const id = await customer(1);
    const instance = await begin(id);
    expect((await taskOf(instance)).assignee).toBe(admin.id);
    await finish(instance, 'good', { callNote: 'All is well', nextContactAt: '2031-02-03' });
    expect(await activities(id)).toMatchObject([
      { kind: 'note', body: expect.stringContaining('All is well') as string },
      { kind: 'task', due: '2031-02-03', owner: admin.id },
    ]);
  });

  it('plans the next contact in three months when nobody chose a day', async () => {
    const id = await customer(2);
    await finish(await begin(id), 'good');
    const planned = (await activities(id)).find(({ kind }) => kind === 'task');
    const days = (Date.parse(planned?.due ?? '') - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBeGreaterThanOrEqual(89);
    expect(Math.round(days)).toBeLessThanOrEqual(91);
  });

  it('marks a lost customer, and asks for a number where there is none', async () => {
    const lost = await customer(3);
    await finish(await begin(lost), 'lost');
    const { body } = await admin.get<{ fields: { lifecycle: string } }>(`/api/records/account/${lost}`);
    expect(body.fields.lifecycle).toBe('lost');
    const unreachable = await customer(4, false);
    await begin(unreachable);
    expect(await activities(unreachable)).toMatchObject([{ kind: 'task', owner: admin.id }]);
  });

  it('is offered for customers, and started on many of them', async () => {
    const { items } = (await admin.get<{ items: ProcessListItem[] }>('/api/processes')).body;
    expect(items).toMatchObject([{ processKey: 'care-call', subject: 'account', manualStart: true }]);
    const ids = [await customer(5), await customer(6)];
    const batch = await admin.send<RecordBatch>('POST', '/api/record-batches/account', {
      query: { ids },
      work: { kind: 'start', processKey: 'care-call' },
    });
    expect(batch.status, JSON.stringify(batch.body)).toBe(200);
    await expect
      .poll(async () => (await admin.get<RecordBatch>(`/api/record-batch/${batch.body.id}`)).body, {
        timeout: 20_000,
      })
      .toMatchObject({ state: 'done', done: 2 });
    const foreign = await admin.send('POST', '/api/record-batches/ticket', {
      query: { ids },
      work: { kind: 'start', processKey: 'care-call' },
    });
    expect(foreign).toMatchObject({ status: 422, body: { fields: [{ code: 'otherSubject' }] } });
  });
});
