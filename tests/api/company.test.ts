/** The company's settings over the wire: for administrators only, and amounts are counted with the answer. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Company, RecordView } from '#contract';
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

it('are for administrators; a new rate counts the amounts that waited for it', async () => {
  expect((await employee.get('/api/admin/company')).status).toBe(403);
  const { countries, amounts, unrated, version, ...content } = (
    await admin.get<Company>('/api/admin/company')
  ).body;
  expect(countries).toContain('DE');
  const currencies = [...content.currencies, 'CHF'];
  const added = await admin.send<Company>('PUT', '/api/admin/company', { ...content, currencies, version });
  expect(added.status, JSON.stringify(added.body)).toBe(200);
  const deal = await admin.send<RecordView>('POST', '/api/records/deal', {
    fields: { name: 'Francs', amount: 100, currency: 'CHF' },
  });
  expect(deal.body.fields.amountBase).toBeNull();
  expect((await admin.get<Company>('/api/admin/company')).body.unrated).toEqual([
    ...unrated,
    { currency: 'CHF', count: 1 },
  ]);
  const rates = [...content.rates, { currency: 'CHF', validFrom: '2020-01-01', rate: 1.1 }];
  const rated = await admin.send<Company>('PUT', '/api/admin/company', {
    ...{ ...content, currencies, rates },
    version: added.body.version,
  });
  expect(rated.body).toMatchObject({ amounts: amounts + 1, unrated });
  const refused = await admin.send<{ code: string }>('PUT', '/api/admin/company', { ...content, version });
  expect(refused.body.code).toBe('CRM_SETTING_CHANGED');
});
