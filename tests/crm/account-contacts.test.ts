import { afterAll, beforeAll, expect, it } from 'vitest';
import { CrmRejection, type RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
beforeAll(async () => {
  harness = await crmHarness();
  await harness.crm.seedDemonstration(harness.now);
  admin = await harness.demo('viktor@demo.example');
});
afterAll(() => harness.close());

const links = () => harness.crm.accountContacts;
const account = async (name = 'Links Ltd') =>
  (await harness.crm.records.create(harness.as(admin), { entity: 'account', fields: { name } })).id;
const contact = async () =>
  (await harness.crm.records.create(harness.as(admin), { entity: 'contact', fields: { familyName: 'Link' } }))
    .id;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (cause: unknown) => (cause instanceof CrmRejection ? cause.code : String(cause)),
  );

it('lets one person have several roles, each once while it lasts', async () => {
  const [accountId, contactId] = [await account(), await contact()];
  const first = await links().link(harness.as(admin), { accountId, contactId, role: 'user' });
  await links().link(harness.as(admin), { accountId, contactId, role: 'payer' });
  expect(await codeOf(links().link(harness.as(admin), { accountId, contactId, role: 'user' }))).toBe(
    'CRM_LINK_CONFLICT',
  );
  await links().change(harness.as(admin), { id: first.id, endedOn: '2026-05-31' });
  await links().link(harness.as(admin), { accountId, contactId, role: 'user' });
  const listed = await links().list(harness.as(admin), { accountId });
  expect(listed.map((link) => [link.role, link.endedOn !== null])).toEqual([
    expect.arrayContaining([false]),
    expect.arrayContaining([false]),
    ['user', true],
  ]);
});

it('offers the roles that the company uses, and no other', async () => {
  const offered = await links().roles();
  expect(offered.map((role) => role.value)).toContain('decision_maker');
  expect(offered[0]?.label.ru).toMatch(/[а-я]/);
  const [accountId, contactId] = [await account(), await contact()];
  for (const { value: role } of offered)
    expect(await codeOf(links().link(harness.as(admin), { accountId, contactId, role }))).toBe('ok');
  expect(await codeOf(links().link(harness.as(admin), { accountId, contactId, role: 'astronaut' }))).toBe(
    'CRM_FIELDS_INVALID',
  );
});

it('has one main contact per account, and moves it', async () => {
  const accountId = await account();
  const [one, two] = [await contact(), await contact()];
  const first = await links().link(harness.as(admin), {
    accountId,
    contactId: one,
    role: 'user',
    isPrimary: true,
  });
  expect(first.isPrimary).toBe(true);
  await links().link(harness.as(admin), { accountId, contactId: two, role: 'user', isPrimary: true });
  const primary = (await links().list(harness.as(admin), { accountId })).filter((link) => link.isPrimary);
  expect(primary.map((link) => link.contact.id)).toEqual([two]);
});

it('keeps the rules of links in the database itself', async () => {
  const { rows } = await harness.pool.query<{ account_id: string; contact_id: string; role: string }>(
    'select account_id, contact_id, role from crm.account_contact where is_primary_contact limit 1',
  );
  const [link] = rows;
  const insert = (columns: string, values: string) =>
    harness.pool
      .query(
        `insert into crm.account_contact (id, account_id, contact_id, role, created_at, created_by_kind, updated_at, updated_by_kind${columns})
         values (gen_random_uuid(), $1, $2, $3, now(), 'system', now(), 'system'${values})`,
        [link?.account_id, link?.contact_id, 'other'],
      )
      .then(
        () => 'ok',
        (cause: { constraint?: string }) => cause.constraint,
      );
  expect(await insert(', is_primary_contact', ', true')).toBe('account_contact_primary_contact');
  expect(await insert(', is_primary_account', ', true')).toBe('account_contact_primary_account');
  expect(await insert(', started_on, ended_on', ", '2026-02-01', '2026-01-01'")).toMatch(/check/);
});

it('makes the first organisation the main one, and shows it on the contact', async () => {
  const [first, second, contactId] = [await account('First'), await account('Second'), await contact()];
  await links().link(harness.as(admin), { accountId: first, contactId, role: 'user' });
  await links().link(harness.as(admin), { accountId: second, contactId, role: 'consultant' });
  const view = await harness.crm.records.get(harness.as(admin), { entity: 'contact', id: contactId });
  expect(view.links.account).toMatchObject({ id: first, title: 'First' });
  const accounts = await harness.crm.records.related(harness.as(admin), {
    entity: 'contact',
    id: contactId,
    relation: 'accounts',
    limit: 10,
  });
  expect(accounts.items.map((item) => item.title)).toEqual(['First', 'Second']);
});

it('needs the right to edit on both sides, and changes nothing without it', async () => {
  const anna = await harness.demo('anna@demo.example');
  const own = (
    await harness.crm.records.create(harness.as(anna), { entity: 'account', fields: { name: 'Anna’s' } })
  ).id;
  const foreign = await contact();
  const before = await harness.fingerprint();
  expect(
    await codeOf(links().link(harness.as(anna), { accountId: own, contactId: foreign, role: 'user' })),
  ).toBe('CRM_FORBIDDEN');
  expect(
    await codeOf(links().link(harness.as(anna), { accountId: own, contactId: foreign, role: 'king' })),
  ).toBe('CRM_FIELDS_INVALID');
  expect(await harness.fingerprint()).toBe(before);
});

it('moves the main organisation of a person, whose account it is from then on', async () => {
  const contactId = await contact();
  const [first, second] = [await account('First Ltd'), await account('Second Ltd')];
  await links().link(harness.as(admin), { accountId: first, contactId, role: 'user' });
  const later = await links().link(harness.as(admin), { accountId: second, contactId, role: 'user' });
  const mainOf = async () =>
    (await harness.crm.records.get(harness.as(admin), { entity: 'contact', id: contactId })).fields.account;
  expect(await mainOf()).toBe(first);
  const changed = await links().change(harness.as(admin), { id: later.id, isPrimaryAccount: true });
  expect(changed.isPrimaryAccount).toBe(true);
  expect(await mainOf()).toBe(second);
  const listed = await links().list(harness.as(admin), { contactId });
  expect(listed.filter((link) => link.isPrimaryAccount).map((link) => link.account.title)).toEqual([
    'Second Ltd',
  ]);
});

it('keeps since when and until when, and refuses an end before its beginning', async () => {
  const [accountId, contactId] = [await account(), await contact()];
  const link = await links().link(harness.as(admin), { accountId, contactId, role: 'user' });
  const change = (request: object) => links().change(harness.as(admin), { id: link.id, ...request });
  const dates = { startedOn: '2025-03-01', positionText: 'Buyer', role: 'payer' };
  expect(await change(dates)).toMatchObject(dates);
  const before = await harness.fingerprint();
  await expect(change({ endedOn: '2025-02-28' })).rejects.toMatchObject({
    code: 'CRM_FIELDS_INVALID',
    details: { fields: [{ path: 'endedOn', code: 'tooEarly' }] },
  });
  expect(await harness.fingerprint()).toBe(before);
  expect(await change({ endedOn: '2026-05-31' })).toMatchObject({
    endedOn: '2026-05-31',
    isPrimaryAccount: false,
  });
  expect(await change({ endedOn: null, isPrimaryAccount: true })).toMatchObject({
    ...dates,
    endedOn: null,
    isPrimaryAccount: true,
  });
});

it('counts as current until the day on which it ends, and is no main link from then on', async () => {
  const [accountId, contactId] = [await account('Until Ltd'), await contact()];
  const link = await links().link(harness.as(admin), {
    ...{ accountId, contactId, role: 'user', isPrimary: true },
  });
  const change = (request: object) => links().change(harness.as(admin), { id: link.id, ...request });
  const mainOf = async () =>
    (await harness.crm.records.get(harness.as(admin), { entity: 'contact', id: contactId })).fields.account;
  expect(await change({ endedOn: '2199-12-31' })).toMatchObject({
    ...{ isCurrent: true, isPrimary: true, isPrimaryAccount: true },
  });
  expect(await mainOf()).toBe(accountId);
  expect(await change({ endedOn: '2026-05-31' })).toMatchObject({
    ...{ isCurrent: false, isPrimary: false, isPrimaryAccount: false },
  });
  expect(await mainOf()).toBeNull();
  expect(await change({ endedOn: null })).toMatchObject({ isCurrent: true, isPrimaryAccount: false });
});
