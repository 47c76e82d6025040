/** History, bin and the administrators' search over HTTP. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditItem, BinItem, ChainReport, FieldHistoryItem, RecordView } from '#contract';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let product: ApiProduct;
let admin: Visitor;
let nina: Visitor;

beforeAll(async () => {
  product = await startApi();
  admin = await product.as('Viktor');
  nina = await product.as('Nina');
}, 120_000);
afterAll(() => product.stop());

it('tells changes, restores a value, and keeps both from those who may not see the record', async () => {
  const made = await admin.send<RecordView>('POST', '/api/records/account', {
    fields: { name: 'Alfa', city: 'Riga' },
  });
  const path = `/api/records/account/${made.body.id}`;
  const changed = await admin.send<RecordView>('PATCH', path, { version: 1, fields: { city: 'Oslo' } });
  const history = await admin.get<{ items: FieldHistoryItem[] }>(`${path}/changes`);
  const [latest] = history.body.items;
  expect(latest).toMatchObject({ field: 'city', from: 'Riga', to: 'Oslo', canRestore: true });
  const body = { eventId: latest?.eventId, field: 'city', version: changed.body.version };
  const before = await product.fingerprint();
  expect((await nina.get(`${path}/changes`)).status).toBe(404);
  expect((await nina.send('POST', `${path}/changes/restore`, body)).status).toBe(404);
  expect(await product.fingerprint()).toBe(before);
  const restored = await admin.send<RecordView>('POST', `${path}/changes/restore`, body);
  expect(restored.body.fields.city).toBe('Riga');
});

it('takes a record out of the bin for whoever may delete it', async () => {
  const made = await admin.send<RecordView>('POST', '/api/records/account', { fields: { name: 'Binned' } });
  await admin.send('DELETE', `/api/records/account/${made.body.id}`);
  const bin = await admin.get<{ items: BinItem[]; keptDays: number }>('/api/bin');
  expect(bin.body.items.map((item) => item.title)).toContain('Binned');
  expect(bin.body.keptDays).toBe(30);
  const restore = `/api/bin/account/${made.body.id}/restore`;
  expect((await nina.send('POST', restore)).status).toBe(404);
  expect((await admin.send('POST', restore)).status).toBe(200);
  expect((await admin.get(`/api/records/account/${made.body.id}`)).status).toBe(200);
});

it('lets administrators search and verify, and nobody else', async () => {
  for (const visitor of [nina, await product.as('Maria')]) {
    expect((await visitor.get('/api/admin/audit')).status).toBe(403);
    expect((await visitor.send('POST', '/api/admin/audit/verify')).status).toBe(403);
  }
  const found = await admin.get<{ items: AuditItem[] }>('/api/admin/audit?q=Binned&limit=5');
  expect(found.body.items.map((item) => item.verb)).toContain('deleted');
  const verified = await admin.send<{ chains: ChainReport[] }>('POST', '/api/admin/audit/verify');
  expect(verified.body.chains.length).toBeGreaterThan(0);
  expect(verified.body.chains.flatMap((chain) => chain.problems)).toEqual([]);
});
