/** A form's own rules hold where its values arrive, whoever sends them; what is refused changes nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';
import { publish, START as BY_HAND } from './work-of-people.ts';

const START = JSON.stringify({
  type: 'default',
  components: [
    { type: 'textfield', key: 'topic', label: 'Topic', validate: { required: true, maxLength: 10 } },
  ],
});
const FORM = JSON.stringify({
  type: 'default',
  components: [
    { type: 'number', key: 'sum', label: 'Sum', validate: { required: true, min: 1, max: 100 } },
    {
      type: 'group',
      components: [{ type: 'textfield', key: 'mail', label: 'Mail', validate: { validationType: 'email' } }],
    },
    { type: 'select', key: 'way', label: 'Way', values: [{ label: 'Road', value: 'road' }] },
    {
      ...{ type: 'textfield', key: 'why', label: 'Why' },
      ...{ conditional: { hide: '= way = null' }, validate: { required: true, minLength: 3 } },
    },
    { type: 'textfield', key: 'topic', label: 'Topic', validate: { required: true } },
  ],
});
const HEAD = `xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1"`;
const DIAGRAM = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions ${HEAD} id="definitions" targetNamespace="http://example.org">
  <bpmn:process id="ask" name="Ask" isExecutable="true">
    <bpmn:extensionElements><tl:process manualStart="true" /></bpmn:extensionElements>
    <bpmn:startEvent id="start"><bpmn:extensionElements><tl:form>${START}</tl:form></bpmn:extensionElements><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="answer" name="Answer"><bpmn:extensionElements><tl:assignment kind="initiator" /><tl:form>${FORM}</tl:form></bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:userTask>
    <bpmn:endEvent id="end"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="answer" />
    <bpmn:sequenceFlow id="f2" sourceRef="answer" targetRef="end" />
  </bpmn:process>
</bpmn:definitions>`;

interface Refused {
  readonly fields?: readonly { readonly path: string; readonly code: string }[];
}

let api: ApiProduct;
let admin: Visitor;
const codes = ({ fields = [] }: Refused): Record<string, string> =>
  Object.fromEntries(fields.map(({ path, code }) => [path, code]));
const start = (variables: object) =>
  admin.send<Refused & { instanceId: string }>('POST', '/api/processes/ask/start', { variables });

beforeAll(async () => {
  api = await startApi();
  admin = await api.as('Viktor');
  const drawn = await admin.send('POST', '/api/processes', { name: 'Ask', xml: DIAGRAM });
  expect(drawn.status, JSON.stringify(drawn.body)).toBe(200);
  const published = await admin.send('POST', '/api/processes/ask/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
}, 60_000);
afterAll(() => api.stop());

describe('the rules of a form', () => {
  it('hold for the form that begins a process, and nothing is begun otherwise', async () => {
    const none = await start({});
    expect([none.status, codes(none.body)]).toEqual([422, { topic: 'required' }]);
    expect(codes((await start({ topic: 'much too long' })).body)).toEqual({ topic: 'tooLong' });
    const { rows } = await api.pool.query(`select 1 from engine.process_instance where process_key = 'ask'`);
    expect(rows).toHaveLength(0);
  });

  it('hold for the form of a task; what may be hidden is not asked for, and what is known need not be sent', async () => {
    const { instanceId } = (await start({ topic: 'price' })).body;
    const { rows } = await api.pool.query<{ id: string }>(
      'select id from engine.user_task where instance_id = $1',
      [instanceId],
    );
    const complete = (values: object) =>
      admin.send<Refused>('POST', `/api/tasks/${rows[0]!.id}/complete`, { values });
    expect(codes((await complete({})).body)).toEqual({ sum: 'required' });
    const wrong = await complete({ sum: 500, mail: 'nobody', way: 'air', why: 'no', topic: '' });
    expect(wrong.status).toBe(422);
    expect(codes(wrong.body)).toEqual({
      ...{ sum: 'tooBig', mail: 'notEmail', way: 'notChoice', why: 'tooShort', topic: 'required' },
    });
    expect(codes((await complete({ sum: 'many' })).body)).toEqual({ sum: 'notNumber' });
    expect(codes((await complete({ sum: 0 })).body)).toEqual({ sum: 'tooSmall' });
    const done = await complete({ sum: 7, mail: 'anna@example.com', way: 'road' });
    expect(done.status, JSON.stringify(done.body)).toBe(200);
  });
});

describe('a task that is completed from its pool', () => {
  const POOL = '<tl:assignment kind="position" value="support-agent" />';

  it('is taken with its completion, and stays in the pool when that is refused', async () => {
    await publish(admin, aProcess('from-pool', BY_HAND).start().userTask('pick', { extensions: POOL }).end());
    const started = await admin.send<{ instanceId: string }>('POST', '/api/processes/from-pool/start', {
      variables: {},
    });
    const { instanceId } = started.body;
    const task = async (): Promise<{ id: string; assignee: string | null; completedBy: string | null }> => {
      const { rows } = await api.pool.query<{
        id: string;
        assignee: string | null;
        completedBy: string | null;
      }>('select id, assignee, completed_by as "completedBy" from engine.user_task where instance_id = $1', [
        instanceId,
      ]);
      return rows[0]!;
    };
    const { id } = await task();
    const kate = await api.as('Kate');
    await admin.send('POST', `/api/instances/${instanceId}/suspend`, { reason: 'Not now' });
    const before = await api.fingerprint();
    const complete = () => kate.send<{ code: string }>('POST', `/api/tasks/${id}/complete`, { values: {} });
    expect((await complete()).body.code).toBe('ENG_INSTANCE_SUSPENDED');
    expect(JSON.parse(await api.fingerprint())).toEqual(JSON.parse(before));
    await admin.send('POST', `/api/instances/${instanceId}/resume`, { timers: 'keep' });
    expect((await complete()).status).toBe(200);
    expect(await task()).toMatchObject({ assignee: kate.id, completedBy: kate.id });
  });
});
