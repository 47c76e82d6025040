/** A person is erased: nothing in the whole database and on the disk names it any more, and statistics and audit stay. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiProduct, Visitor } from './api-product.ts';
import { openErasureStage, type ErasureStage } from './erasure-stage.ts';

let stage: ErasureStage;
let api: ApiProduct;
let admin: Visitor;

beforeAll(async () => {
  stage = await openErasureStage();
  ({ api, admin } = stage);
  const xml = await readFile('processes/ticket-handling/ticket-handling.bpmn', 'utf8');
  await admin.send('POST', '/api/processes', { name: 'ticket-handling', xml });
  await admin.send('POST', '/api/processes/ticket-handling/publish', { revision: 1 });
}, 60_000);
afterAll(() => stage.close());

const WORDS = ['zyxwarth', 'quentin', 'q.zyx@mail.example', 'вексельбаум'];
const DIGITS = '9165554433';

interface Plan {
  readonly confirmation: string;
  readonly counts: Record<string, number>;
  readonly files: number;
  readonly blockers: { kind: string; title: string }[];
  readonly shared: { kind: string; value: string }[];
}
interface Chain {
  readonly problems: object[];
  readonly redactions: { by: string; reason: string; events: number }[];
}

describe('a person', () => {
  let contact = '';
  let ticket = '';
  let ownFile = '';
  let otherFile = '';
  let at = '';

  it('is known in many places', async () => {
    const account = await stage.newRecord('account', { name: 'Lamps Ltd', kind: 'company' });
    const lead = await admin.send<{ id: string }>('POST', '/api/leads', {
      fields: {
        title: 'Quentin Zyxwarth wants lamps',
        givenName: 'Quentin',
        familyName: 'Zyxwarth',
        email: 'q.zyx@mail.example',
        phone: '+7 916 555-44-33',
      },
      payload: { name: 'Quentin Zyxwarth', phone: '8 (916) 555 44 33' },
    });
    expect(lead.status).toBe(200);
    const converted = await admin.send<{ contactId: string }>(
      'POST',
      `/api/leads/${lead.body.id}/conversion`,
      {
        account: { id: account },
        contact: { fields: {} },
      },
    );
    contact = converted.body.contactId;
    at = `/api/admin/people/contact/${contact}/erasure`;
    const record = await admin.get<{ version: number }>(`/api/records/contact/${contact}`);
    const renamed = await admin.send('PATCH', `/api/records/contact/${contact}`, {
      version: record.body.version,
      fields: { familyName: 'Вексельбаум', birthday: '1980-05-05', description: 'Likes tea' },
    });
    expect(renamed.status).toBe(200);
    ticket = await stage.newRecord('ticket', {
      subject: 'Lamp of Quentin',
      description: 'Call Quentin Zyxwarth at 8 (916) 555-44-33 or q.zyx@mail.example, спросить Вексельбаума.',
      contact,
      account,
    });
    await admin.send('POST', `/api/records/ticket/${ticket}/comments`, { body: 'Mr Zyxwarth called again' });
    await admin.send('POST', `/api/records/ticket/${ticket}/mail`, {
      to: ['q.zyx@mail.example'],
      subject: 'Dear Quentin',
      body: 'Dear Mr Zyxwarth, +7 916 555 44 33',
    });
    await admin.send('POST', `/api/parties/contact/${contact}/consents`, {
      channel: 'phone',
      purpose: 'sales',
      state: 'in',
      source: 'call with Quentin Zyxwarth',
      proof: 'Zyxwarth said so',
    });
    ownFile = await stage.upload(`/api/records/contact/${contact}`, 'Zyxwarth passport.txt');
    otherFile = await stage.upload(`/api/records/ticket/${ticket}`, 'lamp of Zyxwarth.txt');
    // Somebody else of whom nothing may change.
    const namesake = await stage.newRecord('contact', {
      givenName: 'Quincy',
      familyName: 'Other',
      email: 'o@mail.example',
    });
    await stage.newRecord('ticket', { subject: 'Lamp of Quincy', contact: namesake });
    expect((await stage.tablesNaming(WORDS, DIGITS)).length).toBeGreaterThan(10);
  });

  it('is not erased while something is open or held, and planning changes nothing', async () => {
    const held = await admin.send('PUT', `/api/admin/people/contact/${contact}/hold`, {
      reason: 'Lawsuit 7',
    });
    expect(held.status).toBe(200);
    for (let tries = 0; tries < 50; tries += 1) {
      const { rows } = await api.pool.query('select from engine.process_instance');
      if (rows.length > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const before = await api.fingerprint();
    const plan = await admin.send<Plan>('POST', `${at}/plan`);
    expect(plan.status).toBe(200);
    expect(await api.fingerprint()).toBe(before);
    expect(plan.body.blockers.map((one) => one.kind).sort()).toEqual(['hold', 'process', 'ticket']);
    expect(plan.body.files).toBe(1);
    expect(plan.body.counts).toMatchObject({ contact: 1, lead: 1, ticket: 1, comment: 1, mail_message: 1 });
    const blocked = await admin.send<{ code: string }>('POST', at, {
      reason: 'Asked for',
      confirmation: plan.body.confirmation,
    });
    expect(blocked).toMatchObject({ status: 409, body: { code: 'CRM_ERASURE_BLOCKED' } });
    const employee = await api.as('Kate');
    const again = await api.fingerprint();
    expect((await employee.send('POST', `${at}/plan`)).status).toBe(403);
    expect(await api.fingerprint()).toBe(again);
  });

  it('is erased from the whole database and the disk; the chain of the audit still holds', async () => {
    await admin.send('PUT', `/api/admin/people/contact/${contact}/hold`, { reason: null });
    const { rows: running } = await api.pool.query<{ id: string }>(
      'select id from engine.process_instance where ended_at is null',
    );
    for (const { id } of running)
      expect(
        (await admin.send('POST', `/api/instances/${id}/stop`, { reason: 'No longer needed' })).status,
      ).toBe(200);
    const open = await admin.get<{ version: number }>(`/api/records/ticket/${ticket}`);
    await admin.send('PATCH', `/api/records/ticket/${ticket}`, {
      version: open.body.version,
      fields: { status: 'closed' },
    });
    const verify = async (): Promise<Chain[]> =>
      (await admin.send<{ chains: Chain[] }>('POST', '/api/admin/audit/verify')).body.chains;
    await sealAll();
    expect((await verify()).flatMap((chain) => chain.problems)).toEqual([]);

    const { body: plan } = await admin.send<Plan>('POST', `${at}/plan`);
    expect(plan.blockers).toEqual([]);
    const wrong = await admin.send('POST', at, { reason: 'Asked for', confirmation: 'no' });
    expect(wrong.status).toBe(422);
    const erased = await admin.send<{ pseudonym: string }>('POST', at, {
      reason: 'Quentin Zyxwarth asked for it',
      confirmation: plan.confirmation,
    });
    expect(erased.status).toBe(200);
    const { pseudonym } = erased.body;

    expect(await stage.tablesNaming(WORDS, DIGITS)).toEqual([]);
    expect([existsSync(ownFile), existsSync(otherFile)]).toEqual([false, true]);
    const record = await admin.get<{ title: string; fields: Record<string, unknown> }>(
      `/api/records/contact/${contact}`,
    );
    expect(record.body).toMatchObject({
      title: pseudonym,
      fields: { birthday: null, description: null, phone: null, email: null, doNotCall: true },
    });
    const found = await admin.get<{ items: { id: string }[] }>('/api/search?q=Zyxwarth');
    expect(JSON.stringify(found.body)).not.toContain(contact);
    const report = await admin.get<object>(`/api/people/contact/${contact}/access-report?format=json`);
    expect(JSON.stringify(report.body)).toContain(pseudonym);
    expect(JSON.stringify(report.body).toLowerCase()).not.toMatch(WORDS.join('|'));
    const kept = await admin.get<{ fields: Record<string, unknown> }>(`/api/records/ticket/${ticket}`);
    expect(kept.body.fields).toMatchObject({ status: 'closed', contact });
    expect(kept.body.fields.subject).toBe(`Lamp of ${pseudonym}`);
    const state = await admin.get(`/api/people/contact/${contact}/privacy`);
    expect(state.body).toMatchObject({
      erasure: { pseudonym, reason: `${pseudonym} asked for it` },
      hold: null,
    });
    const { rows: others } = await api.pool.query<{ full_name: string }>(
      `select full_name from crm.contact where given_name = 'Quincy'`,
    );
    expect(others).toEqual([{ full_name: 'Quincy Other' }]);

    await sealAll();
    const chains = await verify();
    expect(chains.flatMap((chain) => chain.problems)).toEqual([]);
    const [redaction] = chains.flatMap((chain) => chain.redactions);
    expect(redaction).toMatchObject({ by: 'Viktor Popov', reason: `${pseudonym} asked for it` });
    expect(redaction?.events).toBeGreaterThan(3);
  });

  it('was taken out with leave: any other change of history is found as before', async () => {
    const { rows } = await api.pool.query<{ event_id: string }>(
      'select event_id from crm.event_redaction order by event_id limit 1',
    );
    const tampered = rows[0]!.event_id;
    await api.pool.query(
      `update crm.event set data = data || '{"text": "other"}' where id = $1 and set_config('crm.rewrite_history', 'on', true) = 'on'`,
      [tampered],
    );
    const { body } = await admin.send<{ chains: { problems: { kind: string; eventId: string }[] }[] }>(
      'POST',
      '/api/admin/audit/verify',
    );
    expect(body.chains.flatMap((chain) => chain.problems)).toEqual([
      expect.objectContaining({ kind: 'changed', eventId: tampered }),
    ]);
  });
});

/** As the schedule does every few minutes. */
async function sealAll(): Promise<void> {
  const { createCrm } = await import('#crm');
  const { v7 } = await import('uuid');
  const silent = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const crm = createCrm({
    pool: api.pool,
    clock: { now: () => new Date() },
    ids: { next: () => v7() },
    logger: silent,
  });
  await crm.audit.seal({ from: new Date('2000-01-01'), to: new Date('2100-01-01') });
}
