import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demonstrationId } from '#crm';
import { createSecretBox, placeOf } from '../../api/adapters/secret-box.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

interface Form {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly taken: number;
  readonly spam: number;
}

const KEY = '0123456789abcdef0123456789abcdef';
const CONTENT = {
  name: 'Ask for an offer',
  locale: 'en',
  heading: 'Ask for <an> offer',
  intro: '',
  submitLabel: 'Send',
  thanks: 'Thank you & see you',
  redirectUrl: null,
  fields: [
    { key: 'familyName', label: 'Name', required: false },
    { key: 'email', label: 'E-mail', required: true },
    { key: 'message', label: 'Message', required: false },
  ],
  consent: { text: 'You may write to me.', required: false },
  question: null,
  source: null,
  campaign: 'Spring',
  ownerId: null,
  embedOn: ['https://partner.example'],
  attachDuplicates: true,
};
const FORM = '01900000-0000-7000-8000-0ccc00000001';
let api: ApiProduct;
let admin: Visitor;
let form: Form;

beforeAll(async () => {
  api = await startApi({ SECRET_KEY: KEY });
  admin = await api.as('Viktor');
  form = await save({}, null);
}, 60_000);
afterAll(() => api.stop());

async function save(change: object, version: number | null): Promise<Form> {
  const saved = await admin.send<{ items: Form[] }>('PUT', `/api/admin/web-forms/${FORM}`, {
    content: { ...CONTENT, ...change },
    active: true,
    version,
  });
  expect(saved.status).toBe(200);
  return saved.body.items.find((one) => one.id === FORM)!;
}

/** What lies in the database opens with the key and at its place only. */
function secretOf(sealed: string): string {
  expect(sealed).toMatch(/^v1:/);
  const box = createSecretBox(createHash('sha256').update(KEY).digest());
  expect(() => box.open(sealed, placeOf('web_form', demonstrationId('lead', 1)))).toThrow();
  return box.open(sealed, placeOf('web_form', FORM));
}

const page = () => fetch(`${api.url}/forms/${form.key}?utm_source=letter`);
/** As if the page had been open for a while. */
async function token(ageMs = 5_000): Promise<string> {
  const { rows } = await api.pool.query<{ secret: string }>('select secret from app.web_form where id = $1', [
    FORM,
  ]);
  const { signToken } = await import('../../api/forms/form-token.ts');
  const { v7 } = await import('uuid');
  return signToken(secretOf(rows[0]!.secret), { id: v7(), madeAt: Date.now() - ageMs });
}
const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${api.url}/forms/${form.key}`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
    body: new URLSearchParams(fields).toString(),
  });
const resting = () => api.pool.query('delete from app.rate_window');
async function lastLead(): Promise<Record<string, unknown>> {
  const { rows } = await api.pool.query<Record<string, unknown>>(
    'select id, title, email, campaign, payload, utm, created_by_kind from crm.lead order by id desc limit 1',
  );
  return rows[0] ?? {};
}
const countLeads = async (): Promise<number> =>
  (await api.pool.query<{ n: number }>('select count(*)::int as n from crm.lead')).rows[0]!.n;

describe('the page of a form', () => {
  it('needs no sign-in, runs nothing and is framed by the named sites only', async () => {
    const answer = await page();
    const html = await answer.text();
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(answer.status).toBe(200);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('frame-ancestors https://partner.example');
    expect(answer.headers.get('x-frame-options')).toBeNull();
    expect(html).toContain('Ask for &lt;an&gt; offer');
    expect(html).not.toContain('<script');
    expect(html).toContain('name="utm_source" value="letter"');
  });

  it('makes a lead with what was sent, the consent and its words, once', async () => {
    await resting();
    const fields = {
      token: await token(),
      familyName: '<b>Ann',
      email: 'ann@stranger.example',
      message: 'Hello',
      consent: '1',
      utm_source: 'letter',
    };
    const answer = await post(fields);
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining('Thank you &amp; see you'),
    ]);
    const lead = await lastLead();
    expect(lead).toMatchObject({
      title: 'Ask for an offer',
      email: 'ann@stranger.example',
      campaign: 'Spring',
      utm: { source: 'letter' },
      created_by_kind: 'system',
      payload: {
        values: { message: 'Hello' },
        consent: { given: true, text: 'You may write to me.' },
        visitor: { ip: expect.stringMatching(/127\.0\.0\.1/) },
      },
    });
    const before = await countLeads();
    expect((await post(fields)).status).toBe(200);
    expect(await countLeads()).toBe(before);
    await expect(api.pool.query(`update app.web_form_submission set payload = '{}'`)).rejects.toThrow(
      /kept as it came/,
    );
  });

  it('adds to the open lead of the same person instead of making a second one', async () => {
    await resting();
    const before = await countLeads();
    await post({ token: await token(), email: 'Ann@Stranger.example', message: 'Once more' });
    expect(await countLeads()).toBe(before);
    const { rows } = await api.pool.query<{ body: string }>(
      `select body from crm.activity where kind = 'note' order by id desc limit 1`,
    );
    expect(rows[0]?.body).toContain('Message: Once more');
  });

  it('does not take another person at the same address for the same, and proposes the two for review', async () => {
    await resting();
    const before = await countLeads();
    await post({ token: await token(), familyName: 'Quite-Another', email: 'ann@stranger.example' });
    expect(await countLeads()).toBe(before + 1);
    const { rows } = await api.pool.query<{ state: string; score: number }>(
      `select p.state, p.score from crm.duplicate_pair p join crm.lead l on l.id in (p.one_id, p.other_id)
       where l.family_name = 'Quite-Another'`,
    );
    expect(rows).toEqual([{ state: 'open', score: 70 }]);
  });

  it('links the lead to the contact that is known, with the account', async () => {
    await resting();
    const make = async (entity: string, fields: object) =>
      (await admin.send<{ id: string }>('POST', `/api/records/${entity}`, { fields })).body.id;
    const email = 'known@stranger.example';
    const contact = await make('contact', { givenName: 'Kurt', familyName: 'Known', email });
    const account = await make('account', { name: 'Known Ltd' });
    const linked = await admin.send('POST', '/api/account-contacts', {
      accountId: account,
      contactId: contact,
      role: 'user',
    });
    expect(linked.status, JSON.stringify(linked.body)).toBe(200);
    await post({ token: await token(), email, message: 'It is me' });
    const { rows } = await api.pool.query(
      'select contact_id as contact, account_id as account from crm.lead where email = $1',
      [email],
    );
    expect(rows).toEqual([{ contact, account }]);
  });

  it('states the consent on the contact who has the address', async () => {
    await resting();
    const { rows } = await api.pool.query<{ email_norm: string }>(
      `select email_norm from crm.comm_point where party_id = $1 and kind = 'email'`,
      [demonstrationId('contact', 5)],
    );
    await post({ token: await token(), email: rows[0]?.email_norm ?? '', consent: '1' });
    const said = await api.pool.query(
      'select channel, purpose, state, proof from crm.consent where party_id = $1',
      [demonstrationId('contact', 5)],
    );
    expect(said.rows).toEqual([
      {
        channel: 'email',
        purpose: 'marketing',
        state: 'in',
        proof: expect.stringContaining('You may write to me.'),
      },
    ]);
  });

  it('says at the field what is wrong and keeps what was written', async () => {
    await resting();
    const before = await countLeads();
    const answer = await post({ token: await token(), email: 'nonsense', message: 'Keep me' });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain('Write an e-mail address.');
    expect(html).toContain('>Keep me</textarea>');
    expect(await countLeads()).toBe(before);
  });

  it.each([
    ['a filled trap', { homepage2: 'https://spam.example' }, 5_000],
    ['a program that is too fast', {}, 10],
  ])('tells %s nothing and keeps it as spam', async (_what, fields, age) => {
    await resting();
    const before = await countLeads();
    const answer = await post({ token: await token(age), email: 'bot@spam.example', ...fields });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('Thank you')]);
    expect(await countLeads()).toBe(before);
    const { rows } = await api.pool.query<{ outcome: string }>(
      'select outcome from app.web_form_submission order by at desc, id desc limit 1',
    );
    expect(rows[0]?.outcome).toBe('spam');
  });

  it.each([
    ['forged', () => Promise.resolve('eA.eA')],
    ['too old', () => token(25 * 3_600_000)],
  ])('refuses a token that is %s', async (_what, made) => {
    await resting();
    const answer = await post({ token: await made(), email: 'a@b.example' });
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('open for too long')]);
  });

  it('asks its question and goes where it leads', async () => {
    await resting();
    form = await save(
      {
        question: { text: 'Two and two?', answer: 'four' },
        redirectUrl: 'https://own.example/thanks',
        attachDuplicates: false,
      },
      form.version,
    );
    const fields = { email: 'q@stranger.example' };
    const wrong = await post({ token: await token(), ...fields, answer: '5' });
    expect(wrong.status).toBe(422);
    const right = await post({ token: await token(), ...fields, answer: ' Four ' });
    expect([right.status, right.headers.get('location')]).toEqual([303, 'https://own.example/thanks']);
    expect(right.headers.get('content-security-policy')).toContain("form-action 'self' https://own.example");
  });

  it('takes ten a minute from one visitor, counted on all nodes, and nothing from another site', async () => {
    await resting();
    expect((await post({}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    for (let n = 0; n < 10; n += 1) await post({ token: 'x' });
    expect((await post({ token: 'x' })).status).toBe(429);
    await resting();
  });

  it('is taken by programs over the API, too', async () => {
    const got = await api.stranger.get<{ token: string; question: string }>(`/api/forms/${form.key}`);
    expect(got.body.question).toBe('Two and two?');
    const sent = await api.stranger.send('POST', `/api/forms/${form.key}`, {
      token: await token(),
      values: { email: 'api@stranger.example' },
      answer: 'four',
    });
    expect(sent).toEqual({ status: 200, body: { ok: true } });
    expect(await lastLead()).toMatchObject({ email: 'api@stranger.example' });
  });

  it('counts, lists and ends', async () => {
    const sent = await admin.get<{ items: { outcome: string; record: unknown }[] }>(
      `/api/admin/web-forms/${FORM}/submissions`,
    );
    expect(sent.body.items[0]).toMatchObject({ outcome: 'lead', record: { entity: 'lead' } });
    const stale = await admin.send('PUT', `/api/admin/web-forms/${FORM}`, {
      content: CONTENT,
      active: true,
      version: 1,
    });
    expect(stale.status).toBe(409);
    await admin.send('DELETE', `/api/admin/web-forms/${FORM}`);
    expect((await page()).status).toBe(404);
  });
});
