/** What the card of an instance says: where it waits, in the reader's language, and what a change replaced. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

/** A review inside a subprocess, with a pause beside it. */
const DIAGRAM = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1" id="definitions" targetNamespace="http://example.org">
  <bpmn:process id="review" name="Review" isExecutable="true">
    <bpmn:extensionElements>
      <tl:process manualStart="true" subject="ticket:ticket" reads="ticket" />
      <tl:translations><tl:translation lang="ru" text="Проверка" /></tl:translations>
    </bpmn:extensionElements>
    <bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:subProcess id="inside"><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>
      <bpmn:startEvent id="inner_start"><bpmn:outgoing>i1</bpmn:outgoing></bpmn:startEvent>
      <bpmn:parallelGateway id="fork"><bpmn:incoming>i1</bpmn:incoming><bpmn:outgoing>i2</bpmn:outgoing><bpmn:outgoing>i4</bpmn:outgoing></bpmn:parallelGateway>
      <bpmn:userTask id="look" name="Look at it"><bpmn:extensionElements>
        <tl:assignment kind="initiator" /><tl:translations><tl:translation lang="ru" text="Посмотреть" /></tl:translations>
      </bpmn:extensionElements><bpmn:incoming>i2</bpmn:incoming><bpmn:outgoing>i3</bpmn:outgoing></bpmn:userTask>
      <bpmn:endEvent id="looked"><bpmn:incoming>i3</bpmn:incoming></bpmn:endEvent>
      <bpmn:intermediateCatchEvent id="pause" name="A day"><bpmn:extensionElements>
        <tl:translations><tl:translation lang="ru" text="Сутки" /></tl:translations>
      </bpmn:extensionElements><bpmn:incoming>i4</bpmn:incoming><bpmn:outgoing>i5</bpmn:outgoing>
        <bpmn:timerEventDefinition id="timer"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>
      </bpmn:intermediateCatchEvent>
      <bpmn:endEvent id="paused"><bpmn:incoming>i5</bpmn:incoming></bpmn:endEvent>
      <bpmn:sequenceFlow id="i1" sourceRef="inner_start" targetRef="fork" />
      <bpmn:sequenceFlow id="i2" sourceRef="fork" targetRef="look" />
      <bpmn:sequenceFlow id="i3" sourceRef="look" targetRef="looked" />
      <bpmn:sequenceFlow id="i4" sourceRef="fork" targetRef="pause" />
      <bpmn:sequenceFlow id="i5" sourceRef="pause" targetRef="paused" />
    </bpmn:subProcess>
    <bpmn:endEvent id="end"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="inside" />
    <bpmn:sequenceFlow id="f2" sourceRef="inside" targetRef="end" />
  </bpmn:process>
</bpmn:definitions>`;

/** A script that throws. */
const BROKEN = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1" id="definitions" targetNamespace="http://example.org">
  <bpmn:process id="broken" name="Broken" isExecutable="true">
    <bpmn:extensionElements><tl:process manualStart="true" /></bpmn:extensionElements>
    <bpmn:startEvent id="start" name="Start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:scriptTask id="count" name="Count" scriptFormat="javascript"><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing><bpmn:script>throw new Error('no')</bpmn:script></bpmn:scriptTask>
    <bpmn:endEvent id="end" name="End"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="count" />
    <bpmn:sequenceFlow id="f2" sourceRef="count" targetRef="end" />
  </bpmn:process>
</bpmn:definitions>`;

interface Change {
  readonly name: string;
  readonly value: unknown;
  readonly record: { readonly title: string } | null;
  readonly from?: { readonly value: unknown; readonly record: { readonly title: string } | null };
}

let api: ApiProduct;
let admin: Visitor;
let starter: Visitor;
let instance = '';
const tickets: string[] = [];

beforeAll(async () => {
  api = await startApi();
  admin = await api.as('Viktor');
  starter = await api.as('Dmitry');
  for (const subject of ['Scanner', 'Printer']) {
    const made = await starter.send<{ id: string }>('POST', '/api/records/ticket', { fields: { subject } });
    tickets.push(made.body.id);
  }
  const drawn = await admin.send('POST', '/api/processes', { name: 'Review', xml: DIAGRAM });
  expect(drawn.status, JSON.stringify(drawn.body)).toBe(200);
  const published = await admin.send('POST', '/api/processes/review/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  const started = await starter.send<{ instanceId: string }>('POST', '/api/processes/review/start', {
    variables: { ticket: { $record: 'ticket', id: tickets[0] } },
  });
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  instance = `/api/instances/${started.body.instanceId}`;
}, 60_000);
afterAll(() => api.stop());

it('names what waits inside a subprocess, not the subprocess', async () => {
  const card = await admin.get<{ waiting: { elementId: string }[] }>(instance);
  expect(card.body.waiting).toMatchObject([{ elementId: 'pause', name: 'A day', kind: 'timer' }]);
});

it('tells of a failed step as a failure, and not that it waits for something', async () => {
  await admin.send('POST', '/api/processes', { name: 'Broken', xml: BROKEN });
  const published = await admin.send('POST', '/api/processes/broken/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  const started = await admin.send<{ instanceId: string }>('POST', '/api/processes/broken/start', {
    variables: {},
  });
  const path = `/api/instances/${started.body.instanceId}`;
  const card = await admin.get<{ waiting: object[]; incidents: object[] }>(path);
  expect(card.body).toMatchObject({ incidents: [{ elementId: 'count', elementName: 'Count' }], waiting: [] });
  expect((await admin.send('POST', `${path}/stop`, { reason: 'It cannot work.' })).status).toBe(200);
});

it('lists where it stands without the subprocess around it', async () => {
  const list = await admin.get<{ items: { current: { elementId: string }[] }[] }>(
    '/api/instances?status=active',
  );
  const standing = list.body.items[0]?.current.map((current) => current.elementId);
  expect(standing?.toSorted()).toEqual(['look', 'pause']);
});

it('says from which record to which a parameter went', async () => {
  const changed = await admin.send('PATCH', `${instance}/parameters`, {
    values: { ticket: { $record: 'ticket', id: tickets[1] }, urgency: 'high' },
    reason: 'It was the other one.',
  });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  const history = await admin.get<{ items: { seq: number; kind: string; facts: { values: Change[] } }[] }>(
    `${instance}/history`,
  );
  const event = history.body.items.find((item) => item.kind === 'VariablesSet');
  const valueOf = (name: string) => event?.facts.values.find((value) => value.name === name);
  expect(valueOf('ticket')).toMatchObject({
    record: { entity: 'ticket', id: tickets[1], title: expect.stringContaining('Printer') as string },
    from: {
      record: { entity: 'ticket', id: tickets[0], title: expect.stringContaining('Scanner') as string },
    },
  });
  expect(valueOf('urgency')).toEqual({ name: 'urgency', value: 'high', record: null });
  // A later page knows what came before it.
  const later = await admin.get<typeof history.body>(`${instance}/history?afterSeq=${event!.seq - 1}`);
  expect(later.body.items[0]).toEqual(event);
});

it('names positions and departments in the language of the reader', async () => {
  const nina = await api.as('Nina');
  const organisation = await nina.get<{ positions: object[]; departments: object[] }>('/api/organisation');
  expect(organisation.body.positions).toContainEqual(expect.objectContaining({ title: 'Бухгалтер' }));
  expect(organisation.body.departments).toContainEqual(expect.objectContaining({ name: 'Финансы' }));
  const people = await nina.get<{ items: object[] }>('/api/people');
  const dmitry = people.body.items.find((person) => (person as { name: string }).name === 'Dmitry Sokolov');
  expect(dmitry).toMatchObject({ positionTitle: 'Руководитель продаж' });
  const english = await (await api.as('Kate')).get<{ positions: object[] }>('/api/organisation');
  expect(english.body.positions).toContainEqual(expect.objectContaining({ title: 'Accountant' }));
});

it('names process and steps in the language of the reader', async () => {
  const language = await admin.send('PUT', '/api/session/locale', { locale: 'ru' });
  expect(language.status, JSON.stringify(language.body)).toBe(200);
  const library = await admin.get<{ items: { name: string; latest: { name: string } }[] }>('/api/processes');
  expect(library.body.items).toContainEqual(
    expect.objectContaining({
      name: 'Проверка',
      latest: expect.objectContaining({ name: 'Проверка' }) as object,
    }),
  );
  const versions = await admin.get<{ items: object[] }>('/api/processes/review/versions');
  expect(versions.body.items).toMatchObject([{ name: 'Проверка' }]);
  const card = await admin.get<{ tasks: object[]; waiting: object[]; processName: string }>(instance);
  expect(card.body).toMatchObject({
    processName: 'Проверка',
    tasks: [{ name: 'Посмотреть' }],
    waiting: [{ name: 'Сутки' }],
  });
  const list = await admin.get<{ items: object[] }>('/api/instances?status=active');
  expect(list.body.items).toMatchObject([{ processName: 'Проверка' }]);
  const strip = await admin.get<{ items: object[]; startable: object[] }>(
    `/api/records/ticket/${tickets[1]}/processes`,
  );
  expect(strip.body).toMatchObject({
    items: [{ processName: 'Проверка' }],
    startable: [{ processKey: 'review', name: 'Проверка' }],
  });
  const timeline = await admin.get<{
    items: { verb: string; instance: object | null; text: string | null }[];
  }>(`/api/records/ticket/${tickets[0]}/timeline`);
  // Named in the head of the entry; the name of the step is not said twice.
  expect(timeline.body.items.find((item) => item.verb === 'task_created')).toMatchObject({
    instance: { processName: 'Проверка', elementName: 'Посмотреть' },
    text: null,
  });
  const russian = await starter.send('PUT', '/api/session/locale', { locale: 'ru' });
  expect(russian.status).toBe(200);
  const tasks = await starter.get<{ items: object[] }>('/api/tasks?tab=today');
  expect(tasks.body.items).toMatchObject([{ name: 'Посмотреть', processName: 'Проверка' }]);
});

it('says that a call waits because the called process is suspended', async () => {
  const publish = async (name: string, xml: string): Promise<void> => {
    await admin.send('POST', '/api/processes', { name, xml });
    const published = await admin.send('POST', `/api/processes/${name}/publish`, { revision: 1 });
    expect(published.status, JSON.stringify(published.body)).toBe(200);
  };
  await publish(
    'called',
    aProcess('called')
      .start()
      .end()
      .xml()
      .replace('<process id="called"', '<process id="called" name="Callee"'),
  );
  await publish(
    'caller',
    aProcess('caller', '<tl:process manualStart="true"/>')
      .start()
      .callActivity('hand_over', 'called', { name: 'Hand over' })
      .end()
      .xml(),
  );
  const target = { kind: 'process', processKey: 'called' };
  const suspended = await admin.send('POST', '/api/admin/suspensions', { target, reason: 'Not now.' });
  expect(suspended.status, JSON.stringify(suspended.body)).toBe(200);
  const { body } = await admin.send<{ instanceId: string }>('POST', '/api/processes/caller/start', {
    variables: {},
  });
  const waiting = async () =>
    (
      await admin.get<{ waiting: { name: string; kind: string; heldBy: string | null }[] }>(
        `/api/instances/${body.instanceId}`,
      )
    ).body.waiting;
  expect(await waiting()).toMatchObject([{ name: 'Hand over', kind: 'call', heldBy: 'Callee' }]);
});
