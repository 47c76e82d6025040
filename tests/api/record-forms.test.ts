/** Fields of a task's form that are fields of a record: who sees them, who writes them, and that nothing else tells of them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskDetail } from '#contract';
import { demonstrationId } from '#crm';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

const FORM = JSON.stringify({
  type: 'default',
  components: [
    { type: 'textfield', key: 'town', label: 'City', properties: { recordField: 'account.city' } },
    {
      type: 'group',
      components: [
        { type: 'number', key: 'limit', label: 'Limit', properties: { recordField: 'account.creditLimit' } },
        { type: 'textfield', key: 'tax', label: 'Tax', properties: { recordField: 'account.taxId' } },
      ],
    },
    { type: 'select', key: 'branch', label: 'Branch', properties: { recordField: 'account.industry' } },
    { type: 'textfield', key: 'note', label: 'Note' },
  ],
});
const HEAD = `xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`;
const DIAGRAM = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions ${HEAD} id="definitions" targetNamespace="http://example.org">
  <bpmn:process id="check-customer" name="Check a customer" isExecutable="true">
    <bpmn:extensionElements><tl:process subject="account:account" reads="account" manualStart="true" /></bpmn:extensionElements>
    <bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="check" name="Check"><bpmn:extensionElements><tl:assignment kind="initiator" />
      <tl:outcomes variable="result"><tl:outcome code="done" label="Done" /></tl:outcomes><tl:form>${FORM}</tl:form>
    </bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:userTask>
    <bpmn:exclusiveGateway id="where" default="f4"><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing><bpmn:outgoing>f4</bpmn:outgoing></bpmn:exclusiveGateway>
    <bpmn:endEvent id="far"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>
    <bpmn:endEvent id="near"><bpmn:incoming>f4</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="check" />
    <bpmn:sequenceFlow id="f2" sourceRef="check" targetRef="where" />
    <bpmn:sequenceFlow id="f3" sourceRef="where" targetRef="far"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">= account.city = "Omsk"</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f4" sourceRef="where" targetRef="near" />
  </bpmn:process>
</bpmn:definitions>`;

let api: ApiProduct;
let admin: Visitor;
let anna: Visitor;
let nth = 0;

beforeAll(async () => {
  api = await startApi();
  [admin, anna] = [await api.as('Viktor'), await api.as('Anna')];
  await admin.send('POST', '/api/processes', { name: 'Check', xml: DIAGRAM });
  const published = await admin.send('POST', '/api/processes/check-customer/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  const role = await admin.send('POST', '/api/admin/roles', {
    ...{ code: 'no_money', name: 'No money', nameRu: null, permissions: [], inherits: [] },
    fieldRights: [
      { entity: 'account', field: 'creditLimit', level: 'hidden' },
      { entity: 'account', field: 'taxId', level: 'read' },
    ],
    memberIds: [anna.id],
  });
  expect(role.status, JSON.stringify(role.body)).toBe(200);
}, 60_000);
afterAll(() => api.stop());

interface Work {
  readonly account: string;
  readonly instanceId: string;
  readonly taskId: string;
}

/** Begun by the visitor on a customer of his own. */
async function begun(visitor: Visitor): Promise<Work> {
  nth += 1;
  const account = demonstrationId('account', nth);
  await api.pool.query(
    `update crm.account set owner_id = $2, city = 'Tver', credit_limit = 50000, tax_id = '7701', industry = null where id = $1`,
    [account, visitor.id],
  );
  const started = await visitor.send<{ instanceId: string }>('POST', '/api/processes/check-customer/start', {
    variables: {},
    record: { entity: 'account', id: account },
  });
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  const { instanceId } = started.body;
  const { rows } = await api.pool.query<{ id: string }>(
    'select id from engine.user_task where instance_id = $1',
    [instanceId],
  );
  return { account, instanceId, taskId: rows[0]!.id };
}
const shown = async (visitor: Visitor, { taskId }: Work): Promise<TaskDetail> =>
  (await visitor.get<TaskDetail>(`/api/tasks/${taskId}`)).body;
const complete = (visitor: Visitor, { taskId }: Work, body: object, key?: string) =>
  visitor.send<{ code: string; fields?: { path: string; code: string }[] }>(
    'POST',
    `/api/tasks/${taskId}/complete`,
    { outcome: 'done', ...body },
    key,
  );
const stored = async ({ account }: Work) =>
  (
    await api.pool.query<{ city: string; limit: string; tax: string; version: number }>(
      'select city, credit_limit::int as limit, tax_id as tax, version from crm.account where id = $1',
      [account],
    )
  ).rows[0]!;
const engineSays = async ({ instanceId, taskId }: Work) => {
  const { rows } = await api.pool.query<{ state: string; variables: object; history: string }>(
    `select t.state, (select s.variables from engine.scope s where s.id = i.id) as variables,
       (select string_agg(h.data::text, ' ') from engine.history_event h where h.root_instance_id = i.id) as history
     from engine.process_instance i join engine.user_task t on t.id = $2 where i.id = $1`,
    [instanceId, taskId],
  );
  return rows[0]!;
};

describe('a field of a form that is a field of a record', () => {
  it('is filled from the record, follows its choices, and is not there for whom it is hidden', async () => {
    const work = await begun(anna);
    const task = await shown(anna, work);
    expect(task.values).toEqual({ town: 'Tver', tax: '7701', branch: null });
    expect(JSON.stringify(task.form)).not.toContain('creditLimit');
    expect(task.recordFields.map(({ key, readOnly }) => [key, readOnly])).toEqual([
      ['town', false],
      ['tax', true],
      ['branch', false],
    ]);
    const { components } = task.form as { components: { key?: string; values?: { value: string }[] }[] };
    const branch = components.find(({ key }) => key === 'branch');
    expect(branch?.values?.length).toBeGreaterThan(1);
    const whole = await shown(admin, await begun(admin));
    expect(whole.values).toMatchObject({ limit: 50000 });
    expect(whole.recordFields).toHaveLength(4);
  });

  it('is written with the step, which goes on by the new value; the process keeps nothing of it', async () => {
    const work = await begun(admin);
    const { version } = await stored(work);
    const done = await complete(admin, work, {
      values: { town: 'Omsk', limit: 777123, note: 'seen' },
      recordVersions: { [work.account]: version },
    });
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    expect(await stored(work)).toMatchObject({ city: 'Omsk', limit: 777123, version: version + 1 });
    const { state, history } = await engineSays(work);
    expect(state).toBe('completed');
    expect(history).toContain('"far"');
    expect(history).toContain('seen');
    expect(history).not.toMatch(/Omsk|777123/);
  });

  it('tells in the history of the record who wrote it, at which step of which process', async () => {
    const work = await begun(anna);
    expect((await complete(anna, work, { values: { town: 'Perm' } })).status).toBe(200);
    const { body } = await anna.get<{ items: { verb: string; actor: object; instance: object }[] }>(
      `/api/records/account/${work.account}/timeline`,
    );
    expect(body.items.find(({ verb }) => verb === 'changed')).toMatchObject({
      actor: { name: 'Anna Petrova' },
      instance: { id: work.instanceId, processName: 'Check a customer', elementName: 'Check' },
    });
  });

  it.each([
    ['limit', 1, 'unknown'],
    ['limit', 50000, 'unknown'],
    ['tax', 'other', 'shownOnly'],
  ])('refuses %s = %s from whom it is closed; the task stays open', async (path, value, code) => {
    const work = await begun(anna);
    const refused = await complete(anna, work, { values: { town: 'Kazan', [path]: value } });
    expect(refused).toMatchObject({ status: 422, body: { fields: [{ path, code }] } });
    expect(await stored(work)).toMatchObject({ city: 'Tver', limit: 50000, tax: '7701' });
    expect((await engineSays(work)).state).toBe('ready');
  });

  it('marks the field of the form when the record refuses its value, and writes nothing', async () => {
    const work = await begun(anna);
    const refused = await complete(anna, work, { values: { town: 'Kazan', branch: 'no such' } });
    expect(refused).toMatchObject({ status: 422, body: { fields: [{ path: 'branch' }] } });
    expect((await stored(work)).city).toBe('Tver');
    expect((await engineSays(work)).state).toBe('ready');
  });

  it('leaves the record as it was when the step is refused', async () => {
    const work = await begun(anna);
    const refused = await complete(anna, work, { outcome: 'nonsense', values: { town: 'Kazan' } });
    expect(refused.body.code).toBe('ENG_OUTCOME_UNKNOWN');
    expect((await stored(work)).city).toBe('Tver');
  });

  it('refuses a value over a newer one that was not seen', async () => {
    const work = await begun(anna);
    const { version } = await stored(work);
    await admin.send('PATCH', `/api/records/account/${work.account}`, { version, fields: { city: 'Sochi' } });
    const body = { values: { town: 'Kazan' }, recordVersions: { [work.account]: version } };
    expect((await complete(anna, work, body)).body.code).toBe('CRM_VERSION_CONFLICT');
    expect((await stored(work)).city).toBe('Sochi');
  });

  it('answers the same request again without writing twice', async () => {
    const work = await begun(anna);
    const first = await complete(
      anna,
      work,
      { values: { town: 'Kazan' } },
      '01a20a70-0000-7000-8000-00000000000a',
    );
    const { version } = await stored(work);
    const again = await complete(
      anna,
      work,
      { values: { town: 'Kazan' } },
      '01a20a70-0000-7000-8000-00000000000a',
    );
    expect([first.status, again.status]).toEqual([200, 200]);
    expect((await stored(work)).version).toBe(version);
  });

  it('keeps a draft over the record only where the field is open to its writer', async () => {
    const work = await begun(anna);
    const values = { town: 'Draft', tax: 'Draft', limit: 1 };
    expect((await anna.send('PUT', `/api/tasks/${work.taskId}/draft`, { values })).status).toBe(200);
    expect((await shown(anna, work)).values).toEqual({ town: 'Draft', tax: '7701', branch: null });
  });

  it('is shown to nobody who may watch the process and not see the record', async () => {
    const work = await begun(anna);
    const watcher = await api.as('Nina');
    const role = await admin.send<{ id: string }>('POST', '/api/admin/roles', {
      ...{ code: 'watcher', name: 'Watcher', nameRu: null, inherits: [], fieldRights: [], permissions: [] },
      memberIds: [watcher.id],
    });
    expect(role.status, JSON.stringify(role.body)).toBe(200);
    await api.pool.query(
      `insert into crm.role_process_right (role_id, process_key, process_right) values ($1, '*', 'watch')`,
      [role.body.id],
    );
    const task = await shown(watcher, work);
    expect(task.recordFields).toEqual([]);
    expect(task.values).toEqual({});
  });
});
