/** A field that an administrator adds is there for others at once, and stays while a running version uses it. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CustomField, EntityMeta, OwnKind, RecordView } from '#contract';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let product: ApiProduct;
let admin: Visitor;
let employee: Visitor;

beforeAll(async () => {
  product = await startApi();
  admin = await product.as('Viktor');
  employee = await product.as('Maria');
}, 120_000);
afterAll(() => product.stop());

/** The follow-up call, with the field in its business key; it calls another process. */
async function publishReader(): Promise<void> {
  const owner = await product.as('Olga');
  for (const key of ['satisfaction-note', 'follow-up-call']) {
    const shipped = await readFile(`processes/${key}/${key}.bpmn`, 'utf8');
    const xml = shipped.replace('"= ticket.number"', '"= ticket.urgencyWord"');
    await owner.send('POST', '/api/processes', { name: key, xml });
    const published = await owner.send('POST', `/api/processes/${key}/publish`, { revision: 1 });
    expect(published.status, JSON.stringify(published.body)).toBe(200);
  }
}

const content = {
  labelEn: 'Floor',
  labelRu: 'Этаж',
  section: 'details',
  required: false,
  isUnique: false,
  isIndexed: true,
  isSearched: false,
  inList: true,
  visibleIf: null,
  requiredIf: null,
  options: [],
};

it('adds a field that others can fill in with their next request, and builds its index beside', async () => {
  const made = await admin.send<CustomField>('POST', '/api/admin/entities/ticket/fields', {
    ...content,
    key: 'floorNo',
    type: 'number',
    referenceEntity: null,
  });
  expect(made.status).toBe(200);
  const meta = await employee.get<{ items: EntityMeta[] }>('/api/entities');
  const ticketMeta = meta.body.items.find((one) => one.entity === 'ticket');
  expect(ticketMeta?.listColumns).toContain('floorNo');
  const ticket = await employee.send<RecordView>('POST', '/api/records/ticket', {
    fields: { subject: 'Light', floorNo: 4 },
  });
  expect(ticket.body.fields.floorNo).toBe(4);
  const field = async (): Promise<CustomField | undefined> =>
    (await admin.get<{ items: CustomField[] }>('/api/admin/entities/ticket/fields')).body.items[0];
  await expect.poll(async () => (await field())?.indexState, { timeout: 10_000 }).toBe('ready');
  const before = await product.fingerprint();
  expect((await employee.send('POST', '/api/admin/entities/ticket/fields', made.body)).status).toBe(403);
  expect(
    (await admin.send('POST', '/api/admin/entities/ticket/fields', { ...content, key: '1x' })).status,
  ).toBe(422);
  expect(await product.fingerprint()).toBe(before);
  const dropped = await admin.send<CustomField>('DELETE', `/api/admin/fields/${made.body.id}`);
  expect(dropped.body.droppedAt).not.toBeNull();
  expect(
    (await admin.send<CustomField>('POST', `/api/admin/fields/${made.body.id}/restore`)).body.droppedAt,
  ).toBe(null);
});

it('does not drop a field that a running version uses, and names the version', async () => {
  const made = await admin.send<CustomField>('POST', '/api/admin/entities/ticket/fields', {
    ...content,
    isIndexed: false,
    key: 'urgencyWord',
    type: 'text',
    referenceEntity: null,
  });
  await publishReader();
  const refused = await admin.send<{ code: string; detail: string; details: unknown }>(
    'DELETE',
    `/api/admin/fields/${made.body.id}`,
  );
  expect(refused.status).toBe(409);
  expect(refused.body.code).toBe('CRM_FIELD_IN_USE');
  expect(refused.body.detail).toContain('Follow-up call after closing a request v1');
  expect(refused.body.details).toMatchObject({
    versions: [{ name: 'Follow-up call after closing a request', version: 1 }],
  });
});

it('makes a kind of record that has lists and pages at once', async () => {
  const body = {
    entity: 'vehicle',
    labelEn: 'Vehicle',
    labelRu: 'Машина',
    pluralEn: 'Vehicles',
    pluralRu: 'Машины',
  };
  expect((await admin.send('POST', '/api/admin/entities', body)).status).toBe(200);
  expect((await admin.send('POST', '/api/admin/entities', body)).status).toBe(422);
  const car = await admin.send<RecordView>('POST', '/api/records/vehicle', { fields: { name: 'Van' } });
  expect(car.status).toBe(200);
  expect((await admin.get(`/api/records/vehicle/${car.body.id}/timeline`)).status).toBe(200);
  expect((await admin.get(`/api/records/vehicle/${car.body.id}/processes`)).status).toBe(200);
  const meta = await employee.get<{ items: EntityMeta[] }>('/api/entities');
  expect(meta.body.items.find((one) => one.entity === 'vehicle')?.rights.read).toBe(false);
  expect((await employee.get(`/api/records/vehicle/${car.body.id}`)).status).toBe(404);
});

it('renames, retires and brings a kind of record back, for administrators only', async () => {
  const names = { labelEn: 'Car', labelRu: 'Машина', pluralEn: 'Cars', pluralRu: 'Машины' };
  const kinds = await admin.get<{ items: OwnKind[] }>('/api/admin/entities');
  const [kind] = kinds.body.items;
  expect(kind).toMatchObject({ entity: 'vehicle', labelEn: 'Vehicle', retiredAt: null });
  const before = await product.fingerprint();
  expect((await employee.send('DELETE', '/api/admin/entities/vehicle')).status).toBe(403);
  expect((await admin.send('DELETE', '/api/admin/entities/ticket')).status).toBe(404);
  expect(await product.fingerprint()).toBe(before);
  const renamed = { ...names, version: kind!.version };
  expect((await admin.send('PUT', '/api/admin/entities/vehicle', renamed)).status).toBe(200);
  const retired = await admin.send<OwnKind>('DELETE', '/api/admin/entities/vehicle');
  expect(retired.body).toMatchObject({ ...names, retiredAt: expect.any(String) as string });
  const meta = await admin.get<{ items: EntityMeta[] }>('/api/entities');
  expect(meta.body.items.find((one) => one.entity === 'vehicle')).toMatchObject({
    label: { en: 'Car', ru: 'Машина' },
    isRetired: true,
  });
  const made = await admin.send<{ code: string }>('POST', '/api/records/vehicle', {
    fields: { name: 'Bus' },
  });
  expect([made.status, made.body.code]).toEqual([409, 'CRM_KIND_RETIRED']);
  const back = await admin.send<OwnKind>('POST', '/api/admin/entities/vehicle/restore');
  expect(back.body.retiredAt).toBeNull();
  expect((await admin.send('POST', '/api/records/vehicle', { fields: { name: 'Bus' } })).status).toBe(200);
});

it('does not retire a kind that a running version works on, and names it', async () => {
  const shipped = await readFile('processes/satisfaction-note/satisfaction-note.bpmn', 'utf8');
  const xml = shipped
    .replaceAll('satisfaction-note', 'vehicle-note')
    .replace('reads="account ticket contact"', 'reads="account ticket contact vehicle"');
  const owner = await product.as('Olga');
  await owner.send('POST', '/api/processes', { name: 'vehicle-note', xml });
  const published = await owner.send('POST', '/api/processes/vehicle-note/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  const refused = await admin.send<{ code: string; details: unknown }>(
    'DELETE',
    '/api/admin/entities/vehicle',
  );
  expect([refused.status, refused.body.code]).toEqual([409, 'CRM_KIND_IN_USE']);
  expect(refused.body.details).toMatchObject({
    versions: [{ processKey: 'vehicle-note', version: 1 }],
    fields: [],
  });
});
