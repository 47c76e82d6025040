/** Related lists of record pages: one for each field of any kind that points to the page, by the reader's rights. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewField, RecordView, RequestUser, RoleContent } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
let account: RecordView;
let depot: RecordView;
let vans: RecordView[];

const caller = () => harness.as(admin);
const create = (entity: string, fields: Record<string, unknown>) =>
  harness.crm.records.create(caller(), { entity, fields });
const field = (entity: string, key: string, referenceEntity: string): NewField => ({
  ...{ entity, key, type: 'reference', labelEn: key, labelRu: key, section: 'details', referenceEntity },
  ...{ required: false, isUnique: false, isIndexed: false, isSearched: false, inList: false },
  ...{ visibleIf: null, requiredIf: null, options: [] },
});
const kind = (entity: string) => ({
  ...{ entity, labelEn: entity, labelRu: entity, pluralEn: `${entity}s`, pluralRu: `${entity}s` },
});
const relations = (record: RecordView, user = admin) =>
  harness.crm.records.relations(harness.as(user), { entity: record.entity, id: record.id });
const shown = async (record: RecordView, user = admin) =>
  (await relations(record, user)).filter(({ total }) => total > 0).map(({ relation }) => relation);

beforeAll(async () => {
  harness = await crmHarness();
  admin = await harness.person({ roles: ['admin'] });
  const { customFields } = harness.crm;
  for (const entity of ['depot', 'van']) await customFields.createEntity(caller(), kind(entity));
  await harness.crm.organisation.loadUser(admin.id);
  await customFields.create(caller(), field('van', 'depot', 'depot'));
  await customFields.create(caller(), field('ticket', 'van', 'van'));
  await customFields.create(caller(), field('van', 'lender', 'account'));
  await harness.crm.organisation.loadUser(admin.id);
  await customFields.buildIndexes();
  account = await create('account', { name: 'Haulage' });
  depot = await create('depot', { name: 'North' });
  vans = [];
  for (const n of [1, 2, 3])
    vans.push(await create('van', { name: `Van ${n}`, depot: depot.id, lender: account.id }));
});
afterAll(() => harness.close());

it('a kind that an administrator made is on the page of what it points to, and lists what points to it', async () => {
  expect(await shown(account)).toEqual(['van.lender']);
  expect(await shown(depot)).toEqual(['van.depot']);
  const [van] = vans;
  await create('ticket', { subject: 'Flat tyre', van: van!.id });
  expect(await shown(van!)).toEqual(['ticket.van']);
  const asked = { entity: 'van', id: van!.id, relation: 'ticket.van', limit: 5 };
  const tickets = await harness.crm.records.related(caller(), asked);
  expect(tickets.items.map((one) => one.title)).toEqual(['Flat tyre']);
});

it('goes on page by page to the last, and leaves out what is in the bin', async () => {
  const gone = await create('van', { name: 'Van 4', depot: depot.id });
  await harness.crm.records.remove(caller(), { entity: 'van', id: gone.id });
  const seen: string[] = [];
  for (let cursor: string | null = null; ;) {
    const asked = { entity: 'depot', id: depot.id, relation: 'van.depot', limit: 2 };
    const page = await harness.crm.records.related(caller(), { ...asked, ...(cursor && { cursor }) });
    expect(page.total).toBe(3);
    seen.push(...page.items.map((one) => one.title));
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  expect(seen.sort()).toEqual(['Van 1', 'Van 2', 'Van 3']);
});

it('each field makes a list of its own: who competes for a deal is not whose deal it is', async () => {
  const rival = await create('account', { name: 'Rival' });
  await create('deal', { name: 'Fleet', account: account.id, competitor: rival.id });
  expect(await shown(rival)).toEqual(['deal.competitor']);
  expect(await shown(account)).toEqual(['deals', 'van.lender']);
});

describe('rights', () => {
  let roles = 0;
  const personWith = async (content: Partial<RoleContent>): Promise<RequestUser> => {
    roles += 1;
    const { id } = await harness.person({ roles: [] });
    await harness.crm.roles.create(caller(), {
      ...{ code: `reader_${'abcdef'[roles]}`, name: 'Reader', nameRu: null },
      ...{ permissions: [], fieldRights: [], inherits: [], ...content, memberIds: [id] },
    });
    const user = await harness.crm.organisation.loadUser(id);
    if (!user) throw new Error('Expected the person to be there.');
    return user;
  };
  const reading = (...entities: string[]): RoleContent['permissions'] =>
    entities.map((entity) => ({ entity, action: 'read', level: 'all' }));

  it('a kind of which he may see nothing, and a field that is hidden from him, make no list', async () => {
    const without = await personWith({ permissions: reading('account') });
    expect((await relations(account, without)).map((one) => one.entity)).not.toContain('van');
    const hidden = await personWith({
      permissions: reading('account', 'van'),
      fieldRights: [{ entity: 'van', field: 'lender', level: 'hidden' }],
    });
    const names = (await relations(account, hidden)).map((one) => one.relation);
    expect(names).toContain('van.account');
    expect(names).not.toContain('van.lender');
    const asked = { entity: 'account', id: account.id, relation: 'van.lender', limit: 5 };
    await expect(harness.crm.records.related(harness.as(hidden), asked)).rejects.toMatchObject({
      code: 'CRM_FILTER_INVALID',
    });
  });

  it('counts only what he may see', async () => {
    const own = await personWith({
      permissions: [...reading('depot'), { entity: 'van', action: 'read', level: 'own' }],
    });
    await create('van', { name: 'His', depot: depot.id, owner: own.id });
    expect(await relations(depot, own)).toContainEqual({
      relation: 'van.depot',
      entity: 'van',
      field: 'depot',
      total: 1,
    });
  });

  it('a page that may not be read has no lists', async () => {
    const nobody = await personWith({});
    await expect(relations(account, nobody)).rejects.toMatchObject({ code: 'CRM_RECORD_NOT_FOUND' });
  });
});

it('a field that refers to a kind of record has an index, whether it was asked for or not', async () => {
  const fields = await harness.crm.customFields.list('van');
  expect(fields.map(({ key, isIndexed, indexState }) => ({ key, isIndexed, indexState }))).toEqual([
    { key: 'depot', isIndexed: true, indexState: 'ready' },
    { key: 'lender', isIndexed: true, indexState: 'ready' },
  ]);
});
