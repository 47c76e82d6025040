/** Mail that answers nothing becomes a ticket of the type that a rule says, over real servers of this machine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demonstrationId } from '#crm';
import { mailSource as source, startMailServers, type MailServers } from '../support/mail-servers.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let servers: MailServers;
let api: ApiProduct;
let admin: Visitor;

beforeAll(async () => {
  servers = await startMailServers();
  api = await startApi(servers.environment);
  admin = await api.as('Viktor');
  await admin.send('POST', '/api/admin/mail/fetch');
}, 60_000);
afterAll(async () => {
  await api.stop();
  await servers.close();
});

const settings = async () =>
  (await admin.get<{ settings: Record<string, unknown> }>('/api/admin/mail/settings')).body.settings;
const rule = (type: string, more: object = {}) => ({
  address: null,
  words: [],
  type,
  priority: null,
  ...more,
});
const save = async (change: object) =>
  admin.send<{ fields: { path: string; code: string }[] }>('PUT', '/api/admin/mail/settings', {
    ...(await settings()),
    ...change,
  });

interface Filed {
  readonly outcome: string;
  readonly record: { readonly entity: string; readonly id: string } | null;
}
async function arrive(message: string): Promise<Filed & { readonly fields: Record<string, unknown> }> {
  servers.receive(message);
  expect((await admin.send('POST', '/api/admin/mail/fetch')).body).toEqual({ fetched: 1 });
  const list = await admin.get<{ items: Filed[] }>('/api/admin/mail/received');
  const [filed] = list.body.items;
  const { record } = filed!;
  const { body } = await admin.get<{ fields: Record<string, unknown> }>(
    `/api/records/${record?.entity}/${record?.id}`,
  );
  return { ...filed!, fields: body.fields };
}

describe('a rule of mail', () => {
  it('says the type and the priority by the address or the words, the first that fits', async () => {
    const saved = await save({
      rules: [
        rule('complaint', { words: ['refund', 'money back'], priority: 'high' }),
        rule('wish', { address: 'Ideas@own.example' }),
        rule('error', { words: ['сломал', 'broken'], address: 'desk@own.example' }),
      ],
    });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    const complaint = await arrive(source({ subject: 'Hello', text: 'I want my Money  back now' }));
    expect(complaint).toMatchObject({
      ...{ outcome: 'created', record: { entity: 'ticket' } },
      fields: { type: 'complaint', priority: 'high', channel: 'email' },
    });
    const idea = await arrive(
      source({ subject: 'It could beep' }).replace('desk@own.example', 'ideas@own.example'),
    );
    expect(idea.fields).toMatchObject({ type: 'wish', priority: 'normal' });
    // “Сканер сломался”
    const error = await arrive(source({ subject: '=?UTF-8?B?0KHQutCw0L3QtdGAINGB0LvQvtC80LDQu9GB0Y8=?=' }));
    expect(error.fields).toMatchObject({ type: 'error' });
    const question = await arrive(source({ subject: 'Unbroken' }));
    expect(question.fields).toMatchObject({ type: 'question', priority: 'normal' });
  });

  it('makes a ticket of a known customer too, and the talk goes on there', async () => {
    const { rows } = await api.pool.query<{ email_norm: string }>(
      `select email_norm from crm.comm_point where party_id = $1 and kind = 'email' limit 1`,
      [demonstrationId('contact', 2)],
    );
    const from = rows[0]?.email_norm ?? '';
    const first = await arrive(source({ from, subject: 'A refund', messageId: '<refund@customer.example>' }));
    expect(first.fields).toMatchObject({ type: 'complaint', contact: demonstrationId('contact', 2) });
    const headers = ['In-Reply-To: <refund@customer.example>'];
    const second = await arrive(source({ from, subject: 'Re: it is broken', headers }));
    expect(second).toMatchObject({ outcome: 'filed', record: first.record });
    const other = await arrive(source({ from, subject: 'Nice weather' }));
    expect(other).toMatchObject({ outcome: 'filed', record: { entity: 'contact' } });
  });

  it('names a type that can be chosen, which stays on as long as it does', async () => {
    const refused = await save({ rules: [rule('gift')] });
    expect([refused.status, refused.body.fields[0]]).toMatchObject([
      422,
      { path: 'rules.0.type', code: 'notChoice' },
    ]);
    interface List {
      readonly list: string;
      readonly version: number;
      readonly choices: readonly { readonly value: string; readonly isKept: boolean }[];
    }
    const lists = await admin.get<{ items: List[] }>('/api/admin/choices');
    const { version, choices } = lists.body.items.find(({ list }) => list === 'ticket.type')!;
    const off = await admin.send<{ code: string; details: unknown }>(
      'PUT',
      '/api/admin/choices/ticket.type',
      {
        version,
        choices: choices.map(({ isKept: _isKept, ...one }) => ({ ...one, active: one.value !== 'wish' })),
      },
    );
    expect(off.body).toMatchObject({
      code: 'CRM_CHOICE_IN_USE',
      details: {
        uses: expect.arrayContaining([expect.objectContaining({ code: 'wish', kind: 'mailRules' })]),
      },
    });
  });
});
