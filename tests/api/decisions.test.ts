/** A DMN file is put into force and offered in the designer; whoever may not publish everything may not. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let owner: Visitor;

beforeAll(async () => {
  api = await startApi();
  owner = await api.as('Olga');
}, 60_000);
afterAll(() => api.stop());

const file = (text: string): string =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"><decision id="discount" name="Discount"><literalExpression id="logic"><text>${text}</text></literalExpression></decision></definitions>`;

it('comes into force in versions, once per key', async () => {
  const body = { name: 'discount.dmn', xml: file('total / 10') };
  const first = await owner.send('POST', '/api/decisions', body, 'decision-1');
  expect(first.status, JSON.stringify(first.body)).toBe(200);
  expect(first.body).toEqual({ items: [{ key: 'discount', name: 'Discount', version: 1 }] });
  await owner.send('POST', '/api/decisions', body, 'decision-1');
  const second = await owner.send('POST', '/api/decisions', { ...body, xml: file('total / 5') });
  expect(second.body).toEqual({ items: [{ key: 'discount', name: 'Discount', version: 2 }] });
  const catalogue = await owner.get<{ decisions: unknown[] }>('/api/designer/catalogue');
  expect(catalogue.body.decisions).toEqual([{ key: 'discount', name: 'Discount', version: 2 }]);
});

it('is refused with the place of its mistake', async () => {
  const refused = await owner.send('POST', '/api/decisions', { name: 'broken.dmn', xml: file('total /') });
  expect(refused).toMatchObject({ status: 422, body: { code: 'ENG_DEPLOYMENT_REFUSED' } });
  expect(JSON.stringify(refused.body)).toContain('logic');
});

it('takes no file of another kind for decisions', async () => {
  const refused = await owner.send('POST', '/api/decisions', { name: 'x.dmn', xml: '<html/>' });
  expect(refused.status).toBe(422);
});
