/** Administration of rights over HTTP: roles and shares take effect at once, and "see as user" only looks. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Me, RecordPage, RecordShare, Role } from '#contract';
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

const me = async (visitor: Visitor): Promise<Me> => (await visitor.get<Me>('/api/session')).body;

describe('seeing as somebody else', () => {
  it('reads under the other person’s rights, changes nothing, and is noted in the audit', async () => {
    expect((await employee.send('POST', '/api/session/see-as', { userId: admin.id })).status).toBe(403);
    expect((await admin.send('POST', '/api/session/see-as', { userId: employee.id })).status).toBe(200);

    const seen = await me(admin);
    expect(seen.user.id).toBe(employee.id);
    expect(seen.seenBy?.id).toBe(admin.id);
    expect(seen.isAdmin).toBe(false);
    expect((await admin.get('/api/admin/roles')).status).toBe(403);
    const accounts = await admin.get<RecordPage>('/api/records/account');
    const [account] = accounts.body.items;
    const before = await product.fingerprint();
    const writes = [
      admin.send('PATCH', `/api/records/account/${account?.id}`, { version: 1, fields: { city: 'Riga' } }),
      admin.send('POST', '/api/records/account', { fields: { name: 'New' } }),
      admin.send('PUT', '/api/session/locale', { locale: 'ru' }),
      admin.send('POST', '/api/session/see-as', { userId: admin.id }),
    ];
    expect((await Promise.all(writes)).map((answer) => answer.status)).toEqual([403, 403, 403, 403]);
    expect(await product.fingerprint()).toBe(before);

    expect((await admin.send('DELETE', '/api/session/see-as')).status).toBe(200);
    expect((await me(admin)).user.id).toBe(admin.id);
    const { rows } = await product.pool.query(
      `select verb, actor_id from crm.event where entity = 'user' and record_id = $1 and verb like 'seen_as%' order by occurred_at`,
      [employee.id],
    );
    expect(rows).toEqual([
      { verb: 'seen_as', actor_id: admin.id },
      { verb: 'seen_as_ended', actor_id: admin.id },
    ]);
  });

  it('ends with the right to it', async () => {
    const { rows } = await product.pool.query<{ id: string }>(`select id from crm.role where code = 'admin'`);
    await admin.send('POST', '/api/session/see-as', { userId: employee.id });
    await product.pool.query('delete from crm.user_role where role_id = $1', [rows[0]?.id]);
    expect((await me(admin)).user.id).toBe(admin.id);
    await product.pool.query('insert into crm.user_role (role_id, user_id) values ($1, $2)', [
      rows[0]?.id,
      admin.id,
    ]);
    await admin.send('DELETE', '/api/session/see-as');
  });
});

describe('roles and shares', () => {
  it('take effect with the next request', async () => {
    const nina = await product.as('Nina');
    const created = await admin.send<{ id: string }>('POST', '/api/records/account', {
      fields: { name: 'Rare' },
    });
    const path = `/api/records/account/${created.body.id}`;
    expect((await nina.get(path)).status).toBe(404);
    const shared = await admin.send<RecordShare>('POST', `${path}/shares`, {
      principal: { kind: 'user', id: nina.id },
      access: 'read',
      expiresAt: null,
    });
    expect(shared.status).toBe(200);
    expect((await nina.get(path)).status).toBe(200);
    expect((await nina.send('POST', `${path}/shares`, shared.body)).status).toBe(422);
    const why = await admin.get<{ grounds: unknown[] }>(`${path}/access?userId=${nina.id}`);
    expect(why.body.grounds).toContainEqual({
      action: 'read',
      kind: 'share',
      level: null,
      role: null,
      via: null,
    });
    expect((await nina.get(`${path}/access?userId=${nina.id}`)).status).toBe(403);
    await admin.send('DELETE', `${path}/shares/${shared.body.id}`);
    expect((await nina.get(path)).status).toBe(404);

    const role = await admin.send<Role>('POST', '/api/admin/roles', {
      code: 'auditor',
      name: 'Auditor',
      nameRu: 'Аудитор',
      permissions: [{ entity: 'account', action: 'read', level: 'all' }],
      fieldRights: [],
      inherits: [],
      memberIds: [nina.id],
    });
    expect(role.status).toBe(200);
    expect((await nina.get(path)).status).toBe(200);
    expect((await nina.get('/api/admin/roles')).status).toBe(403);
    expect((await admin.send('DELETE', `/api/admin/roles/${role.body.id}`)).status).toBe(200);
    expect((await nina.get(path)).status).toBe(404);
  });
});
