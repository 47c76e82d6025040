import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, RecordView } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let as: Caller;
let account: RecordView;
let licence: RecordView;
let training: RecordView;

const create = (entity: string, fields: Record<string, unknown>): Promise<RecordView> =>
  harness.crm.records.create(as, { entity, fields });
const get = (entity: string, id: string): Promise<RecordView> => harness.crm.records.get(as, { entity, id });
const update = (entity: string, id: string, fields: Record<string, unknown>): Promise<RecordView> =>
  harness.crm.records.update(as, { entity, id, fields });
const save = (entity: 'deal' | 'quote' | 'order', id: string, lines: readonly Line[]) =>
  harness.crm.lineItems.save(as, { entity, id, lines });
type Line = Parameters<CrmHarness['crm']['lineItems']['save']>[1]['lines'][number];

beforeAll(async () => {
  harness = await crmHarness();
  as = harness.as(await harness.person({ roles: ['manager'] }));
  await harness.pool.query(
    `insert into crm.currency_rate (currency, valid_from, rate) values ('USD', '2026-01-01', 0.8)`,
  );
  account = await create('account', { name: 'Buyer', currency: 'EUR' });
  licence = await create('product', { name: 'Licence', sku: 'LIC', price: 99.99, taxRate: 20, unit: 'year' });
  training = await create('product', {
    name: 'Training',
    sku: 'TRN',
    price: 400,
    currency: 'USD',
    stockQty: 10,
  });
});
afterAll(() => harness.close());

describe('lines', () => {
  it('are calculated by the server, to the cent, line by line', async () => {
    const deal = await create('deal', { name: 'Lines', account: account.id });
    const lines = await save('deal', deal.id, [
      { productId: licence.id, qty: 3, discountPct: 10 },
      { productId: training.id, qty: 1.5 },
      { name: 'Travel', qty: 1, price: 0.105, taxRate: 7 },
    ]);
    expect(lines).toMatchObject({ currency: 'EUR', net: 750.08, tax: 54.0, total: 804.08, canEdit: true });
    expect(
      lines.items.map((line) => [line.name, line.unit, line.price, line.net, line.tax, line.total]),
    ).toEqual([
      ['Licence', 'year', 99.99, 269.97, 53.99, 323.96],
      ['Training', 'pcs', 320, 480, 0, 480],
      ['Travel', 'pcs', 0.11, 0.11, 0.01, 0.12],
    ]);
  });

  it('give the deal its amount, which nobody then writes by hand', async () => {
    const deal = await create('deal', { name: 'Amount', amount: 5 });
    await save('deal', deal.id, [{ name: 'Work', qty: 2, price: 150, taxRate: 20 }]);
    expect((await get('deal', deal.id)).fields).toMatchObject({
      amount: 300,
      amountBase: 300,
      amountFromLines: true,
    });
    await expect(update('deal', deal.id, { amount: 1 })).rejects.toMatchObject({
      code: 'CRM_FIELDS_INVALID',
    });
    await save('deal', deal.id, []);
    expect((await update('deal', deal.id, { amount: 7 })).fields).toMatchObject({
      amount: 7,
      amountFromLines: false,
    });
  });

  it('are refused with every problem named, and nothing changes', async () => {
    const deal = await create('deal', { name: 'Refused' });
    const other = harness.as(await harness.person({ roles: ['employee'] }));
    const before = await harness.fingerprint();
    await expect(
      save('deal', deal.id, [
        { qty: 0 },
        { name: 'x', qty: 1 },
        { name: 'y', qty: 1, price: 1, discountPct: 101 },
      ]),
    ).rejects.toMatchObject({
      code: 'CRM_FIELDS_INVALID',
      details: {
        fields: [
          { path: 'lines.0.name' },
          { path: 'lines.0.price' },
          { path: 'lines.0.qty' },
          { path: 'lines.1.price' },
          { path: 'lines.2.discountPct' },
        ],
      },
    });
    await expect(
      harness.crm.lineItems.save(other, { entity: 'deal', id: deal.id, lines: [] }),
    ).rejects.toMatchObject({ code: 'CRM_RECORD_NOT_FOUND' });
    expect(await harness.fingerprint()).toBe(before);
  });

  it('say when no price in the currency is known', async () => {
    const deal = await create('deal', { name: 'Roubles', currency: 'RUB' });
    await expect(save('deal', deal.id, [{ productId: licence.id, qty: 1 }])).rejects.toThrow(
      'No price in RUB',
    );
  });
});

describe('a price list', () => {
  it('gives the price or the discount of the largest quantity that is reached, while it is valid', async () => {
    const list = await create('price_list', { name: 'Partners', currency: 'EUR', validTo: '2026-12-31' });
    await harness.crm.priceRules.save(as, {
      priceListId: list.id,
      rules: [
        { productId: licence.id, qtyMin: 0, price: 90, discountPct: null },
        { productId: licence.id, qtyMin: 10, price: null, discountPct: 25 },
      ],
    });
    const quote = await create('quote', { name: 'Priced', account: account.id, priceList: list.id });
    const priced = async (qty: number) => {
      const { items } = await save('quote', quote.id, [{ productId: licence.id, qty }]);
      return [items[0]?.price, items[0]?.discountPct];
    };
    expect(await priced(1)).toEqual([90, 0]);
    expect(await priced(10)).toEqual([99.99, 25]);
    await update('price_list', list.id, { validTo: '2026-05-01' });
    expect(await priced(10)).toEqual([99.99, 0]);
  });

  it('ends after it begins', async () => {
    const times = { validFrom: '2026-05-05', validTo: '2026-05-04' };
    await expect(create('price_list', { name: 'Backwards', ...times })).rejects.toMatchObject({
      details: { fields: [{ path: 'validTo', code: 'endsBefore' }] },
    });
  });

  it('tells its timeline which prices changed', async () => {
    const list = await create('price_list', { name: 'Told' });
    const set = (price: number) =>
      harness.crm.priceRules.save(as, {
        priceListId: list.id,
        rules: [
          { productId: licence.id, qtyMin: 0, price, discountPct: null },
          { productId: licence.id, qtyMin: 10, price: null, discountPct: 25 },
        ],
      });
    await set(90);
    await set(80);
    const { rows } = await harness.pool.query<{ changes: unknown }>(
      `select data -> 'changes' as changes from crm.event
       where entity = 'price_list' and record_id = $1 and verb = 'changed' order by id desc`,
      [list.id],
    );
    expect(rows[0]?.changes).toEqual([{ field: 'rules', from: ['Licence: 90'], to: ['Licence: 80'] }]);
    expect(rows).toHaveLength(2);
    await set(80);
    const history = await harness.pool.query('select from crm.event where record_id = $1', [list.id]);
    expect(history.rowCount).toBe(3);
  });

  it('has one rule per product and quantity, and each is a price or a discount', async () => {
    const list = await create('price_list', { name: 'Wrong' });
    const rule = { productId: licence.id, qtyMin: 0, price: 1, discountPct: null };
    const rules = (given: (typeof rule | { discountPct: number })[]) =>
      harness.crm.priceRules.save(as, {
        priceListId: list.id,
        rules: given.map((one) => ({ ...rule, ...one })),
      });
    await expect(rules([rule, rule])).rejects.toThrow('from this quantity already');
    await expect(rules([{ discountPct: 5 }])).rejects.toThrow('a price or a discount');
  });
});

describe('from deal to paid order', () => {
  it('takes lines, customer and currency along, once', async () => {
    const contact = await create('contact', { givenName: 'Cora' });
    const deal = await create('deal', { name: 'Whole way', account: account.id });
    await harness.crm.dealContacts.add(as, { dealId: deal.id, contactId: contact.id, role: 'decider' });
    await save('deal', deal.id, [{ productId: training.id, qty: 2, discountPct: 12 }]);
    const quote = await create('quote', { deal: deal.id });
    expect((await get('quote', quote.id)).fields).toMatchObject({
      name: 'Whole way',
      status: 'draft',
      account: account.id,
      contact: contact.id,
      netTotal: 563.2,
      discountMax: 12,
    });
    await update('quote', quote.id, { status: 'sent' });
    await expect(save('quote', quote.id, [])).rejects.toMatchObject({ code: 'CRM_DOCUMENT_FIXED' });
    await expect(create('order', { quote: quote.id })).rejects.toThrow("is 'sent'");
    const order = await harness.crm.quotes.accept(as, { id: quote.id });
    expect(order.fields).toMatchObject({
      status: 'draft',
      quote: quote.id,
      deal: deal.id,
      account: account.id,
      total: 563.2,
      paymentState: 'unpaid',
    });
    await expect(create('order', { quote: quote.id })).rejects.toThrow(`became ${order.number}`);
    await expect(update('quote', quote.id, { status: 'draft' })).rejects.toMatchObject({
      code: 'CRM_DOCUMENT_FIXED',
    });

    await update('order', order.id, { status: 'confirmed' });
    const pay = (amount: number) =>
      harness.crm.payments.add(as, {
        orderId: order.id,
        amount,
        paidOn: '2026-06-01',
        method: 'transfer',
        reference: null,
      });
    await pay(500);
    expect((await get('order', order.id)).fields.paymentState).toBe('partly');
    await pay(63.2);
    expect((await get('order', order.id)).fields).toMatchObject({ paymentState: 'paid', paidTotal: 563.2 });
    expect(harness.events.at(-1)).toMatchObject({
      entity: 'order',
      change: 'changed',
      fields: { paidTotal: { from: 500, to: 563.2 } },
    });
    await update('order', order.id, { status: 'shipped' });
    expect((await get('product', training.id)).fields.stockQty).toBe(8);
    await update('order', order.id, { status: 'cancelled' });
    expect((await get('product', training.id)).fields.stockQty).toBe(10);
  });

  it('lets a stage ask for lines and an accepted quote', async () => {
    const sales = (await harness.crm.pipelines.list(as, { entity: 'deal' })).find((one) => one.isDefault);
    if (!sales) throw new Error('Expected a default pipeline.');
    await harness.crm.pipelines.save(as, {
      entity: 'deal',
      ...sales,
      stages: sales.stages.map((stage) =>
        stage.code === 'won'
          ? { ...stage, entryRule: { all: [{ kind: 'lineItems' }, { kind: 'quoteAccepted' }] } }
          : stage,
      ),
    });
    const deal = await create('deal', { name: 'Strict' });
    await expect(update('deal', deal.id, { stage: 'won' })).rejects.toThrow(
      'Add at least one product line; The customer must accept a quote',
    );
    await save('deal', deal.id, [{ name: 'Thing', qty: 1, price: 1 }]);
    const quote = await create('quote', { deal: deal.id });
    await update('quote', quote.id, { status: 'sent' });
    await harness.crm.quotes.accept(as, { id: quote.id });
    expect((await update('deal', deal.id, { stage: 'won' })).fields.stage).toBe('won');
  });

  it('is approved by a process alone, keeps its lines meanwhile, and forgets the remark when it is asked again', async () => {
    const quote = await create('quote', { name: 'Large discount', account: account.id });
    const move = (status: string) => update('quote', quote.id, { status });
    await expect(move('in_approval')).rejects.toThrow('at least one line');
    const lines = [{ name: 'Thing', qty: 1, price: 1, discountPct: 40 }];
    await save('quote', quote.id, lines);
    await move('in_approval');
    await expect(save('quote', quote.id, lines)).rejects.toMatchObject({ code: 'CRM_DOCUMENT_FIXED' });
    for (const status of ['approved', 'sent'])
      await expect(move(status)).rejects.toMatchObject({ code: 'CRM_DOCUMENT_FIXED' });
    const process: Caller = { ...as, actor: { kind: 'process', id: quote.id } };
    const decide = (fields: Record<string, unknown>) =>
      harness.crm.records.update(process, { entity: 'quote', id: quote.id, fields });
    await decide({ status: 'draft', approvalRemark: 'Too much' });
    expect((await move('in_approval')).fields.approvalRemark).toBeNull();
    await decide({ status: 'approved' });
    expect((await move('sent')).fields).toMatchObject({ status: 'sent' });
  });

  it('sends nothing that is empty', async () => {
    const quote = await create('quote', { name: 'Empty', account: account.id });
    await expect(update('quote', quote.id, { status: 'sent' })).rejects.toThrow('at least one line');
  });
});

describe('a quote above what the company allows', () => {
  const rule = (quoteApproval: { rule: 'never' | 'discount' | 'amount' | 'always'; limit: number | null }) =>
    harness.pool.query('update crm.company_setting set quote_approval = $1, quote_approval_limit = $2', [
      quoteApproval.rule,
      quoteApproval.limit,
    ]);
  const quoted = async (price: number, discountPct: number, currency = 'EUR'): Promise<RecordView> => {
    const { id } = await create('quote', { name: 'Ruled', account: account.id, currency });
    await save('quote', id, [{ name: 'Thing', qty: 1, price, discountPct }]);
    return get('quote', id);
  };
  const send = ({ id }: RecordView) => update('quote', id, { status: 'sent' });
  afterAll(() => rule({ rule: 'never', limit: null }));

  it('goes out only when it is approved, by discount', async () => {
    await rule({ rule: 'discount', limit: 10 });
    const allowed = await quoted(100, 10);
    expect(allowed.fields['needsApproval']).toBe(false);
    await send(allowed);
    const large = await quoted(100, 10.5);
    expect(large.fields['needsApproval']).toBe(true);
    await expect(send(large)).rejects.toMatchObject({
      code: 'CRM_QUOTE_NEEDS_APPROVAL',
      details: { rule: 'discount', limit: 10 },
    });
    const process: Caller = { ...as, actor: { kind: 'process', id: large.id } };
    await update('quote', large.id, { status: 'in_approval' });
    await harness.crm.records.update(process, {
      ...{ entity: 'quote', id: large.id, fields: { status: 'approved' } },
    });
    expect((await send(large)).fields['status']).toBe('sent');
    await update('quote', large.id, { status: 'draft' });
    await expect(send(large)).rejects.toMatchObject({ code: 'CRM_QUOTE_NEEDS_APPROVAL' });
  });

  it('is told by its sum in the base currency; one that no rate is known for is not let out either', async () => {
    await rule({ rule: 'amount', limit: 800 });
    await send(await quoted(800, 0));
    await send(await quoted(1_000, 0, 'USD'));
    for (const above of [await quoted(801, 0), await quoted(1_001, 0, 'USD'), await quoted(1, 0, 'GBP')])
      await expect(send(above)).rejects.toMatchObject({ code: 'CRM_QUOTE_NEEDS_APPROVAL' });
  });

  it('is not made as sent or approved past the rule', async () => {
    await rule({ rule: 'always', limit: null });
    for (const status of ['sent', 'approved', 'accepted'])
      await expect(create('quote', { name: 'Past', account: account.id, status })).rejects.toMatchObject({
        code: 'CRM_QUOTE_NEEDS_APPROVAL',
      });
  });
});

describe('an accepted quote', () => {
  it('becomes one order, also when it was accepted without one, and however often it is asked', async () => {
    const { id } = await create('quote', { name: 'Dragged', account: account.id });
    await save('quote', id, [{ name: 'Thing', qty: 1, price: 5 }]);
    await update('quote', id, { status: 'sent' });
    await update('quote', id, { status: 'accepted' });
    const order = await harness.crm.quotes.accept(as, { id });
    expect(order.fields).toMatchObject({ total: 5, status: 'draft' });
    expect((await harness.crm.quotes.accept(as, { id })).id).toBe(order.id);
  });
});

describe('a product', () => {
  it('has a SKU of its own', async () => {
    await expect(create('product', { name: 'Other', sku: 'lic' })).rejects.toThrow("has the SKU 'lic'");
  });
});
