/** A private customer who is an account and no contact: the report tells all of him, and an erasure leaves nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiProduct, Visitor } from './api-product.ts';
import { openErasureStage, type ErasureStage } from './erasure-stage.ts';

/** About an account; one step of the one who starts it. */
const DIAGRAM = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1" id="definitions" targetNamespace="http://example.org">
  <bpmn:process id="visit" name="Visit" isExecutable="true">
    <bpmn:extensionElements><tl:process manualStart="true" subject="account" /></bpmn:extensionElements>
    <bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="look" name="Look"><bpmn:extensionElements><tl:assignment kind="initiator" /></bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:userTask>
    <bpmn:endEvent id="end"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="look" />
    <bpmn:sequenceFlow id="f2" sourceRef="look" targetRef="end" />
  </bpmn:process>
</bpmn:definitions>`;

const NAME = 'Ottilie Brandwein';
const EMAIL = 'o.brand@mail.example';
const PHONE = '+7 916 777-88-99';
const WORDS = ['ottilie', 'brandwein', 'o.brand@mail.example', 'zunderhof', '7734 ?1289 ?0156([^0-9]|$)'];
const DIGITS = '9167778899';
const LEGAL_NAME = 'IP "Zunderhof & Spahn"';
const TAX_ID = '773412890156';

interface Report {
  readonly records: { readonly entity: string; readonly id: string }[];
  readonly addresses: { readonly value: string }[];
  readonly consents: { readonly source: string }[];
  readonly comments: { readonly text: string }[];
  readonly mails: { readonly subject: string }[];
  readonly files: { readonly name: string; readonly entity: string }[];
  readonly processes: {
    readonly instanceId: string;
    readonly variables: Readonly<Record<string, unknown>>;
    readonly tasks: { readonly name: string }[];
  }[];
  readonly timeline: { readonly verb: string }[];
}

let stage: ErasureStage;
let api: ApiProduct;
let admin: Visitor;
let account = '';
let instance = '';
let foreign = '';

beforeAll(async () => {
  stage = await openErasureStage();
  ({ api, admin } = stage);
  expect((await admin.send('POST', '/api/processes', { name: 'Visit', xml: DIAGRAM })).status).toBe(200);
  const published = await admin.send('POST', '/api/processes/visit/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
}, 60_000);
afterAll(() => stage.close());

async function statisticsOf(id: string): Promise<unknown> {
  const { rows } = await api.pool.query(
    `select i.process_key, i.started_at, i.ended_at,
       (select count(*)::int from engine.user_task t where t.instance_id = i.id and t.completed_at is not null) as tasks,
       (select count(*)::int from engine.history_event e where e.root_instance_id = i.root_instance_id) as events
     from engine.process_instance i where i.id = $1`,
    [id],
  );
  return rows;
}

describe('a private customer', () => {
  it('is known in records, activities, mail, consents, files, variables, tasks and comments', async () => {
    account = await stage.newRecord('account', {
      name: NAME,
      kind: 'person',
      phone: PHONE,
      email: EMAIL,
      legalName: LEGAL_NAME,
      taxId: TAX_ID,
      description: `${NAME} likes tea`,
    });
    const ticket = await stage.newRecord('ticket', { subject: `Stove of ${NAME}`, account });
    await stage.newRecord('activity', { kind: 'call', subject: `Call Mrs Brandwein, ${PHONE}`, account });
    const said = {
      channel: 'phone',
      purpose: 'sales',
      state: 'in',
      source: `call with ${NAME}`,
      proof: 'Brandwein said so',
    };
    expect((await admin.send('POST', `/api/parties/account/${account}/consents`, said)).status).toBe(200);
    await admin.send('POST', `/api/records/account/${account}/mail`, {
      to: [EMAIL],
      subject: 'Dear Ottilie',
      body: `Dear Mrs Brandwein, ${PHONE}`,
    });
    await admin.send('POST', `/api/records/account/${account}/comments`, {
      body: 'Mrs Brandwein called again',
    });
    await stage.upload(`/api/records/account/${account}`, 'Brandwein passport.txt');
    const started = await admin.send<{ instanceId: string }>('POST', '/api/processes/visit/start', {
      record: { entity: 'account', id: account },
      variables: {
        customer: { name: NAME, phone: '8 (916) 777 88 99' },
        payer: `tax number ${TAX_ID}`,
        colour: 'blue',
      },
    });
    expect(started.status, JSON.stringify(started.body)).toBe(200);
    instance = started.body.instanceId;
    const card = await admin.get<{ tasks: { id: string }[] }>(`/api/instances/${instance}`);
    const task = card.body.tasks[0]!.id;
    await stage.upload(`/api/tasks/${task}`, 'Stove of Ottilie Brandwein.txt');
    const talked = await admin.send('POST', `/api/instances/${instance}/comments`, {
      body: `Brandwein is at home in the evening`,
      isQuestion: false,
    });
    expect(talked.status).toBe(200);
    const done = await admin.send('POST', `/api/tasks/${task}/complete`, {
      values: { note: `${NAME} was there` },
    });
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    const open = await admin.get<{ version: number }>(`/api/records/ticket/${ticket}`);
    await admin.send('PATCH', `/api/records/ticket/${ticket}`, {
      version: open.body.version,
      fields: { status: 'closed' },
    });
    // Texts of others, which nothing but the words connects with the customer.
    const other = await stage.newRecord('account', { name: 'Lamp makers', kind: 'company' });
    foreign = await stage.newRecord('ticket', {
      subject: 'Invoice to Zunderhof & Spahn, IP',
      description: `For the account of IP Zunderhof & Spahn, tax number 7734 1289 0156 (${TAX_ID}), order 7734128901561.`,
      account: other,
    });
    // A namesake of whom nothing may change.
    await stage.newRecord('account', { name: 'Ottokar Brand', kind: 'person' });
    expect((await stage.tablesNaming(WORDS, DIGITS)).length).toBeGreaterThan(10);
  });

  it('is told everything that is held, the files on tasks and the words of processes included', async () => {
    const at = `/api/people/account/${account}/access-report`;
    const { status, body: report } = await admin.get<Report>(`${at}?format=json`);
    expect(status).toBe(200);
    expect(new Set(report.records.map(({ entity }) => entity))).toEqual(
      new Set(['account', 'ticket', 'activity']),
    );
    expect(report.addresses.map(({ value }) => value)).toContain(EMAIL);
    expect(report.consents.map(({ source }) => source)).toEqual([`call with ${NAME}`]);
    expect(report.mails.map(({ subject }) => subject)).toEqual(['Dear Ottilie']);
    expect(report.comments.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Mrs Brandwein called again', 'Brandwein is at home in the evening']),
    );
    expect(report.files.map(({ name, entity }) => [entity, name])).toEqual(
      expect.arrayContaining([
        ['account', 'Brandwein passport.txt'],
        ['user_task', 'Stove of Ottilie Brandwein.txt'],
      ]),
    );
    const visit = report.processes.find(({ instanceId }) => instanceId === instance);
    expect(visit?.tasks.map(({ name }) => name)).toEqual(['Look']);
    expect(Object.keys(visit?.variables ?? {})).toEqual(
      expect.arrayContaining(['customer', 'note', 'payer']),
    );
    expect(visit?.variables).not.toHaveProperty('colour');
    expect(report.timeline.map(({ verb }) => verb)).toContain('created');
    const html = Buffer.from((await admin.get<ArrayBuffer>(`${at}?format=html`)).body).toString('utf8');
    expect(html).toContain('Stove of Ottilie Brandwein.txt');
  });

  it('is erased from the whole database, and what the process took and did stays', async () => {
    const before = await statisticsOf(instance);
    const at = `/api/admin/people/account/${account}/erasure`;
    const plan = await admin.send<{ confirmation: string; blockers: object[]; files: number }>(
      'POST',
      `${at}/plan`,
    );
    expect(plan).toMatchObject({ status: 200, body: { blockers: [], files: 2 } });
    const erased = await admin.send<{ pseudonym: string }>('POST', at, {
      reason: `${NAME} asked for it`,
      confirmation: plan.body.confirmation,
    });
    expect(erased.status, JSON.stringify(erased.body)).toBe(200);
    expect(await stage.tablesNaming(WORDS, DIGITS)).toEqual([]);
    expect(await statisticsOf(instance)).toEqual(before);
    const record = await admin.get<{ title: string }>(`/api/records/account/${account}`);
    expect(record.body.title).toBe(erased.body.pseudonym);
    const { rows } = await api.pool.query(`select name from crm.account where name = 'Ottokar Brand'`);
    expect(rows).toHaveLength(1);
    const told = await admin.get<{ title: string; fields: { description: string } }>(
      `/api/records/ticket/${foreign}`,
    );
    const { pseudonym } = erased.body;
    expect([told.body.title, told.body.fields.description]).toEqual([
      `Invoice to ${pseudonym}, IP`,
      `For the account of ${pseudonym}, tax number ${pseudonym} (${pseudonym}), order 7734128901561.`,
    ]);
    const { rows: variables } = await api.pool.query<{ variables: object }>(
      'select variables from engine.process_instance where id = $1',
      [instance],
    );
    expect(variables[0]?.variables).toMatchObject({
      colour: 'blue',
      customer: { name: erased.body.pseudonym },
    });
  });
});

it('keeps in the texts of others what another customer is called and taxed by, too', async () => {
  const both = { legalName: 'Twin Traders', taxId: '550011223344' };
  const gone = await stage.newRecord('account', { name: 'Ulrike Vantongeren', kind: 'person', ...both });
  const stays = await stage.newRecord('account', {
    name: 'Twin Traders',
    kind: 'company',
    taxId: '5500 1122 3344',
  });
  const text = 'Twin Traders, 550011223344';
  const near = await stage.newRecord('activity', { kind: 'task', subject: text, account: gone });
  const far = await stage.newRecord('activity', { kind: 'task', subject: text, account: stays });
  const at = `/api/admin/people/account/${gone}/erasure`;
  const plan = await admin.send<{
    confirmation: string;
    shared: { kind: string; value: string; id: string }[];
  }>('POST', `${at}/plan`);
  expect(plan.body.shared.filter(({ id }) => id === stays)).toMatchObject([
    { kind: 'legalName', value: 'twin traders' },
    { kind: 'taxId', value: '550011223344' },
  ]);
  const { body } = await admin.send<{ pseudonym: string }>('POST', at, {
    reason: 'Asked for',
    confirmation: plan.body.confirmation,
  });
  const titles = [near, far].map(
    async (id) => (await admin.get<{ title: string }>(`/api/records/activity/${id}`)).body.title,
  );
  expect(await Promise.all(titles)).toEqual([`${body.pseudonym}, ${body.pseudonym}`, text]);
});

it('does not take a company for a person', async () => {
  const company = await stage.newRecord('account', { name: 'Lamps Ltd', kind: 'company' });
  expect((await admin.get(`/api/people/account/${company}/access-report?format=json`)).status).toBe(404);
  expect((await admin.send('POST', `/api/admin/people/account/${company}/erasure/plan`)).status).toBe(404);
});
