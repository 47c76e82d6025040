import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

let api: ApiProduct;
let owner: Visitor;

beforeAll(async () => {
  api = await startApi();
  owner = await api.as('Olga');
}, 60_000);
afterAll(() => api.stop());

interface Draft {
  processKey: string;
  revision: number;
  xml: string;
  findings: { severity: string; elementId: string | null; rule: string }[];
}

it('makes a new process, keeps its drawing, and refuses who saves over somebody', async () => {
  const created = await owner.send<Draft>('POST', '/api/processes', { name: 'Mine & yours' }, 'key-create-1');
  expect(created.status, JSON.stringify(created.body)).toBe(200);
  const { processKey, xml } = created.body;
  const again = await owner.send<Draft>('POST', '/api/processes', { name: 'Mine & yours' }, 'key-create-1');
  expect(again.body.processKey).toBe(processKey);
  const path = `/api/processes/${processKey}/draft`;
  const saved = await owner.send<Draft>('PUT', path, { xml: xml.replace('yours', 'ours'), revision: 1 });
  expect(saved.body).toMatchObject({ revision: 2, name: 'Mine & ours' });
  expect(await owner.send('PUT', path, { xml, revision: 1 })).toMatchObject({
    status: 409,
    body: { code: 'API_CONFLICT' },
  });
  const library = await owner.get<{ items: { processKey: string; latest: null }[] }>('/api/processes');
  expect(library.body.items).toMatchObject([{ processKey, latest: null, name: 'Mine & ours' }]);
  expect((await owner.send('DELETE', path)).status).toBe(200);
  expect((await owner.get(path)).status).toBe(404);
});

it('opens a foreign file with everything that it brought, and refuses to publish what does not run', async () => {
  const xml = `<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:other="urn:other" id="d" targetNamespace="x">
  <bpmn:process id="foreign" name="Foreign" isExecutable="true">
    <bpmn:startEvent id="s"><bpmn:extensionElements><other:secret value="kept"/></bpmn:extensionElements><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:scriptTask id="groovy" scriptFormat="groovy"><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing><bpmn:script>x = 1</bpmn:script></bpmn:scriptTask>
    <bpmn:endEvent id="e"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="groovy"/><bpmn:sequenceFlow id="f2" sourceRef="groovy" targetRef="e"/>
  </bpmn:process>
</bpmn:definitions>`;
  const created = await owner.send<Draft>('POST', '/api/processes', { name: 'Foreign', xml });
  expect(created.body.xml).toBe(xml);
  expect(
    created.body.findings.filter((one) => one.severity === 'error').map((one) => one.elementId),
  ).toContain('groovy');
  const before = await api.fingerprint();
  const refused = await owner.send<{ code: string; details: unknown }>(
    'POST',
    '/api/processes/foreign/publish',
    { revision: 1 },
  );
  expect(refused).toMatchObject({ status: 422, body: { code: 'ENG_DEPLOYMENT_REFUSED' } });
  expect(JSON.stringify(refused.body.details)).toContain('"groovy"');
  expect(await api.fingerprint()).toBe(before);
  expect((await owner.send('POST', '/api/processes', { name: 'x', xml: 'no bpmn' })).status).toBe(422);
});

it('publishes, runs by hand for a record, sends real mail, and lists it once', async () => {
  const xml = (await readFile('processes/follow-up-call/follow-up-call.bpmn', 'utf8')).replace(
    '= phone != null',
    '= phone = "nobody"',
  );
  for (const [key, content] of [
    ['satisfaction-note', await readFile('processes/satisfaction-note/satisfaction-note.bpmn', 'utf8')],
    ['follow-up-call', xml],
  ] as const) {
    await owner.send('POST', '/api/processes', { name: key, xml: content });
    const published = await owner.send(
      'POST',
      `/api/processes/${key}/publish`,
      { revision: 1, reason: 'First' },
      `key-pub-${key}`,
    );
    expect(published.status, JSON.stringify(published.body)).toBe(200);
    const again = await owner.send(
      'POST',
      `/api/processes/${key}/publish`,
      { revision: 1, reason: 'First' },
      `key-pub-${key}`,
    );
    expect(again.body).toMatchObject({ version: 1 });
  }
  const agent = await api.as('Kate');
  const { rows } = await api.pool.query<{ id: string; email: string }>(
    `select l.contact_id as id, p.email_norm as email from crm.account_contact l
     join crm.comm_point p on p.party_id = l.contact_id and p.kind = 'email' order by 1 limit 1`,
  );
  const ticket = await agent.send<{ id: string }>('POST', '/api/records/ticket', {
    fields: { subject: 'Scales', contact: rows[0]!.id },
  });
  const record = { entity: 'ticket', id: ticket.body.id };
  const strip = await agent.get<{ startable: { processKey: string }[] }>(
    `/api/records/ticket/${record.id}/processes`,
  );
  expect(strip.body.startable.map((one) => one.processKey)).toContain('follow-up-call');
  const started = await agent.send<{ instanceId: string }>(
    'POST',
    '/api/processes/follow-up-call/start',
    { record },
    'key-start-1',
  );
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  const repeated = await agent.send('POST', '/api/processes/follow-up-call/start', { record }, 'key-start-1');
  expect(repeated.body).toEqual(started.body);

  const admin = await api.as('Viktor');
  await admin.send('POST', '/api/demo/clock', { duration: 'PT1M' });
  const outbox = await admin.get<{
    items: { state: string; to: string; subject: string; instanceId: string }[];
  }>('/api/admin/mail');
  expect(outbox.body.items).toMatchObject([
    {
      state: 'sent',
      to: rows[0]!.email,
      subject: 'How are things after “Scales”?',
      instanceId: started.body.instanceId,
    },
  ]);
  const delivered = await api.pool.query<{ source: string; message_id: string }>(
    'select source, message_id from app.mail_delivery',
  );
  expect(delivered.rows).toHaveLength(1);
  expect(delivered.rows[0]!.source).toContain('Effect-Key: ');
  expect((await agent.get(`/api/instances/${started.body.instanceId}`)).body).toMatchObject({
    status: 'completed',
    subject: { id: record.id },
  });
});

it('answers a repeated write of a record as the first time, and refuses the key for another one', async () => {
  const agent = await api.as('Kate');
  const body = { fields: { subject: 'Once' } };
  const first = await agent.send<{ id: string }>('POST', '/api/records/ticket', body, 'key-ticket-1');
  const again = await agent.send<{ id: string }>('POST', '/api/records/ticket', body, 'key-ticket-1');
  expect(again.body.id).toBe(first.body.id);
  const other = await agent.send(
    'POST',
    '/api/records/ticket',
    { fields: { subject: 'Twice' } },
    'key-ticket-1',
  );
  expect(other).toMatchObject({ status: 422, body: { code: 'ENG_IDEMPOTENCY_KEY_REUSED' } });
  const found = await api.pool.query(`select from crm.ticket where subject in ('Once', 'Twice')`);
  expect(found.rowCount).toBe(1);
});
