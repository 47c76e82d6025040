/** The home of each person: by role, arranged by himself, kept by the server. */
import { afterAll, beforeAll, expect, it } from 'vitest';
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
