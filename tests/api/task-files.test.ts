/** Files on user tasks over the wire: who adds, who reads, who takes off, and where they are seen. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

/** Two steps of the one who starts it. */
const DIAGRAM = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1" id="definitions" targetNamespace="http://example.org">
  <bpmn:process id="papers" name="Papers" isExecutable="true">
    <bpmn:extensionElements><tl:process manualStart="true" /></bpmn:extensionElements>
    <bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="gather" name="Gather"><bpmn:extensionElements>
      <tl:assignment kind="initiator" /><tl:translations><tl:translation lang="ru" text="Собрать" /></tl:translations>
    </bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:userTask>
    <bpmn:userTask id="check" name="Check"><bpmn:extensionElements><tl:assignment kind="initiator" /></bpmn:extensionElements><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing></bpmn:userTask>
    <bpmn:endEvent id="end"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="gather" />
    <bpmn:sequenceFlow id="f2" sourceRef="gather" targetRef="check" />
    <bpmn:sequenceFlow id="f3" sourceRef="check" targetRef="end" />
  </bpmn:process>
</bpmn:definitions>`;

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly task: { readonly id: string; readonly name: string };
  readonly removable: boolean;
}
interface Files {
  readonly items: readonly Shown[];
  readonly mayAdd: boolean;
}

let api: ApiProduct;
let folder: string;
let maria: Visitor;
let dmitry: Visitor;
let nina: Visitor;
let instanceId = '';
let taskId = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-task-files-'));
  api = await startApi({ DATA_DIR: folder });
  maria = await api.as('Maria');
  dmitry = await api.as('Dmitry');
  nina = await api.as('Nina');
  const admin = await api.as('Viktor');
  await admin.send('POST', '/api/processes', { name: 'Papers', xml: DIAGRAM });
  const published = await admin.send('POST', '/api/processes/papers/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  const started = await maria.send<{ instanceId: string }>('POST', '/api/processes/papers/start', {
    variables: {},
  });
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  ({ instanceId } = started.body);
  taskId = await openTask('gather');
}, 60_000);
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

async function openTask(elementId: string): Promise<string> {
  const { body } = await maria.get<{ tasks: { id: string; elementId: string; state: string }[] }>(
    `/api/instances/${instanceId}`,
  );
  const task = body.tasks.find((one) => one.elementId === elementId && one.state === 'ready');
  if (!task) throw new Error(`Expected a task at '${elementId}'.`);
  return task.id;
}

async function upload(visitor: Visitor, name: string, of = taskId): Promise<{ status: number; body: Files }> {
  const answer = await fetch(`${api.url}/api/tasks/${of}/files?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: {
      'x-requested-with': 'throughline',
      'content-type': 'application/octet-stream',
      cookie: visitor.cookie ?? '',
    },
    body: `content of ${name}`,
  });
  return { status: answer.status, body: (await answer.json()) as Files };
}

async function content(visitor: Visitor, file: Shown): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${api.url}/api/tasks/${file.task.id}/files/${file.id}/content`, {
    headers: { cookie: visitor.cookie ?? '' },
  });
  return { status: answer.status, text: await answer.text() };
}

it('takes files from who works on the task and from who may intervene, and from nobody else', async () => {
  const added = await upload(maria, 'Договор.txt');
  expect(added.status, JSON.stringify(added.body)).toBe(200);
  expect(added.body).toMatchObject({
    mayAdd: true,
    items: [{ name: 'Договор.txt', createdBy: { id: maria.id }, task: { id: taskId }, removable: true }],
  });
  expect((await upload(dmitry, 'offer.txt')).status).toBe(200);
  expect((await upload(nina, 'mine.txt')).status).toBe(404);
  expect((await upload(maria, 'run.exe')).status).toBe(422);
});

it('shows them on the task and on the instance, in the words of the reader, and gives their bytes to both', async () => {
  const ofTask = await maria.get<Files>(`/api/tasks/${taskId}/files`);
  expect(ofTask.body.items.map(({ name, removable }) => [name, removable])).toEqual([
    ['offer.txt', false],
    ['Договор.txt', true],
  ]);
  const ofInstance = await dmitry.get<Files>(`/api/instances/${instanceId}/files`);
  expect(ofInstance.body.items.map(({ name, removable }) => [name, removable])).toEqual([
    ['offer.txt', true],
    ['Договор.txt', true],
  ]);
  const [, contract] = ofInstance.body.items;
  expect(await content(dmitry, contract!)).toEqual({ status: 200, text: 'content of Договор.txt' });
  expect((await content(maria, contract!)).status).toBe(200);
  expect((await content(nina, contract!)).status).toBe(404);
  expect((await nina.get(`/api/tasks/${taskId}/files`)).status).toBe(404);
  expect((await nina.get(`/api/instances/${instanceId}/files`)).status).toBe(404);
});

it('lets go of a file for who added it and for who may intervene, and keeps those of an ended task', async () => {
  const listed = (await maria.get<Files>(`/api/tasks/${taskId}/files`)).body.items;
  const [offer, contract] = listed;
  const path = `/api/tasks/${taskId}/files`;
  expect((await maria.send('DELETE', `${path}/${offer!.id}`)).status).toBe(403);
  expect((await nina.send('DELETE', `${path}/${offer!.id}`)).status).toBe(404);
  expect((await dmitry.send<Files>('DELETE', `${path}/${offer!.id}`)).body.items).toHaveLength(1);
  expect((await content(maria, offer!)).status).toBe(404);
  expect((await maria.send('POST', `/api/tasks/${taskId}/complete`, { values: {} })).status).toBe(200);
  expect((await upload(maria, 'late.txt')).status).toBe(403);
  expect((await maria.send('DELETE', `${path}/${contract!.id}`)).status).toBe(403);
  expect((await maria.get<Files>(path)).body).toMatchObject({
    mayAdd: false,
    items: [{ id: contract!.id, removable: false }],
  });
});

it('tells of them in the history, each where it happened', async () => {
  const read = async (query: string) =>
    (
      await maria.get<{ items: { seq: number; kind: string; facts: object }[]; nextSeq: number | null }>(
        `/api/instances/${instanceId}/history${query}`,
      )
    ).body;
  const whole = await read('?limit=500');
  const kinds = whole.items.map((item) => item.kind);
  const told = whole.items.filter((item) => item.kind.startsWith('File'));
  expect(told.map(({ kind, facts }) => ({ kind, facts }))).toEqual([
    { kind: 'FileAdded', facts: { task: expect.any(String) as string, file: 'Договор.txt' } },
    { kind: 'FileAdded', facts: { task: expect.any(String) as string, file: 'offer.txt' } },
    { kind: 'FileRemoved', facts: { task: expect.any(String) as string, file: 'offer.txt' } },
  ]);
  expect(kinds.indexOf('UserTaskCreated')).toBeLessThan(kinds.indexOf('FileAdded'));
  expect(kinds.indexOf('FileRemoved')).toBeLessThan(kinds.indexOf('UserTaskCompleted'));
  // Page by page each is told once.
  const paged: string[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page: Awaited<ReturnType<typeof read>> = await read(`?afterSeq=${after}&limit=2`);
    paged.push(...page.items.map((item) => item.kind));
    after = page.nextSeq;
  }
  expect(paged).toEqual(kinds);
});

it('tells of them on the timeline of what the process is about, among its files', async () => {
  const admin = await api.as('Viktor');
  const about = DIAGRAM.replaceAll('papers', 'contracts')
    .replace('name="Papers"', 'name="Contracts"')
    .replace('manualStart="true"', 'manualStart="true" subject="deal:deal"');
  await admin.send('POST', '/api/processes', { name: 'Contracts', xml: about });
  expect((await admin.send('POST', '/api/processes/contracts/publish', { revision: 1 })).status).toBe(200);
  const deals = await dmitry.get<{ items: { id: string }[] }>('/api/records/deal?limit=1');
  const deal = deals.body.items[0]!.id;
  const started = await dmitry.send<{ instanceId: string }>('POST', '/api/processes/contracts/start', {
    variables: { deal: { $record: 'deal', id: deal } },
  });
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  const card = await dmitry.get<{ tasks: { id: string }[] }>(`/api/instances/${started.body.instanceId}`);
  const [task] = card.body.tasks;
  const added = await upload(dmitry, 'contract.txt', task!.id);
  expect(added.status, JSON.stringify(added.body)).toBe(200);
  const told = await dmitry.get<{ items: { verb: string; text: string; instance: object | null }[] }>(
    `/api/records/deal/${deal}/timeline?parts=files&limit=5`,
  );
  expect(told.body.items[0]).toMatchObject({
    verb: 'file_added',
    text: 'contract.txt',
    instance: { id: started.body.instanceId, processName: 'Contracts', elementName: 'Gather' },
  });
});
