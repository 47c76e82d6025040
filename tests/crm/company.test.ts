/** What is true of the company as a whole: its country, its money, and what has to be approved. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, CompanyView, RecordView } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: Caller;

const create = (entity: string, fields: Record<string, unknown>): Promise<RecordView> =>
  harness.crm.records.create(admin, { entity, fields });
const company = (): Promise<CompanyView> => harness.crm.company.get();
async function save(part: Partial<CompanyView>): Promise<CompanyView> {
  const { countries: _countries, amounts: _amounts, unrated: _unrated, ...content } = await company();
  await harness.crm.company.save(admin, { ...content, ...part });
  await harness.crm.company.countUnrated();
  return company();
}

beforeAll(async () => {
  harness = await crmHarness();
  admin = harness.as(await harness.person({ roles: ['admin'] }));
});
afterAll(() => harness.close());

describe('the home country', () => {
  it('is that by which phones are read where nobody says another', async () => {
    const phoneOf = async (number: string, fields: Record<string, unknown> = {}) => {
      const account = await create('account', { name: `Phone ${number}`, phone: number, ...fields });
      const lead = await create('lead', { title: number, familyName: number, phone: number, ...fields });
      return [account.fields['phone'], lead.fields['phoneE164']];
    };
    expect(await phoneOf('8 916 123 45 67')).toEqual(['+79161234567', '+79161234567']);
    await save({ homeCountry: 'DE' });
    expect(await phoneOf('030 901820')).toEqual(['+4930901820', '+4930901820']);
    expect(await phoneOf('8 916 123 45 68', { country: 'RU' })).toEqual(['+79161234568', '+79161234568']);
    const known = await harness.crm.leads.known(admin, { phone: '030 901820', familyName: '030 901820' });
    expect(known.leadId).not.toBeNull();
  });

  it('is a country that there is', async () => {
    await expect(save({ homeCountry: 'XX' })).rejects.toMatchObject({
      details: { fields: [{ path: 'homeCountry', code: 'notCountry' }] },
    });
  });
});

describe('the base currency', () => {
  it('is another one until the first amount is counted in it', async () => {
    expect((await save({ baseCurrency: 'RUB' })).baseCurrency).toBe('RUB');
    await create('deal', { name: 'Dollars', amount: 100, currency: 'USD' });
    expect((await save({ baseCurrency: 'EUR' })).baseCurrency).toBe('EUR');
    const deal = await create('deal', { name: 'Euros', amount: 100, currency: 'EUR' });
    await expect(save({ baseCurrency: 'RUB' })).rejects.toMatchObject({
      code: 'CRM_BASE_CURRENCY_FIXED',
      details: { amounts: 1 },
    });
    expect(deal.fields['amountBase']).toBe(100);
  });

  it('is one of those in use', async () => {
    await expect(save({ currencies: ['USD'] })).rejects.toMatchObject({
      details: { fields: [{ path: 'baseCurrency', code: 'notChoice' }] },
    });
  });
});

describe('rates', () => {
  it('are missed by sums, which say how many amounts they leave out, until there is one', async () => {
    const stages = async () => {
      const { groups } = await harness.crm.records.groups(admin, {
        ...{ entity: 'deal', by: 'stage', sums: ['amountBase'] },
      });
      return groups.find((group) => group.key === 'qualified');
    };
    const measured = () =>
      harness.crm.measures.stages(admin, {
        ...{ entity: 'deal', pipeline: 'sales' },
        from: new Date('2026-01-01T00:00:00Z'),
        to: new Date('2027-01-01T00:00:00Z'),
      });
    expect(await stages()).toMatchObject({ sums: { amountBase: 100 }, leftOut: { amountBase: 1 } });
    expect((await measured()).unrated).toBe(1);
    expect((await company()).unrated).toEqual([{ currency: 'USD', count: 1 }]);
    const told = await save({ rates: [{ currency: 'USD', validFrom: '2026-01-01', rate: 0.8 }] });
    expect(told).toMatchObject({ unrated: [], amounts: 2 });
    const now = await stages();
    expect(now?.sums).toEqual({ amountBase: 180 });
    expect(now?.leftOut).toBeUndefined();
    expect((await measured()).unrated).toBe(0);
  });

  it('make one sum of amounts in several currencies, wherever records name theirs', async () => {
    await save({ rates: [] });
    for (const [title, expectedAmount, currency] of [
      ['Lead in euros', 100, 'EUR'],
      ['Lead in dollars', 50, 'USD'],
    ] as const) {
      await create('lead', { title, familyName: title, expectedAmount, currency, source: 'referral' });
    }
    const summed = () =>
      harness.crm.records.groups(admin, {
        ...{ entity: 'lead', by: 'source', sums: ['expectedAmount'] },
        filter: { op: 'and', items: [{ field: 'source', operator: 'eq', value: 'referral' }] },
      });
    const before = await summed();
    expect(before.currency).toBe('EUR');
    expect(before.groups).toMatchObject([{ sums: { expectedAmount: 100 }, leftOut: { expectedAmount: 1 } }]);
    await save({ rates: [{ currency: 'USD', validFrom: '2026-01-01', rate: 0.8 }] });
    const { groups } = await summed();
    expect(groups).toMatchObject([{ sums: { expectedAmount: 140 } }]);
    expect(groups[0]!.leftOut).toBeUndefined();
  });

  it.each([
    [{ currency: 'EUR', validFrom: '2026-01-01', rate: 2 }, 'rateOfBase'],
    [{ currency: 'ABC', validFrom: '2026-01-01', rate: 2 }, 'notCurrency'],
    [{ currency: 'USD', validFrom: '2026-01-01', rate: 0 }, 'badRate'],
  ])('are refused with the place of the mistake: %j', async (rate, code) => {
    await expect(save({ rates: [rate] })).rejects.toMatchObject({
      details: { fields: [{ path: 'rates.0', code }] },
    });
  });

  it('has a currency one of a day', async () => {
    const rate = { currency: 'USD', validFrom: '2026-01-01', rate: 2 };
    await expect(save({ rates: [rate, rate] })).rejects.toMatchObject({
      details: { fields: [{ path: 'rates.1', code: 'rateTwice' }] },
    });
  });
});

describe('the settings of the company', () => {
  it('offer other currencies at once, and keep what was switched off on old records', async () => {
    await save({ currencies: ['EUR', 'CHF'] });
    const deal = await create('deal', { name: 'Francs', currency: 'CHF' });
    expect(deal.fields['currency']).toBe('CHF');
    await expect(create('deal', { name: 'Pounds', currency: 'GBP' })).rejects.toMatchObject({
      details: { fields: [{ path: 'currency', code: 'notChoice' }] },
    });
  });

  it('are told to the audit, and refused to whoever did not see the last change', async () => {
    const { items } = await harness.crm.audit.search(admin, { entity: 'company', limit: 1 });
    expect(items[0]).toMatchObject({ verb: 'changed', changes: [{ field: 'currencies' }] });
    await expect(save({ version: 1 })).rejects.toMatchObject({ code: 'CRM_SETTING_CHANGED' });
  });

  it('has a limit where the rule of approval needs one', async () => {
    await expect(save({ quoteApproval: { rule: 'discount', limit: null } })).rejects.toMatchObject({
      details: { fields: [{ path: 'quoteApproval', code: 'approvalLimit' }] },
    });
  });
});
