import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
beforeAll(async () => {
  harness = await crmHarness();
  admin = await harness.person({ roles: ['admin'] });
});
afterAll(() => harness.close());

it.each([
  // typed, country of the account, e164, extension, status, shown at home in Russia
  ['+7 (916) 123-45-67', 'RU', '+79161234567', null, 'ok', '8 (916) 123-45-67'],
  ['8 916 123 45 67', 'RU', '+79161234567', null, 'ok', '8 (916) 123-45-67'],
  ['79161234567', 'RU', '+79161234567', null, 'ok', '8 (916) 123-45-67'],
  ['9161234567', 'RU', '+79161234567', null, 'ok', '8 (916) 123-45-67'],
  ['8 (800) 555 35 35', 'RU', '+78005553535', null, 'ok', '8 (800) 555-35-35'],
  ['007 916 123 45 67', 'DE', '+79161234567', null, 'ok', '8 (916) 123-45-67'],
  ['0044 20 7946 0958', 'RU', '+442079460958', null, 'ok', '+44 20 7946 0958'],
  ['030 23125 014', 'DE', '+493023125014', null, 'ok', '+49 30 23125014'],
  ['(495) 123-45-67 доб. 89', 'RU', '+74951234567', '89', 'ok', '8 (495) 123-45-67'],
  ['+44 20 7946 0958 ext. 12', 'GB', '+442079460958', '12', 'ok', '+44 20 7946 0958'],
  ['+7 (800) 55-35-35', 'RU', null, null, 'invalid', '+7 (800) 55-35-35'],
  ['ask the porter', 'RU', null, null, 'invalid', 'ask the porter'],
])('reads %s in %s', async (typed, country, e164, ext, status, display) => {
  const account = await harness.crm.records.create(harness.as(admin), {
    entity: 'account',
    fields: { name: 'Phone owner', country },
  });
  const owner = { type: 'account', id: account.id } as const;
  await harness.crm.points.add(harness.as(admin), {
    party: owner,
    kind: 'phone',
    value: typed,
    label: 'office',
  });
  const [point] = await harness.crm.points.list(harness.as(admin), owner);
  expect(point).toMatchObject({ raw: typed, e164, ext, status, display, label: 'office', isPrimary: true });
});

it('keeps one primary phone, changes it in place and removes it', async () => {
  const caller = harness.as(admin);
  const made = await harness.crm.records.create(caller, {
    entity: 'contact',
    fields: { familyName: 'Reach', phone: '8 916 123 45 67' },
  });
  expect(made.fields.phone).toBe('+79161234567');
  const changed = await harness.crm.records.update(caller, {
    entity: 'contact',
    id: made.id,
    version: 1,
    fields: { phone: '+79167654321', email: 'A.Reach@Example.COM ' },
  });
  expect(changed.fields).toMatchObject({ phone: '+79167654321', email: 'a.reach@example.com' });
  const cleared = await harness.crm.records.update(caller, {
    entity: 'contact',
    id: made.id,
    version: 2,
    fields: { phone: null },
  });
  expect(cleared.fields.phone).toBeNull();
  const points = await harness.crm.points.list(caller, { type: 'contact', id: made.id });
  expect(points.map((point) => point.kind)).toEqual(['email']);
});
