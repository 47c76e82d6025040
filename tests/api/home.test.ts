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

it('offers the tour until it is answered, to each person by himself', async () => {
  const kate = await api.as('Kate');
  expect(await home('Kate')).toMatchObject({ offersTour: true });
  for (let times = 0; times < 2; times += 1)
    expect((await kate.send('POST', '/api/tour', undefined)).status).toBe(200);
  expect(await home('Kate')).toMatchObject({ offersTour: false, isOwn: false });
  expect(await home('Maria')).toMatchObject({ offersTour: true });
});
