/** Where a customer came from: said when he is made, kept for life, whoever made him. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Caller } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let as: Caller;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'first-touch-'));
  harness = await crmHarness({ filePath: (key) => Promise.resolve(join(folder, key)) });
  as = harness.as(await harness.person({ roles: ['admin'] }));
});
afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true });
});

const make = (fields: object) =>
  harness.crm.records.create(as, { entity: 'account', fields: { name: 'Touched', ...fields } });
const read = async (id: string) => (await harness.crm.records.get(as, { entity: 'account', id })).fields;

it('is said by whoever makes the account, at the moment unless it is known when', async () => {
  const { id } = await make({ firstSource: 'exhibition', firstCampaign: 'Fair' });
  expect(await read(id)).toMatchObject({
    ...{ firstSource: 'exhibition', firstCampaign: 'Fair', firstTouchAt: harness.now.toISOString() },
  });
  const old = await make({ firstSource: 'referral', firstTouchAt: '2020-02-03T10:00:00.000Z' });
  expect((await read(old.id)).firstTouchAt).toBe('2020-02-03T10:00:00.000Z');
  const silent = await make({});
  expect(await read(silent.id)).toMatchObject({ firstSource: null, firstTouchAt: null });
});

it('stays as it is, whoever would change it, and can be asked for in lists', async () => {
  const { id } = await make({ name: 'For life', firstSource: 'exhibition' });
  await expect(
    harness.crm.records.update(as, { entity: 'account', id, fields: { firstSource: 'referral' } }),
  ).rejects.toMatchObject({
    code: 'CRM_FIELDS_INVALID',
    details: { fields: [{ path: 'firstSource', code: 'readOnly' }] },
  });
  const found = await harness.crm.records.list(as, {
    ...{ entity: 'account', limit: 10, q: 'For life' },
    filter: { op: 'and', items: [{ field: 'firstTouchAt', operator: 'notEmpty' }] },
  });
  expect(found.items.map((item) => item.id)).toEqual([id]);
});

it('is only shown to whom the field is only shown', async () => {
  const fieldRights = [{ entity: 'account', field: 'firstSource', level: 'read' as const }];
  const person = await harness.person({ roles: ['manager'] });
  const narrow = { user: { ...person, roles: person.roles.map((role) => ({ ...role, fieldRights })) } };
  const meta = (await harness.crm.records.meta(narrow.user)).find((one) => one.entity === 'account');
  expect(meta?.fields.find((field) => field.key === 'firstSource')?.setAtCreation).toBeFalsy();
  await expect(
    harness.crm.records.create(narrow, { entity: 'account', fields: { name: 'x', firstSource: 'referral' } }),
  ).rejects.toMatchObject({ details: { fields: [{ path: 'firstSource', code: 'shownOnly' }] } });
});

it('comes with an import, and stays where a row finds the customer', async () => {
  const { id } = await make({ name: 'Known Ltd', taxId: '7707083893', firstSource: 'exhibition' });
  const lines = ['Name,Tax number,First source,City', 'Known Ltd,7707083893,Recommendation,Berlin'];
  await writeFile(
    join(folder, 'touch'),
    [...lines, 'New One Ltd,7736050003,Recommendation,Paris'].join('\n'),
  );
  const { imports } = harness.crm;
  const request = { entity: 'account', fileName: 'touch.csv', fileSize: 10, storageKey: 'touch' };
  const job = await imports.begin(as, request);
  await imports.work();
  const { mapping, options } = await imports.get(as, job.id);
  await imports.check(as, { id: job.id, mapping, options: { ...options, keys: ['taxId'] } });
  await imports.work();
  const { items } = await imports.rows(as, { id: job.id, limit: 10 });
  expect(items.map((row) => row.verdict)).toEqual(['update', 'create']);
  await imports.start(as, job.id);
  await imports.work();
  expect(await read(id)).toMatchObject({ city: 'Berlin', firstSource: 'exhibition' });
  const made = await harness.crm.records.list(as, { entity: 'account', limit: 10, q: 'New One Ltd' });
  expect(made.items[0]?.fields).toMatchObject({
    ...{ firstSource: 'referral', firstTouchAt: harness.now.toISOString() },
  });
});
