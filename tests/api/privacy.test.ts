/** What people said about being reached: carried from form to lead to contact, and obeyed by whatever is sent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let admin: Visitor;

beforeAll(async () => {
  api = await startApi();
  admin = await api.as('Viktor');
}, 60_000);
afterAll(() => api.stop());

interface Said {
  readonly channel: string;
  readonly purpose: string;
  readonly state: string;
  readonly source: string;
  readonly proof: string | null;
}
const saidBy = async (entity: string, id: string): Promise<Said[]> =>
  (await admin.get<{ items: Said[] }>(`/api/parties/${entity}/${id}/consents`)).body.items;
async function newRecord(entity: string, fields: object): Promise<string> {
  const made = await admin.send<{ id: string }>('POST', `/api/records/${entity}`, { fields });
  expect(made.status).toBe(200);
  return made.body.id;
}

describe('consent given to a lead', () => {
  it('is the contact’s when the lead becomes one, with its date and source, once', async () => {
    const lead = await newRecord('lead', {
      title: 'Offer',
      familyName: 'Quennell',
      email: 'q@quennell.example',
      doNotCall: true,
    });
    const said = {
      channel: 'email',
      purpose: 'marketing',
      state: 'in',
      source: 'web form: Offer',
      proof: 'You may write to me.',
    };
    expect((await admin.send('POST', `/api/parties/lead/${lead}/consents`, said)).status).toBe(200);
    const contact = await newRecord('contact', { familyName: 'Quennell', email: 'q@quennell.example' });
    const converted = await admin.send<{ contactId: string }>('POST', `/api/leads/${lead}/conversion`, {
      contact: { id: contact },
    });
    expect(converted.body.contactId).toBe(contact);
    expect(await saidBy('contact', contact)).toEqual([expect.objectContaining(said)]);
    const record = await admin.get<{ fields: { doNotCall: boolean } }>(`/api/records/contact/${contact}`);
    expect(record.body.fields.doNotCall).toBe(true);
    const timeline = await admin.get<{ items: { verb: string }[] }>(
      `/api/records/contact/${contact}/timeline`,
    );
    expect(timeline.body.items.map((item) => item.verb)).toContain('consent_in');
  });
});

describe('a message', () => {
  const TEMPLATE = '01900000-0000-7000-8000-0aaa00000009';
  const mail = (change: object = {}) => ({
    to: ['r@ridley.example'],
    subject: 'News',
    body: 'Hello',
    ...change,
  });
  const countMail = async (): Promise<number> =>
    (await api.pool.query<{ n: number }>('select count(*)::int as n from app.mail_message')).rows[0]!.n;

  it('of advertising goes to nobody who did not agree, whatever the sender says it is for', async () => {
    const contact = await newRecord('contact', { familyName: 'Ridley', email: 'r@ridley.example' });
    const saved = await admin.send('PUT', `/api/admin/mail-templates/${TEMPLATE}`, {
      name: 'News',
      entity: null,
      subject: 'News',
      body: 'Hello',
      purpose: 'marketing',
      version: null,
    });
    expect(saved.status).toBe(200);
    const path = `/api/records/contact/${contact}/mail`;
    const before = await countMail();
    const refused = await admin.send<{ code: string; detail: string; details: object }>(
      'POST',
      path,
      mail({ templateId: TEMPLATE, purpose: 'service' }),
    );
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'CRM_CONSENT_REFUSED',
        detail: "Nothing was sent (purpose 'marketing'): r@ridley.example has not agreed to this.",
        details: { refused: [{ address: 'r@ridley.example', reason: 'notGiven' }] },
      },
    });
    expect(
      (await admin.send('POST', path, mail({ to: ['x@nobody.example'], purpose: 'marketing' }))).status,
    ).toBe(409);
    expect(await countMail()).toBe(before);

    const agreed = { channel: 'email', purpose: 'marketing', state: 'in', source: 'call', proof: null };
    await admin.send('POST', `/api/parties/contact/${contact}/consents`, agreed);
    expect((await admin.send('POST', path, mail({ templateId: TEMPLATE }))).status).toBe(200);
    await admin.send('POST', `/api/parties/contact/${contact}/consents`, { ...agreed, state: 'out' });
    expect((await admin.send('POST', path, mail({ templateId: TEMPLATE }))).status).toBe(409);
    // What he has with the company is another matter, until he says no to that as well.
    expect((await admin.send('POST', path, mail())).status).toBe(200);
    await admin.send('POST', `/api/parties/contact/${contact}/consents`, {
      ...agreed,
      purpose: 'service',
      state: 'out',
    });
    expect((await admin.send('POST', path, mail())).status).toBe(409);
  });
});

describe('the report about a person', () => {
  interface Report {
    readonly person: { id: string; title: string };
    readonly records: { entity: string; id: string; fields: { key: string; value: unknown }[] }[];
    readonly addresses: { value: string }[];
    readonly consents: { state: string }[];
    readonly comments: { text: string }[];
    readonly mails: { subject: string; to: string }[];
    readonly files: { name: string }[];
    readonly timeline: { verb: string; recordId: string }[];
    readonly leftOut: number;
  }

  it('has all that whoever makes it may read, and is kept in the history', async () => {
    const contact = await newRecord('contact', {
      givenName: 'Ursula',
      familyName: 'Underhill',
      email: 'u@underhill.example',
    });
    const stranger = await newRecord('contact', { familyName: 'Stranger' });
    const ticket = await newRecord('ticket', { subject: 'Broken lamp', contact });
    const path = `/api/records/contact/${contact}`;
    await admin.send('POST', `${path}/mail`, {
      to: ['u@underhill.example'],
      subject: 'Your lamp',
      body: 'Dear Ursula',
    });
    await admin.send('POST', `/api/parties/contact/${contact}/consents`, {
      channel: 'post',
      purpose: 'sales',
      state: 'in',
      source: 'letter',
      proof: null,
    });
    const at = `/api/people/contact/${contact}/access-report`;
    const { body: report } = await admin.get<Report>(`${at}?format=json`);
    expect(report.person).toMatchObject({ id: contact, title: 'Ursula Underhill' });
    const ids = report.records.map((record) => record.id);
    expect(ids).toEqual(expect.arrayContaining([contact, ticket]));
    expect(ids).not.toContain(stranger);
    expect(report.addresses.map((address) => address.value)).toEqual(['u@underhill.example']);
    expect(report.consents.map((consent) => consent.state)).toEqual(['in']);
    expect(report.mails.map((mail) => mail.subject)).toEqual(['Your lamp']);
    expect(report.timeline.some((event) => event.verb === 'created' && event.recordId === ticket)).toBe(true);
    expect(report.leftOut).toBe(0);
    const html = Buffer.from((await admin.get<ArrayBuffer>(`${at}?format=html`)).body).toString('utf8');
    expect(html).toContain('Dear Ursula');
    expect(html).not.toContain('<script');
    const zip = Buffer.from((await admin.get<ArrayBuffer>(at)).body);
    expect(zip.subarray(0, 2).toString()).toBe('PK');
    const { rows } = await api.pool.query<{ text: string; actor_id: string }>(
      `select data->>'text' as text, actor_id from crm.event where verb = 'access_report' and record_id = $1 order by id`,
      [contact],
    );
    expect(rows).toEqual(['json', 'html', 'zip'].map((text) => ({ text, actor_id: admin.id })));
  });

  it('is refused to who may not export, and leaves nothing', async () => {
    const contact = await newRecord('contact', { familyName: 'Ulrich' });
    const someone = await api.as('Pavel');
    const before = await api.fingerprint();
    const answer = await someone.get(`/api/people/contact/${contact}/access-report`);
    expect([403, 404]).toContain(answer.status);
    expect(await api.fingerprint()).toBe(before);
  });
});
