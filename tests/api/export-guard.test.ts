/** Who takes out how much: limits by role, and the alarm when it is unusual. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demonstrationId } from '#crm';
import type { ExportRules, ExportRun, Notification } from '#contract';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let admin: Visitor;
let seller: Visitor;

beforeAll(async () => {
  api = await startApi();
  admin = await api.as('Viktor');
  seller = await api.as('Kate');
  // A colleague who may take customers out, in the middle of his day.
  await api.pool.query(
    `insert into crm.role_permission (role_id, entity, action, level)
     select id, entity, 'export', 'all' from crm.role, unnest(array['account', 'contact']) as entity where code = $1
     on conflict (role_id, entity, action) do update set level = 'all'`,
    [await roleOf(seller)],
  );
  await setRules({ nightRowsMin: null });
}, 60_000);
afterAll(() => api.stop());

async function roleOf({ id }: Visitor): Promise<string> {
  const { rows } = await api.pool.query<{ code: string }>(
    'select r.code from crm.role r join crm.user_role ur on ur.role_id = r.id where ur.user_id = $1 order by 1 limit 1',
    [id],
  );
  return rows[0]?.code ?? '';
}
async function setRules(part: Partial<ExportRules>) {
  const { body } = await admin.get<{ rules: ExportRules }>('/api/admin/export-rules');
  return admin.send<ExportRules>('PUT', '/api/admin/export-rules', { ...body.rules, ...part });
}
const limitTo = async (rowsPerDay: number | null) =>
  setRules({ limits: [{ role: await roleOf(seller), rowsPerDay }] });
const takeOut = (ids: readonly string[] = []) =>
  seller.get<{ code?: string; detail?: string }>(
    `/api/exports/account?format=csv${ids.length > 0 ? `&ids=${ids.join(',')}` : ''}`,
  );
async function customers(count: number): Promise<string[]> {
  const { rows } = await api.pool.query<{ id: string }>(
    'select id from crm.account where deleted_at is null order by id limit $1',
    [count],
  );
  return rows.map((row) => row.id);
}
const runs = async (query = ''): Promise<ExportRun[]> =>
  (await admin.get<{ items: ExportRun[] }>(`/api/admin/exports${query}`)).body.items;

describe('a limit of a role', () => {
  it('lets so many rows go in a day, counts parts together, and refuses with a sentence', async () => {
    const all = await customers(100);
    expect(all.length).toBeGreaterThan(12);
    await limitTo(12);
    expect((await takeOut()).body).toMatchObject({
      code: 'CRM_EXPORT_LIMIT',
      detail: expect.stringContaining('12 rows in 24 hours and 12 are left') as string,
    });
    expect((await takeOut(all.slice(0, 8))).status).toBe(200);
    const refused = await takeOut(all.slice(0, 5));
    expect(refused).toMatchObject({ status: 403, body: { code: 'CRM_EXPORT_LIMIT' } });
    expect(refused.body.detail).toContain('4 are left');
    const check = await seller.get(`/api/exports/account/check?ids=${all.slice(0, 5).join(',')}`);
    expect(check.body).toEqual({ isAllowed: false, limit: 12, left: 4 });
    expect((await takeOut(all.slice(0, 4))).status).toBe(200);
    expect((await runs()).filter((run) => run.person.id === seller.id).map((run) => run.rows)).toEqual([
      4, 8,
    ]);
  });

  it('counts the reports about persons, too, and refuses one that is over it without a trace', async () => {
    await api.pool.query('delete from crm.export_run');
    const at = `/api/people/contact/${demonstrationId('contact', 1)}/access-report?format=json`;
    const report = () => seller.get<{ code?: string }>(at);
    expect((await report()).status).toBe(200);
    const [taken] = (await runs()).filter((run) => run.person.id === seller.id);
    expect(taken).toMatchObject({ entity: 'contact', fileName: expect.stringContaining('.json') as string });
    await limitTo(taken?.rows ?? 0);
    const before = await api.fingerprint();
    expect(await report()).toMatchObject({ status: 403, body: { code: 'CRM_EXPORT_LIMIT' } });
    expect(await api.fingerprint()).toBe(before);
    await limitTo(12);
  });

  it('counts downloads that go on at the same time together', async () => {
    await api.pool.query('delete from crm.export_run');
    const some = await customers(8);
    const answers = await Promise.all([takeOut(some), takeOut(some), takeOut(some)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 403, 403]);
  });

  it('is of the roles that give the right, and administrators change it', async () => {
    await limitTo(null);
    expect((await takeOut()).status).toBe(200);
    expect((await seller.get('/api/admin/export-rules')).status).toBe(403);
    const unknown = await setRules({ limits: [{ role: 'nobody', rowsPerDay: 1 }] });
    expect(unknown.status).toBe(422);
    const { rows } = await api.pool.query(`select from crm.event where verb = 'export_rules_changed'`);
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('an unusual export', () => {
  it('is told to the administrators, by mail too, and is in the audit until somebody looked into it', async () => {
    await setRules({ rowsMax: 10 });
    await takeOut(await customers(9));
    expect(await runs('?unusual=true')).toEqual([]);
    await takeOut(await customers(10));
    // Told when the last byte is sent.
    await expect.poll(async () => (await runs('?unusual=true')).length).toBe(1);
    const [alarm, ...others] = await runs('?unusual=true');
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({
      person: { id: seller.id },
      entity: 'account',
      rows: 10,
      reasons: ['rows'],
      seen: null,
    });
    const told = await admin.get<{ items: Notification[] }>('/api/notifications?limit=10');
    expect(told.body.items[0]).toMatchObject({ kind: 'export', text: '10', actor: { id: seller.id } });
    const mails = await api.pool.query<{ recipients: string; subject: string; body: string }>(
      `select recipients, subject, body from app.mail_message where effect_key like 'notice:%'`,
    );
    expect(mails.rows).toHaveLength(1);
    expect(mails.rows[0]?.body).toContain('/admin/sign-in');
    const audit = await admin.get<{ items: { verb: string; text: string }[] }>(
      '/api/admin/audit?verb=export_unusual',
    );
    expect(audit.body.items).toMatchObject([{ text: expect.stringContaining('rows') as string }]);
    expect((await admin.send('POST', `/api/admin/exports/${alarm?.id}/seen`)).status).toBe(200);
    expect((await runs('?unusual=true'))[0]?.seen).toMatchObject({ by: { id: admin.id } });
  });
});
