/** History, bin and the administrators' search over HTTP. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditItem, BinItem, ChainReport, FieldHistoryItem, RecordView, TakenOut } from '#contract';
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

it('takes several out at once, and says of each what became of it', async () => {
  const made = await admin.send<RecordView>('POST', '/api/records/account', {
    fields: { name: 'Binned twice' },
  });
  await admin.send('DELETE', `/api/records/account/${made.body.id}`);
  const body = { records: [{ entity: 'account', id: made.body.id }] };
  const refused = await nina.send<{ items: TakenOut[] }>('POST', '/api/bin/restore', body);
  expect(refused.body.items).toMatchObject([{ refusal: { code: 'CRM_RECORD_NOT_FOUND' } }]);
  const done = await admin.send<{ items: TakenOut[] }>('POST', '/api/bin/restore', body);
  expect(done.body.items).toEqual([{ entity: 'account', id: made.body.id, refusal: null }]);
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

it('tells who changed a webhook, a web form, mail and a team, and never a secret', async () => {
  const id = (last: number): string => `01900000-0000-7000-8000-0000000000${last}`;
  const told = async (entity: string): Promise<readonly AuditItem[]> =>
    (await admin.get<{ items: AuditItem[] }>(`/api/admin/audit?entity=${entity}&limit=20`)).body.items;
  const verbs = (items: readonly AuditItem[]): readonly string[] => items.map(({ verb }) => verb);

  const hook = {
    name: 'Shop',
    url: 'https://shop.example/in',
    ownerId: admin.id,
    events: ['account.created'],
  };
  const save = (path: string, body: object) => admin.send<{ secret?: string }>('PUT', path, body);
  const made = await save(`/api/admin/webhooks/${id(11)}`, {
    ...{ ...hook, conditions: [], active: true, version: null },
  });
  expect(made.status).toBe(200);
  const changed = { ...hook, url: 'https://shop.example/other', conditions: [], active: true, version: 1 };
  expect((await save(`/api/admin/webhooks/${id(11)}`, changed)).status).toBe(200);
  await admin.send('POST', `/api/admin/webhooks/${id(11)}/secret`);
  // A change that is refused leaves nothing behind.
  expect((await save(`/api/admin/webhooks/${id(11)}`, changed)).status).toBe(409);
  await admin.send('DELETE', `/api/admin/webhooks/${id(11)}`);
  const hooks = await told('webhook');
  expect(verbs(hooks)).toEqual(['deleted', 'changed', 'changed', 'created']);
  expect(hooks[2]).toMatchObject({
    text: 'Shop',
    actor: { id: admin.id },
    changes: [{ field: 'url', from: 'https://shop.example/in', to: 'https://shop.example/other' }],
  });
  expect(hooks[1]?.changes.map(({ field }) => field)).toEqual(['secret']);
  expect(JSON.stringify(hooks)).not.toContain(made.body.secret);

  const template = { name: 'Thanks', entity: null, subject: 'Thanks', body: 'Thank you', purpose: 'service' };
  await save(`/api/admin/mail-templates/${id(12)}`, { ...template, version: null });
  await save(`/api/admin/mail-templates/${id(12)}`, { ...template, subject: 'Many thanks', version: 1 });
  expect(await told('mail_template')).toMatchObject([
    { verb: 'changed', changes: [{ field: 'subject', from: 'Thanks', to: 'Many thanks' }] },
    { verb: 'created', text: 'Thanks' },
  ]);

  const group = { name: 'Field sales', parentId: null };
  const team = await admin.send<{ id: string }>('POST', '/api/admin/groups/team', {
    ...{ ...group, memberIds: [nina.id] },
  });
  expect(team.status).toBe(200);
  const [first] = await told('team');
  expect(first).toMatchObject({ verb: 'created', text: 'Field sales' });
  expect(first?.changes.find(({ field }) => field === 'members')?.to).toContain('Nina');
});
