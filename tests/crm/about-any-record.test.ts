/** An activity is about records of any kind: in rights, lists, timelines, merges and after the record is gone. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RecordView, RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
let van: RecordView;

const caller = () => harness.as(admin);
const create = (entity: string, fields: Record<string, unknown>) =>
  harness.crm.records.create(caller(), { entity, fields });
/** As the composer of a record's page does. */
async function noteOn(record: RecordView, subject: string): Promise<RecordView> {
  const note = await create('activity', { subject, kind: 'note', status: 'done' });
  const about = { entity: record.entity, id: record.id };
  await harness.crm.activities.addAbout(caller(), { id: note.id, about });
  return note;
}
const listed = async (record: RecordView) => {
  const asked = { entity: record.entity, id: record.id, relation: 'activities', limit: 5 };
  return (await harness.crm.records.related(caller(), asked)).items.map((one) => one.title);
};
const readerOf = async (entity: string, level: 'all' | 'own'): Promise<RequestUser> => {
  const { id } = await harness.person({ roles: [] });
  await harness.crm.roles.create(caller(), {
    ...{ code: `${entity}_${level}`, name: 'Reader', nameRu: null, memberIds: [id] },
    ...{ permissions: [{ entity, action: 'read', level }], fieldRights: [], inherits: [] },
  });
  const user = await harness.crm.organisation.loadUser(id);
  if (!user) throw new Error('Expected the person to be there.');
  return user;
};

beforeAll(async () => {
  harness = await crmHarness();
  admin = await harness.person({ roles: ['admin'] });
  await harness.crm.customFields.createEntity(caller(), {
    ...{ entity: 'van', labelEn: 'Van', labelRu: 'Фургон', pluralEn: 'Vans', pluralRu: 'Фургоны' },
  });
  await harness.crm.organisation.loadUser(admin.id);
  van = await create('van', { name: 'Blue one' });
});
afterAll(() => harness.close());

it('stands in the list and on the timeline of what it is about, of whatever kind', async () => {
  const product = await create('product', { name: 'Wheel', sku: 'W-1' });
  for (const record of [van, product]) {
    await noteOn(record, `About ${record.title}`);
    expect(await listed(record)).toEqual([`About ${record.title}`]);
    const asked = { entity: record.entity, id: record.id, limit: 10 };
    const told = await harness.crm.timeline.read(caller(), asked);
    expect(told.items.map((item) => item.record?.title)).toContain(`About ${record.title}`);
  }
});

it('is read by whoever reads what it is about, which he alone sees named', async () => {
  const note = await noteOn(van, 'Tyres are worn');
  const reader = await readerOf('van', 'all');
  const stranger = await readerOf('van', 'own');
  const about = (user: RequestUser) => harness.crm.activities.about(harness.as(user), { id: note.id });
  expect(await about(reader)).toEqual([{ entity: 'van', id: van.id, title: 'Blue one' }]);
  await expect(about(stranger)).rejects.toMatchObject({ code: 'CRM_RECORD_NOT_FOUND' });
});

it('is not put on what its writer may not see, and nothing is written then', async () => {
  const note = await create('activity', { subject: 'Elsewhere', kind: 'note' });
  const before = await harness.fingerprint();
  const about = { entity: 'van', id: '00000000-0000-7000-8000-000000000000' };
  await expect(harness.crm.activities.addAbout(caller(), { id: note.id, about })).rejects.toMatchObject({
    code: 'CRM_FIELDS_INVALID',
    details: { fields: [{ path: 'about', code: 'unseen' }] },
  });
  expect(await harness.fingerprint()).toBe(before);
});

it('stays when what it was about is removed for good', async () => {
  const gone = await create('van', { name: 'Old one' });
  const note = await noteOn(gone, 'Sold');
  await harness.crm.records.remove(caller(), { entity: 'van', id: gone.id });
  expect(await harness.crm.bin.purge(new Date(harness.now.getTime() + 1000))).toBe(1);
  expect(await harness.crm.activities.about(caller(), { id: note.id })).toEqual([]);
  const { rows } = await harness.pool.query('select from crm.activity_link where record_id = $1', [gone.id]);
  expect(rows).toEqual([]);
});
