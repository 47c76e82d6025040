/** A stage that a process owns: set on the page of pipelines, refused to a drop on the board, moved by the process itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demonstrationId } from '#crm';
import { seriousViolations } from './support/axe.ts';
import { newDeals, type Deals } from './support/deals.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

const DIAGRAM = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1" id="definitions" targetNamespace="http://example.org">
  <bpmn:process id="needs" name="Find out needs" isExecutable="true">
    <bpmn:extensionElements><tl:process subject="deal:deal" reads="deal" writes="deal" manualStart="true" /></bpmn:extensionElements>
    <bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="ask" name="Ask the customer"><bpmn:extensionElements><tl:assignment kind="initiator" /></bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:userTask>
    <bpmn:serviceTask id="move" name="Move on"><bpmn:extensionElements><tl:action type="crm.update-record" /><tl:io><tl:input name="record">= deal</tl:input><tl:input name="stage">on_hold</tl:input></tl:io></bpmn:extensionElements><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing></bpmn:serviceTask>
    <bpmn:endEvent id="end"><bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="ask" />
    <bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="move" />
    <bpmn:sequenceFlow id="f3" sourceRef="move" targetRef="end" />
  </bpmn:process>
</bpmn:definitions>`;
const TOLD = 'Finish the step “Ask the customer” of the process “Find out needs”, which moves it';

let stage: Stage;
let viktor: Visitor;
let deals: Deals;
let instanceId: string;

beforeAll(async () => {
  stage = await openStage();
  viktor = await stage.enter('Viktor');
  expect((await viktor.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
  await viktor.send('POST', '/api/processes', { name: 'Needs', xml: DIAGRAM });
  const published = await viktor.send('POST', '/api/processes/needs/publish', { revision: 1 });
  expect(published.status, JSON.stringify(published.body)).toBe(200);
  deals = await newDeals(viktor, 1, () => ({
    stage: 'discovery',
    account: demonstrationId('account', 1),
  }));
  const [deal] = await deals.rows();
  const begun = await viktor.send<{ instanceId: string }>('POST', '/api/processes/needs/start', {
    variables: {},
    record: { entity: 'deal', id: deal!.id },
  });
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  ({ instanceId } = begun.body);
});
afterAll(() => stage?.close());

describe('a stage that belongs to a process', () => {
  it('is given to it on the page of pipelines', async () => {
    const { page } = viktor;
    await viktor.open('/admin/pipelines');
    await page.getByRole('button', { name: 'Sales', exact: true }).first().click();
    const panel = page.getByRole('complementary').last();
    const needs = panel.getByRole('group', { name: 'Needs' });
    await needs.getByRole('combobox', { name: 'Moved by a process' }).click();
    await page.getByRole('option', { name: 'Find out needs' }).click();
    expect(await seriousViolations(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.waitFor({ state: 'detached' });
  });

  it('refuses a drop on the board, says at which step the process waits, and leads to its card', async () => {
    const { page } = viktor;
    await viktor.open(deals.path('&kind=kanban'));
    const card = page.getByText(deals.title(1)).first();
    const column = page.getByRole('region', { name: 'Qualified' });
    await card.dragTo(column);
    const toast = page.getByRole('alert').filter({ hasText: TOLD });
    await toast.waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await toast.getByRole('link', { name: 'Open its card' }).click();
    await page.waitForURL(`**/instances/${instanceId}`);
  });

  it('says it on the page of the deal before anybody tries, and follows the process when its step is done', async () => {
    const { page } = viktor;
    const [deal] = await deals.rows();
    await viktor.open(`/records/deal/${deal!.id}`);
    await page.getByRole('button', { name: 'Qualified', exact: true }).click();
    const panel = page.getByRole('complementary').filter({ hasText: TOLD });
    expect(await panel.getByRole('link', { name: TOLD }).getAttribute('href')).toContain(instanceId);
    expect(await panel.getByRole('button', { name: 'Save and move' }).isEnabled()).toBe(false);
    expect(await seriousViolations(page)).toEqual([]);
    const { body } = await viktor.get<{ tasks: { id: string }[] }>(`/api/instances/${instanceId}`);
    const done = await viktor.send('POST', `/api/tasks/${body.tasks[0]?.id}/complete`, { values: {} });
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    await expect.poll(async () => (await deals.rows())[0]?.fields.stage).toBe('on_hold');
    expect(viktor.complaints.filter((one) => !one.includes('409'))).toEqual([]);
  });
});
