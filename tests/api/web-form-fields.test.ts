/** Forms of one's own fields, with fixed values, and forms whose sendings become tickets. */
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

interface Form {
  readonly id: string;
  readonly key: string;
  readonly taken: number;
}
const CONTENT = {
  ...{ name: 'Fair', locale: 'en', heading: 'Ask us', intro: '', submitLabel: 'Send', thanks: 'Thank you' },
  ...{ redirectUrl: null, consent: null, question: null, source: null, campaign: null, ownerId: null },
  ...{ embedOn: [], attachDuplicates: true },
  fields: [{ key: 'email', label: 'E-mail', required: true }],
};
let api: ApiProduct;
let admin: Visitor;

beforeAll(async () => {
  api = await startApi({ SECRET_KEY: '0123456789abcdef0123456789abcdef' });
  admin = await api.as('Viktor');
  await added('lead', 'seats', { type: 'number' });
  await added('lead', 'visitOn', { type: 'date' });
  await added('lead', 'wants', { type: 'multiSelect', ...choices('training', 'hardware') });
  await added('lead', 'hall', { type: 'select', ...choices('north', 'south') });
  await added('ticket', 'urgent', { type: 'boolean' });
}, 60_000);
afterAll(() => api.stop());

const choices = (...values: string[]) => ({
  options: values.map((value) => ({ value, labelEn: `The ${value}`, labelRu: value, tone: 'neutral' })),
});
async function added(entity: string, key: string, content: object): Promise<void> {
  const answer = await admin.send('POST', `/api/admin/entities/${entity}/fields`, {
    ...{ key, type: 'text', labelEn: key, labelRu: key, section: 'details' },
    ...{ required: false, isUnique: false },
    ...{ isIndexed: false, isSearched: false, inList: false, referenceEntity: null },
    ...{ visibleIf: null, requiredIf: null, options: [] },
    ...content,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}
const save = (change: object, id = uuid()) =>
  admin.send<{ items: Form[]; fields: { path: string; code: string }[] }>(
    'PUT',
    `/api/admin/web-forms/${id}`,
    {
      ...{ content: { ...CONTENT, ...change }, active: true, version: null },
    },
  );
async function newForm(change: object): Promise<Form> {
  const id = uuid();
  const saved = await save(change, id);
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  return saved.body.items.find((one) => one.id === id)!;
}
/** As a program does it; a page that is sent at once counts as a program's. */
async function send(form: Form, values: Record<string, string>) {
  await api.pool.query('delete from app.rate_window');
  const got = await api.stranger.get<{ token: string }>(`/api/forms/${form.key}`);
  await new Promise((done) => setTimeout(done, 2_100));
  return api.stranger.send<{ fields: { path: string; message: string }[] }>(
    'POST',
    `/api/forms/${form.key}`,
    {
      token: got.body.token,
      values,
    },
  );
}
const lastOf = async (table: string): Promise<Record<string, unknown>> =>
  (await api.pool.query<Record<string, unknown>>(`select * from crm.${table} order by id desc limit 1`))
    .rows[0]!;

describe('a form of own fields', () => {
  const fields = [
    ...CONTENT.fields,
    { key: 'seats', label: 'How many', required: true },
    { key: 'visitOn', label: 'When', required: false },
    { key: 'wants', label: 'What', required: false },
  ];

  it('shows each by its type, with its choices, and takes what was chosen', async () => {
    const form = await newForm({ fields, fixed: [{ key: 'hall', value: 'north' }], campaign: 'Fair 2026' });
    const html = await (await fetch(`${api.url}/forms/${form.key}`)).text();
    expect(html).toContain('inputmode="decimal"');
    expect(html).toContain('type="date"');
    expect(html).toMatch(/<input type="checkbox" name="wants" value="training"><span>The training/);
    expect(html).not.toContain('north');
    const wrong = await send(form, {
      email: 'a@fair.example',
      seats: 'many',
      visitOn: 'soon',
      wants: 'gold',
    });
    expect(wrong.body.fields.map(({ path, message }) => [path, message])).toEqual([
      ['seats', 'Write a number.'],
      ['visitOn', 'Choose a day.'],
      ['wants', 'Choose from the list.'],
    ]);
    const values = {
      email: 'a@fair.example',
      seats: '1 200,5',
      visitOn: '2026-05-31',
      wants: 'training,hardware',
    };
    // What is fixed cannot be sent.
    expect((await send(form, { ...values, hall: 'south' })).status).toBe(200);
    expect(await lastOf('lead')).toMatchObject({
      ...{ email: 'a@fair.example', campaign: 'Fair 2026' },
      custom: { seats: 1200.5, visitOn: '2026-05-31', wants: ['training', 'hardware'], hall: 'north' },
    });
  });

  it('takes several ticked boxes of its page', async () => {
    const form = await newForm({ fields: fields.filter(({ key }) => key !== 'seats') });
    const html = await (await fetch(`${api.url}/forms/${form.key}`)).text();
    await new Promise((done) => setTimeout(done, 2_100));
    const token = /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const answer = await fetch(`${api.url}/forms/${form.key}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      body: `token=${token}&email=b%40fair.example&wants=training&wants=hardware`,
    });
    expect(answer.status).toBe(200);
    expect((await lastOf('lead')).custom).toMatchObject({ wants: ['training', 'hardware'] });
  });

  it.each([
    ['a field that is not there', { fields: [{ key: 'none', label: 'x', required: false }] }, 'unknown'],
    ['a value that is no choice', { fixed: [{ key: 'hall', value: 'west' }] }, 'notChoice'],
    ['a field that is asked and set', { fields, fixed: [{ key: 'seats', value: 1 }] }, 'askedAndFixed'],
    [
      'whose ticket it is',
      { makes: 'ticket', fields: [{ key: 'subject', label: 'x', required: true }] },
      'formNeedsAddress',
    ],
  ])('is not saved with %s', async (_what, change, code) => {
    const before = await api.fingerprint();
    const answer = await save(change);
    expect(answer.status).toBe(422);
    expect(answer.body.fields[0]).toMatchObject({ code });
    expect(await api.fingerprint()).toBe(before);
  });

  it('asks for what no record is made without, or has a value for it', async () => {
    await added('lead', 'region', { required: true });
    const answer = await save({});
    expect(answer.body.fields[0]).toMatchObject({ path: 'content.fields', code: 'formNeeds' });
    await newForm({ fixed: [{ key: 'region', value: 'North' }] });
  });
});

describe('a form of tickets', () => {
  const fields = [
    { key: 'familyName', label: 'Name', required: false },
    { key: 'email', label: 'E-mail', required: true },
    { key: 'type', label: 'What is it', required: true },
    { key: 'description', label: 'Tell us', required: false },
    { key: 'urgent', label: 'Urgent', required: false },
  ];

  it('makes a ticket of the chosen type, for a new contact first and for the same one then', async () => {
    const form = await newForm({ makes: 'ticket', fields, fixed: [{ key: 'priority', value: 'high' }] });
    const values = {
      familyName: 'Quill',
      email: 'quill@care.example',
      type: 'complaint',
      description: 'It broke',
    };
    expect((await send(form, { ...values, urgent: '1' })).status).toBe(200);
    const first = await lastOf('ticket');
    expect(first).toMatchObject({
      ...{
        subject: 'Fair',
        type: 'complaint',
        priority: 'high',
        channel: 'web_form',
        description: 'It broke',
      },
      custom: { urgent: true },
    });
    const contact = await admin.get<{ fields: Record<string, unknown> }>(
      `/api/records/contact/${String(first.contact_id)}`,
    );
    expect(contact.body.fields).toMatchObject({ familyName: 'Quill', email: 'quill@care.example' });
    expect((await send(form, { ...values, type: 'question' })).status).toBe(200);
    const second = await lastOf('ticket');
    expect(second).toMatchObject({ type: 'question', contact_id: first.contact_id });
    expect(second.id).not.toBe(first.id);
    const sent = await admin.get<{ items: unknown[] }>(`/api/admin/web-forms/${form.id}/submissions`);
    expect(sent.body.items[0]).toMatchObject({
      ...{ outcome: 'ticket', record: { entity: 'ticket', id: second.id } },
    });
    const at = `/api/people/contact/${String(first.contact_id)}/access-report?format=json`;
    expect(JSON.stringify((await admin.get(at)).body)).toContain('"form":"Fair"');
  });

  it('refuses a type that is no choice', async () => {
    const form = await newForm({ makes: 'ticket', fields });
    const answer = await send(form, { email: 'x@care.example', type: 'gift' });
    expect(answer.body.fields).toEqual([{ path: 'type', message: 'Choose from the list.' }]);
  });
});
