/** Kinds of records that administrators made are renamed, retired and brought back. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NewField, RecordView, RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
let van: RecordView;

const caller = () => harness.as(admin);
/** As the next request does: whoever asks is loaded, and the node learns what is new. */
const nextRequest = async (): Promise<void> => void (await harness.crm.organisation.loadUser(admin.id));
const field = (entity: string, referenceEntity: string): NewField => ({
  ...{ entity, key: referenceEntity, type: 'reference', labelEn: 'Its van', labelRu: 'Машина' },
  ...{ section: 'details', referenceEntity, required: false, isUnique: false, isIndexed: false },
  ...{ isSearched: false, inList: false, visibleIf: null, requiredIf: null, options: [] },
});
const metaOf = async (entity: string) =>
  (await harness.crm.records.meta(admin)).find((one) => one.entity === entity);
const names = { labelEn: 'Van', labelRu: 'Фургон', pluralEn: 'Vans', pluralRu: 'Фургоны' };
const asked = () => ({ entity: 'van', id: van.id });

beforeAll(async () => {
  harness = await crmHarness();
  admin = await harness.person({ roles: ['admin'] });
  await harness.crm.customFields.createEntity(caller(), { entity: 'van', ...names });
  await nextRequest();
  van = await harness.crm.records.create(caller(), { entity: 'van', fields: { name: 'Blue one' } });
});
afterAll(() => harness.close());

it('is called as it is renamed, in both languages, wherever it is shown', async () => {
  const [kind] = await harness.crm.kinds.list();
  const renamed = { ...names, labelRu: 'Машина', pluralRu: 'Машины' };
  const request = { ...renamed, entity: 'van', version: kind!.version };
  expect(await harness.crm.kinds.rename(caller(), request)).toMatchObject(renamed);
  await nextRequest();
  expect(await metaOf('van')).toMatchObject({
    label: { en: 'Van', ru: 'Машина' },
    pluralLabel: { en: 'Vans', ru: 'Машины' },
  });
  await expect(harness.crm.kinds.rename(caller(), request)).rejects.toMatchObject({
    code: 'CRM_VERSION_CONFLICT',
  });
});

it('retires only when nothing refers to it, and says what does', async () => {
  const pointer = await harness.crm.customFields.create(caller(), field('ticket', 'van'));
  await nextRequest();
  const versions = [{ processKey: 'service', name: 'Service a van', version: 3 }];
  await expect(harness.crm.kinds.retire(caller(), { entity: 'van', versions })).rejects.toMatchObject({
    code: 'CRM_KIND_IN_USE',
    details: {
      versions,
      fields: [
        {
          entity: 'ticket',
          kind: { en: 'Tickets', ru: 'Обращения' },
          label: { en: 'Its van', ru: 'Машина' },
        },
      ],
    },
  });
  await harness.crm.customFields.drop(caller(), pointer.id);
  await nextRequest();
  await harness.crm.kinds.retire(caller(), { entity: 'van', versions: [] });
  await nextRequest();
});

it('leaves what is there to be read, in its list, in the bin and by exports, and lets nothing be written', async () => {
  const meta = await metaOf('van');
  expect(meta).toMatchObject({
    isRetired: true,
    rights: { create: false, edit: false, delete: false, read: true, export: true },
  });
  const read = await harness.crm.records.get(caller(), asked());
  expect(read).toMatchObject({ title: 'Blue one', rights: { edit: false, delete: false } });
  const list = await harness.crm.records.list(caller(), { entity: 'van', limit: 5 });
  expect(list.items.map((one) => one.title)).toEqual(['Blue one']);
  const before = await harness.fingerprint();
  const { records } = harness.crm;
  await expect(records.create(caller(), { entity: 'van', fields: { name: 'New' } })).rejects.toMatchObject({
    code: 'CRM_KIND_RETIRED',
  });
  await expect(records.update(caller(), { ...asked(), fields: { name: 'Red' } })).rejects.toMatchObject({
    code: 'CRM_KIND_RETIRED',
  });
  await expect(records.remove(caller(), asked())).rejects.toMatchObject({ code: 'CRM_FORBIDDEN' });
  expect(await harness.fingerprint()).toBe(before);
});

it('is found by no search and referred to by no new field', async () => {
  expect(await harness.crm.records.search(caller(), { q: 'blue one', limit: 5 })).toEqual([]);
  const pointing = field('deal', 'van');
  await expect(harness.crm.customFields.create(caller(), pointing)).rejects.toMatchObject({
    code: 'CRM_FIELDS_INVALID',
    details: { fields: [{ path: 'referenceEntity', code: 'notChoice' }] },
  });
});

it('comes back as it was', async () => {
  await harness.crm.kinds.restore(caller(), { entity: 'van' });
  await nextRequest();
  expect(await metaOf('van')).toMatchObject({ isRetired: false, rights: { create: true } });
  const changed = await harness.crm.records.update(caller(), { ...asked(), fields: { name: 'Red one' } });
  expect(changed.title).toBe('Red one');
  const told = await harness.crm.audit.search(caller(), { entity: 'entity', limit: 10 });
  expect(told.items.map((item) => item.verb)).toEqual(['restored', 'retired', 'changed', 'created']);
});
