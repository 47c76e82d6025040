import { afterAll, beforeAll, expect, it } from 'vitest';
import { demonstrationPeople } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
beforeAll(async () => {
  harness = await crmHarness();
});
afterAll(() => harness.close());

it('seeds the company and its customers once', async () => {
  expect(await harness.crm.seedDemonstration(harness.now)).toBe(true);
  const before = await harness.fingerprint();
  expect(await harness.crm.seedDemonstration(harness.now)).toBe(false);
  expect(await harness.fingerprint()).toBe(before);

  const admin = await harness.demo('viktor@demo.example');
  const accounts = await harness.crm.records.list(harness.as(admin), { entity: 'account', limit: 200 });
  const contacts = await harness.crm.records.list(harness.as(admin), { entity: 'contact', limit: 200 });
  expect([accounts.total, contacts.total, demonstrationPeople.length]).toEqual([40, 120, 12]);
  expect(harness.events).toEqual([]);
});

it('has fifteen contacts in two organisations, in different roles', async () => {
  const { rows } = await harness.pool.query<{ roles: string[] }>(
    `select array_agg(role order by role) as roles from crm.account_contact group by contact_id having count(distinct account_id) = 2`,
  );
  expect(rows).toHaveLength(15);
  expect(rows.every((row) => new Set(row.roles).size === 2)).toBe(true);
});

it('gives every phone a valid number, but one without area code and one that is none: somebody has to look', async () => {
  const { rows } = await harness.pool.query(
    `select raw, status from crm.comm_point where kind = 'phone' and status <> 'ok' order by raw`,
  );
  expect(rows).toEqual([
    { raw: '212-34-56', status: 'doubtful' },
    { raw: 'спросить на проходной', status: 'invalid' },
  ]);
});

it('has one person who sees no customer and no process', async () => {
  const nina = await harness.demo('nina@demo.example');
  for (const entity of ['account', 'contact', 'ticket']) {
    expect((await harness.crm.records.list(harness.as(nina), { entity, limit: 10 })).total).toBe(0);
  }
});

it('lets Anna stand in for Mark while he is away', async () => {
  const anna = await harness.demo('anna@demo.example');
  expect(anna.standsInFor.map((person) => person.name)).toEqual(['Mark Fischer']);
});

it('has sixty leads, forty-five deals in every stage, and documents whose totals are the sums of their lines', async () => {
  const admin = await harness.demo('viktor@demo.example');
  const total = async (entity: string) =>
    (await harness.crm.records.list(harness.as(admin), { entity, limit: 1 })).total;
  expect([await total('lead'), await total('deal'), await total('product')]).toEqual([60, 45, 12]);
  const { rows } = await harness.pool.query<{
    stages: number;
    statuses: number;
    wrong: number;
    paid: number;
  }>(
    `select (select count(distinct stage)::int from crm.deal) as stages,
       (select count(distinct status)::int from crm.lead) as statuses,
       (select count(*)::int from crm.quote q where q.total <> (
          select sum(total) from crm.line_item where parent_type = 'quote' and parent_id = q.id)) as wrong,
       (select count(*)::int from crm.order_doc where paid_total = total and total > 0) as paid`,
  );
  expect(rows[0]).toMatchObject({ stages: 9, statuses: 6, wrong: 0 });
  expect(rows[0]?.paid).toBeGreaterThan(4);
  const path = await harness.crm.pipelines.path(harness.as(admin), {
    entity: 'deal',
    id: '01900000-0000-7000-8000-0b0000000001',
  });
  expect(path.stages.filter((stage) => stage.durationMs !== null).length).toBeGreaterThan(3);
  const created = await harness.crm.records.create(harness.as(admin), {
    entity: 'deal',
    fields: { name: 'Next' },
  });
  expect(created.number).toBe('D-1101');
});
