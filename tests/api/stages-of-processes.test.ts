/** Stages that belong to a process: who may move a deal while it works on it, and what everybody else is told. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportJob, PipelineView, RecordBatch, RecordPath } from '#contract';
import { demonstrationId } from '#crm';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';

const DIAGRAM = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1" id="definitions" targetNamespace="http://example.org">
  <bpmn:process id="needs" name="Find out needs" isExecutable="true">
    <bpmn:extensionElements><tl:process subject="deal:deal" reads="deal" writes="deal" manualStart="true" /><tl:translations><tl:translation lang="ru" text="Выяснить потребности" /></tl:translations></bpmn:extensionElements>
    <bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="ask" name="Ask the customer"><bpmn:extensionElements><tl:assignment kind="initiator" /><tl:translations><tl:translation lang="ru" text="Спросить клиента" /></tl:translations></bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:userTask>
    <bpmn:serviceTask id="move" name="Move on"><bpmn:extensionElements><tl:action type="crm.update-record" /><tl:io><tl:input name="record">= deal</tl:input><tl:input name="stage">on_hold</tl:input></tl:io></bpmn:extensionElements><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing></bpmn:serviceTask>
    <bpmn:endEvent id="end"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="ask" />
    <bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="move" />
    <bpmn:sequenceFlow id="f3" sourceRef="move" targetRef="end" />
  </bpmn:process>
</bpmn:definitions>`;

interface Refused {
  readonly code: string;
  readonly details: {
    readonly missing: readonly { readonly text: { en: string; ru: string }; readonly instanceId?: string }[];
  };
}

let api: ApiProduct;
let folder: string;
let admin: Visitor;
let nth = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stages-'));
  api = await startApi({ DATA_DIR: folder });
  admin = await api.as('Viktor');
  await admin.send('POST', '/api/processes', { name: 'Needs', xml: DIAGRAM });
  const published = await admin.send('POST', '/api/processes/needs/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  const { body } = await admin.get<{ items: PipelineView[] }>('/api/pipelines/deal');
  const { code, version, label, teamIds, isDefault, stages } = body.items.find(
    (pipeline) => pipeline.code === 'sales',
  )!;
  const owned = stages.map((stage) => ({
    ...stage,
    processKey: stage.code === 'discovery' ? 'needs' : null,
  }));
  const saved = await admin.send('PUT', `/api/pipelines/deal/${code}`, {
    ...{ version, label, teamIds, isDefault },
    stages: owned,
  });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
}, 60_000);
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

async function newDeal(stage = 'discovery'): Promise<{ id: string; name: string }> {
  nth += 1;
  const name = `Owned no${nth}`;
  const made = await admin.send<{ id: string }>('POST', '/api/records/deal', {
    fields: { name, stage, account: demonstrationId('account', 1) },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  return { id: made.body.id, name };
}
async function begin(id: string): Promise<string> {
  const begun = await admin.send<{ instanceId: string }>('POST', '/api/processes/needs/start', {
    variables: {},
    record: { entity: 'deal', id },
  });
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  return begun.body.instanceId;
}
const stageOf = async (id: string): Promise<string> =>
  (await admin.get<{ fields: { stage: string } }>(`/api/records/deal/${id}`)).body.fields.stage;
async function move(id: string, stage: string) {
  const { body } = await admin.get<{ version: number }>(`/api/records/deal/${id}`);
  return admin.send<Refused>('PATCH', `/api/records/deal/${id}`, {
    version: body.version,
    fields: { stage },
  });
}
async function finish(instanceId: string): Promise<void> {
  const { rows } = await api.pool.query<{ id: string }>(
    'select id from engine.user_task where instance_id = $1',
    [instanceId],
  );
  const done = await admin.send('POST', `/api/tasks/${rows[0]!.id}/complete`, { values: {} });
  expect(done.status, JSON.stringify(done.body)).toBe(200);
}

describe('a stage that belongs to a process', () => {
  it('is left by hand while nothing works on the record', async () => {
    const { id } = await newDeal();
    expect((await move(id, 'qualified')).status).toBe(200);
    expect((await move(id, 'discovery')).status).toBe(200);
  });

  it('is left only by the process while it works, and whoever tries is told its step', async () => {
    const { id } = await newDeal();
    const instanceId = await begin(id);
    const refused = await move(id, 'qualified');
    expect(refused).toMatchObject({ status: 409, body: { code: 'CRM_STAGE_BLOCKED' } });
    expect(refused.body.details.missing).toEqual([
      {
        field: null,
        instanceId,
        text: {
          en: 'Finish the step “Ask the customer” of the process “Find out needs”, which moves it',
          ru: 'Завершите шаг «Спросить клиента» процесса «Выяснить потребности»: переводит он',
        },
      },
    ]);
    const { body } = await admin.get<RecordPath>(`/api/pipelines/deal/records/${id}`);
    for (const stage of body.stages)
      expect(
        stage.missing.some((one) => one.instanceId === instanceId),
        stage.code,
      ).toBe(!stage.isCurrent);
    await finish(instanceId);
    expect(await stageOf(id)).toBe('on_hold');
    expect((await move(id, 'qualified')).status).toBe(200);
  });

  it('is not entered by hand either, other stages are moved between, and other fields are free', async () => {
    const { id } = await newDeal('qualified');
    await begin(id);
    expect((await move(id, 'discovery')).body.code).toBe('CRM_STAGE_BLOCKED');
    expect((await move(id, 'on_hold')).status).toBe(200);
    const { body } = await admin.get<{ version: number }>(`/api/records/deal/${id}`);
    const renamed = await admin.send('PATCH', `/api/records/deal/${id}`, {
      version: body.version,
      fields: { name: 'Renamed' },
    });
    expect(renamed.status).toBe(200);
  });

  it('holds back a change of many, row by row', async () => {
    const [held, free] = [await newDeal(), await newDeal()];
    const instanceId = await begin(held.id);
    const begun = await admin.send<{ id: string }>('POST', '/api/record-batches/deal', {
      query: { ids: [held.id, free.id] },
      work: { kind: 'edit', fields: { stage: 'qualified' } },
    });
    expect(begun.status, JSON.stringify(begun.body)).toBe(200);
    const batch = async () => (await admin.get<RecordBatch>(`/api/record-batch/${begun.body.id}`)).body;
    await expect.poll(async () => (await batch()).state).toBe('done');
    expect((await batch()).refusals).toMatchObject([
      { id: held.id, code: 'CRM_STAGE_BLOCKED', details: { missing: [{ instanceId }] } },
    ]);
    expect([await stageOf(held.id), await stageOf(free.id)]).toEqual(['discovery', 'qualified']);
  });

  it('holds back a row of an import, which says why', async () => {
    const held = await newDeal();
    await begin(held.id);
    const answer = await fetch(`${api.url}/api/imports/of/deal?name=list.csv`, {
      method: 'POST',
      headers: {
        'x-requested-with': 'throughline',
        'content-type': 'application/octet-stream',
        cookie: admin.cookie,
      },
      body: `Name,Stage\n${held.name},Qualified\n`,
    });
    const { id } = (await answer.json()) as ImportJob;
    const reached = async (...states: ImportJob['state'][]): Promise<ImportJob> => {
      const read = async () => (await admin.get<ImportJob>(`/api/imports/${id}`)).body;
      await expect.poll(async () => states.includes((await read()).state), { timeout: 20_000 }).toBe(true);
      return read();
    };
    const { mapping, options } = await reached('mapping');
    expect(mapping.map((one) => one.target)).toEqual(['name', 'stage']);
    await admin.send('POST', `/api/imports/${id}/check`, {
      mapping,
      options: { ...options, mode: 'updateOnly', keys: ['name'] },
    });
    await reached('ready');
    await admin.send('POST', `/api/imports/${id}/start`, {}, '01a20a70-0000-7000-8000-00000000000b');
    expect((await reached('done')).summary.outcomes).toMatchObject({ failed: 1 });
    expect(await stageOf(held.id)).toBe('discovery');
  });
});
