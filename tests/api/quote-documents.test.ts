/** A quote as the customer gets it: written out in his language, as PDF, and by mail, which sends it. */
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Company, QuoteSheet } from '#contract';
import { demonstrationId } from '#crm';
import { startMailServers, type MailServers } from '../support/mail-servers.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

interface Quote {
  readonly id: string;
  readonly number: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

let servers: MailServers;
let api: ApiProduct;
let anna: Visitor;
let admin: Visitor;
let quote: Quote;

const RUSSIAN = demonstrationId('contact', 1);

beforeAll(async () => {
  servers = await startMailServers();
  api = await startApi(servers.environment);
  [anna, admin] = await Promise.all([api.as('Anna'), api.as('Viktor')]);
  await api.pool.query(`update crm.contact set language = 'ru' where id = $1`, [RUSSIAN]);
  await letterhead({
    name: 'Northline',
    details: 'Example Street 1\nBerlin',
    terms: { en: 'Two weeks', ru: 'Две недели' },
  });
}, 60_000);
afterAll(async () => {
  await api.stop();
  await servers.close();
});
beforeEach(async () => {
  quote = await newQuote(0);
});

async function newQuote(discountPct: number): Promise<Quote> {
  const fields = {
    ...{ name: 'Phones', contact: RUSSIAN, account: demonstrationId('account', 1) },
    ...{ currency: 'EUR', validUntil: '2026-12-31', note: 'With adapters' },
  };
  const made = await anna.send<Quote>('POST', '/api/records/quote', { fields });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  const lines = [
    { name: 'Phone', qty: 2, price: 100, taxRate: 20, discountPct },
    { name: 'Headset', qty: 1.5, price: 1_000, unit: 'hour' },
  ];
  expect((await anna.send('PUT', `/api/lines/quote/${made.body.id}`, { lines })).status).toBe(200);
  return made.body;
}

async function company(part: Partial<Company>): Promise<void> {
  const {
    countries: _countries,
    amounts: _amounts,
    unrated: _unrated,
    ...content
  } = (await admin.get<Company>('/api/admin/company')).body;
  const saved = await admin.send('PUT', '/api/admin/company', { ...content, ...part });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
}
const letterhead = (wanted: Company['letterhead']): Promise<void> => company({ letterhead: wanted });

const sheetOf = (id: string, language = '') =>
  anna.get<QuoteSheet>(`/api/quotes/${id}/sheet${language && `?language=${language}`}`);
const statusOf = async (id: string): Promise<unknown> =>
  (await anna.get<Quote>(`/api/records/quote/${id}`)).body.fields.status;
const plain = (text: string | undefined): string => (text ?? '').replaceAll(/[\u00a0\u202f]/g, ' ');

describe('the sheet of a quote', () => {
  it('is in the language of the customer, with everything written out', async () => {
    const { body: sheet } = await sheetOf(quote.id);
    expect(sheet).toMatchObject({
      language: 'ru',
      fileName: `${quote.number}.pdf`,
      title: `Коммерческое предложение ${quote.number}`,
      subtitle: 'Phones',
      mark: 'Черновик',
      seller: { name: 'Northline', lines: ['Example Street 1', 'Berlin'] },
      notes: [
        { title: 'Примечание', text: 'With adapters' },
        { title: 'Условия', text: 'Две недели' },
      ],
    });
    expect(sheet.facts).toContainEqual({ label: 'Действует до', value: '31 декабря 2026 г.' });
    expect(sheet.columns.map(({ label }) => label)).toEqual([
      ...['№', 'Наименование', 'Кол-во', 'Ед.', 'Цена', 'Налог', 'Сумма, EUR'],
    ]);
    expect(sheet.rows.map((row) => row.map(plain))).toEqual([
      ['1', 'Phone', '2', 'шт.', '100,00', '20 %', '200,00'],
      ['2', 'Headset', '1,5', 'час', '1 000,00', '0 %', '1 500,00'],
    ]);
    expect(sheet.totals.map(({ value }) => plain(value))).toEqual(['1 700,00 €', '40,00 €', '1 740,00 €']);
  });

  it('is in another language where that is asked for, with discounts where there are any', async () => {
    const { body: sheet } = await sheetOf((await newQuote(5)).id, 'en');
    expect(sheet.columns.map(({ label }) => label)).toContain('Discount');
    expect(sheet.rows[0]).toEqual(['1', 'Phone', '2', 'pcs', '100.00', '5 %', '20 %', '190.00']);
    expect(sheet.totals.at(-1)).toEqual({ label: 'Total', value: '€1,728.00' });
  });

  it('takes the terms of the other language where there are none', async () => {
    await letterhead({ name: 'Northline', details: '', terms: { en: 'Two weeks', ru: '' } });
    expect((await sheetOf(quote.id)).body.notes.at(-1)).toEqual({ title: 'Условия', text: 'Two weeks' });
  });

  it('is a PDF, too', async () => {
    const answer = await fetch(`${api.url}/api/quotes/${quote.id}/pdf`, { headers: { cookie: anna.cookie } });
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toContain(`${quote.number}.pdf`);
    const pdf = Buffer.from(await answer.arrayBuffer());
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(5_000);
  });

  it('goes over as many pages as it needs', async () => {
    const lines = Array.from({ length: 120 }, (_, at) => ({ name: `Phone ${at}`, qty: 1, price: 1 }));
    await anna.send('PUT', `/api/lines/quote/${quote.id}`, { lines });
    const answer = await fetch(`${api.url}/api/quotes/${quote.id}/pdf`, { headers: { cookie: anna.cookie } });
    const pages = Buffer.from(await answer.arrayBuffer())
      .toString('latin1')
      .match(/\/Type \/Page\b/g);
    expect(pages?.length).toBeGreaterThan(2);
  });

  it('is for those who may read the quote', async () => {
    const other = await api.as('Kate');
    for (const path of ['sheet', 'pdf']) {
      expect((await other.get(`/api/quotes/${quote.id}/${path}`)).status).toBe(404);
      expect((await api.stranger.get(`/api/quotes/${quote.id}/${path}`)).status).toBe(401);
    }
  });
});

describe('a quote that goes out by mail', () => {
  it('is sent with the message, in the language of the customer, and keeps the file', async () => {
    const path = `/api/records/quote/${quote.id}/mail`;
    const draft = await anna.get<{ to: string[]; subject: string; body: string; quote: unknown }>(
      `${path}?quote=customer`,
    );
    expect(draft.body).toMatchObject({
      to: [expect.stringContaining('@')],
      subject: `Коммерческое предложение ${quote.number}: Phones`,
      quote: { name: `${quote.number}.pdf`, language: 'ru' },
    });
    expect(plain(draft.body.body)).toContain('на сумму 1 740,00 €. Оно действует до 31 декабря 2026 г.');
    const { to, subject, body } = draft.body;
    const sent = await anna.send('POST', path, { to, subject, body, attachQuote: 'ru' });
    expect(sent.status, JSON.stringify(sent.body)).toBe(200);

    const mail = await simpleParser(servers.taken.at(-1) ?? '');
    expect(mail.subject).toBe(`${subject} [${quote.number}]`);
    expect(mail.attachments).toMatchObject([
      { filename: `${quote.number}.pdf`, contentType: 'application/pdf' },
    ]);
    expect(mail.attachments[0]?.content.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await statusOf(quote.id)).toBe('sent');
    const files = await anna.get<{ items: { name: string; size: number }[] }>(
      `/api/records/quote/${quote.id}/files`,
    );
    expect(files.body.items).toMatchObject([
      { name: `${quote.number}.pdf`, size: mail.attachments[0]?.content.length },
    ]);
    expect((await sheetOf(quote.id)).body.mark).toBeNull();
  });

  it('goes out again without becoming anything else', async () => {
    const body = { to: ['a@b.example'], subject: 'Quote', body: 'Again', attachQuote: 'en' };
    for (let times = 0; times < 2; times += 1)
      expect((await anna.send('POST', `/api/records/quote/${quote.id}/mail`, body)).status).toBe(200);
    expect(await statusOf(quote.id)).toBe('sent');
  });

  it('is held back by the rule of approval, without lines, and from records of other kinds', async () => {
    const message = { to: ['a@b.example'], subject: 'Quote', body: 'Here', attachQuote: 'en' };
    const empty = await anna.send<Quote>('POST', '/api/records/quote', { fields: { name: 'Empty' } });
    const ticket = await anna.send<Quote>('POST', '/api/records/ticket', { fields: { subject: 'Scanner' } });
    await company({ quoteApproval: { rule: 'always', limit: null } });
    const written = (): Promise<unknown> =>
      api.pool
        .query('select (select count(*) from app.mail_message) + (select count(*) from crm.file) as count')
        .then(({ rows }) => rows);
    const before = await written();
    const taken = servers.taken.length;
    const refusal = async (entity: string, id: string): Promise<unknown> =>
      (await anna.send<{ code: string }>('POST', `/api/records/${entity}/${id}/mail`, message)).body.code;
    expect(await refusal('quote', quote.id)).toBe('CRM_QUOTE_NEEDS_APPROVAL');
    expect(await refusal('quote', empty.body.id)).toBe('CRM_DOCUMENT_FIXED');
    expect(await refusal('ticket', ticket.body.id)).toBe('API_FIELDS_INVALID');
    expect((await anna.get(`/api/records/ticket/${ticket.body.id}/mail?quote=en`)).status).toBe(422);
    expect(await written()).toEqual(before);
    expect([await statusOf(quote.id), await statusOf(empty.body.id)]).toEqual(['draft', 'draft']);
    expect(servers.taken.length).toBe(taken);
  });
});
