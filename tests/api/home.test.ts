/** The home of each person: by role, arranged by himself, kept by the server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiProduct } from './api-product.ts';

interface Home {
  readonly widgets: readonly string[];
  readonly offered: readonly string[];
  readonly isOwn: boolean;
}

let api: ApiProduct;
beforeAll(async () => {
  api = await startApi();
}, 60_000);
afterAll(() => api.stop());

const home = async (name: string): Promise<Home> => (await (await api.as(name)).get<Home>('/api/home')).body;
const arrange = async (name: string, widgets: readonly string[] | null) =>
  (await api.as(name)).send<Home>('PUT', '/api/home', { widgets });

it.each([
  ['Kate', 'today'],
  ['Dmitry', 'exceptions'],
  ['Olga', 'processes'],
  ['Viktor', 'failedStarts'],
])('begins for %s with what his role looks after', async (name, first) => {
  expect(await home(name)).toMatchObject({
    isOwn: false,
    widgets: expect.arrayContaining([first]) as unknown,
  });
  expect((await home(name)).widgets[0]).toBe(first);
});

it('is kept as it was arranged, and given back as for the role', async () => {
  const before = await home('Kate');
  const kept = await arrange('Kate', ['recent', 'today']);
  expect(kept.body).toMatchObject({ isOwn: true, widgets: ['recent', 'today'] });
  expect((await home('Kate')).widgets).toEqual(['recent', 'today']);
  expect((await home('Maria')).isOwn).toBe(false);
  expect((await arrange('Kate', null)).body).toEqual(before);
});

it('takes no widget that is for others, none twice, and none that it does not know', async () => {
  expect((await home('Kate')).offered).not.toContain('failedStarts');
  expect(await arrange('Kate', ['failedStarts'])).toMatchObject({ status: 422 });
  expect(await arrange('Kate', ['today', 'today'])).toMatchObject({ status: 422 });
  expect(await arrange('Kate', ['weather'])).toMatchObject({ status: 422 });
  expect((await home('Kate')).isOwn).toBe(false);
});

it('has the deals of who sells and the tickets of who helps before the rest', async () => {
  expect((await home('Anna')).widgets.slice(0, 3)).toEqual(['today', 'myDeals', 'rottingDeals']);
  const kate = await api.as('Kate');
  const tickets = await kate.get<{ total: number }>(
    `/api/records/ticket?filter=${encodeURIComponent(
      JSON.stringify({
        op: 'and',
        items: [
          { field: 'owner', operator: 'eq', value: 'me' },
          { field: 'closedAt', operator: 'empty' },
        ],
      }),
    )}`,
  );
  expect((await home('Kate')).widgets.includes('myTickets')).toBe(tickets.body.total > 0);
  // Nina reads neither.
  expect((await home('Nina')).offered).not.toContain('myDeals');
  expect(await arrange('Nina', ['myTickets'])).toMatchObject({ status: 422 });
});

it('takes views of lists that the person has, and passes them over when the right is gone', async () => {
  const views = ['view:deal:shipped-mine', 'view:user_task:shipped-free', 'today'];
  expect((await arrange('Anna', views)).body.widgets).toEqual(views);
  expect(await arrange('Anna', ['view:deal:"'])).toMatchObject({ status: 422 });
  expect(await arrange('Nina', ['view:deal:shipped-mine'])).toMatchObject({ status: 422 });
  expect((await arrange('Nina', ['view:user_task:shipped-free'])).status).toBe(200);
  const nina = await api.as('Nina');
  const { body } = await nina.get<{ user: { id: string } }>('/api/session');
  await api.pool.query('update app.home_layout set widgets = $2 where user_id = $1', [
    body.user.id,
    ['view:deal:shipped-mine', 'today'],
  ]);
  expect((await home('Nina')).widgets).toEqual(['today']);
  await arrange('Anna', null);
  await arrange('Nina', null);
});

it('offers the tour until it is answered, to each person by himself', async () => {
  const kate = await api.as('Kate');
  expect(await home('Kate')).toMatchObject({ offersTour: true });
  for (let times = 0; times < 2; times += 1)
    expect((await kate.send('POST', '/api/tour', undefined)).status).toBe(200);
  expect(await home('Kate')).toMatchObject({ offersTour: false, isOwn: false });
  expect(await home('Maria')).toMatchObject({ offersTour: true });
});

describe('the home of a role', () => {
  interface RoleHome {
    readonly role: { readonly id: string; readonly code: string };
    readonly widgets: readonly string[];
    readonly offered: readonly string[];
    readonly lists: readonly string[];
    readonly isSet: boolean;
  }
  const homes = async (): Promise<readonly RoleHome[]> =>
    (await (await api.as('Viktor')).get<{ items: readonly RoleHome[] }>('/api/admin/role-homes')).body.items;
  const ofRole = async (code: string): Promise<RoleHome> => {
    const found = (await homes()).find(({ role }) => role.code === code);
    if (!found) throw new Error(`Expected a role '${code}'.`);
    return found;
  };
  const choose = async (code: string, widgets: readonly string[] | null) => {
    const { role } = await ofRole(code);
    return (await api.as('Viktor')).send<RoleHome>('PUT', `/api/admin/role-homes/${role.id}`, { widgets });
  };

  it('is the product’s own until an administrator chooses, and tells what the role may have', async () => {
    expect(await ofRole('admin')).toMatchObject({
      isSet: false,
      widgets: expect.arrayContaining(['failedStarts']) as unknown,
    });
    const everybody = await ofRole('baseline');
    expect(everybody).toMatchObject({ isSet: false });
    expect(everybody.offered).not.toContain('failedStarts');
  });

  it('is what people with the role begin with, but for those who arranged their own', async () => {
    await arrange('Maria', ['recent']);
    const chosen = await choose('baseline', ['pool', 'today']);
    expect(chosen.body).toMatchObject({ isSet: true, widgets: ['pool', 'today'] });
    expect(await home('Kate')).toMatchObject({ isOwn: false, widgets: ['pool', 'today'] });
    expect(await home('Maria')).toMatchObject({ isOwn: true, widgets: ['recent'] });
    expect((await arrange('Maria', null)).body).toMatchObject({ isOwn: false, widgets: ['pool', 'today'] });
  });

  it('counts before that of more people; who leads, draws or administers keeps the product’s own', async () => {
    await choose('employee', ['recent', 'today']);
    expect((await home('Kate')).widgets).toEqual(['recent', 'today']);
    await choose('employee', null);
    expect((await home('Dmitry')).widgets[0]).toBe('exceptions');
    expect((await home('Viktor')).widgets[0]).toBe('failedStarts');
    await choose('admin', ['unusualExports', 'today']);
    expect((await home('Viktor')).widgets).toEqual(['unusualExports', 'today']);
    expect((await home('Kate')).widgets).toEqual(['pool', 'today']);
  });

  it('is given back to the product, and every change stands in the audit', async () => {
    await choose('admin', null);
    expect((await choose('baseline', null)).body).toMatchObject({ isSet: false });
    expect((await home('Kate')).widgets[0]).toBe('today');
    const { role } = await ofRole('baseline');
    const { rows } = await api.pool.query<{ changes: unknown }>(
      `select data->'changes' as changes from crm.event where entity = 'role' and record_id = $1 order by id`,
      [role.id],
    );
    expect(rows.map(({ changes }) => changes)).toEqual([
      [{ field: 'home', from: null, to: ['pool', 'today'] }],
      [{ field: 'home', from: ['pool', 'today'], to: null }],
    ]);
  });

  it('takes views that the role reads and that all see, and nothing else', async () => {
    const admin = await api.as('Viktor');
    const save = async (audience: 'own' | 'all'): Promise<string> => {
      const content = { name: audience, audience, kind: 'list', columns: [] };
      const { body } = await admin.send<{ id: string }>('POST', '/api/views/user_task', content);
      return `view:user_task:${body.id}`;
    };
    const forAll = await save('all');
    expect((await choose('baseline', [forAll, 'view:user_task:shipped-free'])).status).toBe(200);
    await choose('baseline', null);
    const { lists } = await ofRole('baseline');
    expect(lists).not.toContain('deal');
    for (const part of ['failedStarts', await save('own'), 'view:deal:shipped-mine'])
      expect(await choose('baseline', [part])).toMatchObject({
        status: 422,
        body: { fields: [{ path: 'widgets', code: 'notForRole' }] },
      });
    expect((await ofRole('baseline')).isSet).toBe(false);
  });

  it('is of a role that is there', async () => {
    const admin = await api.as('Viktor');
    const nobody = '01900000-0000-7000-8000-000000000000';
    expect(await admin.send('PUT', `/api/admin/role-homes/${nobody}`, { widgets: [] })).toMatchObject({
      status: 404,
    });
  });
});
