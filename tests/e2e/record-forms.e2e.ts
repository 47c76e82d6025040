/** A form of a task whose fields are fields of a record: drawn in the designer, filled from the record and written to it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demonstrationId } from '#crm';
import { seriousViolations } from './support/axe.ts';
import { openDesigner, properties, publish, selectStep } from './support/designer.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

const DIAGRAM = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
  xmlns:tl="urn:throughline:bpmn:1" id="definitions" targetNamespace="http://example.org">
  <bpmn:process id="check-customer" name="Check a customer" isExecutable="true">
    <bpmn:extensionElements><tl:process subject="account:account" reads="account" manualStart="true" /></bpmn:extensionElements>
    <bpmn:startEvent id="begin" name="Chosen"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="check" name="Check the address"><bpmn:extensionElements><tl:assignment kind="initiator" /></bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:userTask>
    <bpmn:endEvent id="end" name="Checked"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="check" />
    <bpmn:sequenceFlow id="f2" sourceRef="check" targetRef="end" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="check-customer">
    <bpmndi:BPMNShape id="begin_di" bpmnElement="begin"><dc:Bounds x="100" y="122" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="check_di" bpmnElement="check"><dc:Bounds x="200" y="100" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="end_di" bpmnElement="end"><dc:Bounds x="380" y="122" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="f1_di" bpmnElement="f1"><di:waypoint x="136" y="140" /><di:waypoint x="200" y="140" /></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="f2_di" bpmnElement="f2"><di:waypoint x="300" y="140" /><di:waypoint x="380" y="140" /></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

let stage: Stage;
let viktor: Visitor;
let anna: Visitor;
const account = demonstrationId('account', 1);

beforeAll(async () => {
  stage = await openStage();
  [viktor, anna] = [await stage.enter('Viktor'), await stage.enter('Anna')];
  for (const visitor of [viktor, anna])
    expect((await visitor.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
  const role = await viktor.send('POST', '/api/admin/roles', {
    ...{ code: 'no_money', name: 'No money', nameRu: null, permissions: [], inherits: [] },
    fieldRights: [
      { entity: 'account', field: 'creditLimit', level: 'hidden' },
      { entity: 'account', field: 'taxId', level: 'read' },
    ],
    memberIds: [anna.id],
  });
  expect(role.status, JSON.stringify(role.body)).toBe(200);
  const made = await viktor.send('POST', '/api/processes', { name: 'Check a customer', xml: DIAGRAM });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
});
afterAll(() => stage?.close());

/** Begins the process on the customer, of whom the visitor becomes the owner; opens the page of its task. */
async function openTask(visitor: Visitor): Promise<string> {
  const path = `/api/records/account/${account}`;
  const { body } = await viktor.get<{ version: number }>(path);
  const fields = { owner: visitor.id, city: 'Tver', creditLimit: 54321, taxId: '7701' };
  expect((await viktor.send('PATCH', path, { version: body.version, fields })).status).toBe(200);
  const started = await visitor.send<{ instanceId: string }>('POST', '/api/processes/check-customer/start', {
    variables: {},
    record: { entity: 'account', id: account },
  });
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  const instance = await visitor.get<{ tasks: { id: string }[] }>(
    `/api/instances/${started.body.instanceId}`,
  );
  await visitor.open(`/tasks/${instance.body.tasks[0]?.id}`);
  return started.body.instanceId;
}

describe('a form with fields of a record', () => {
  it('is made in the designer: fields that are taken from the record stay its own', async () => {
    const { page } = viktor;
    await openDesigner(page, 'Check a customer');
    await selectStep(page, 'Check the address');
    await properties(page).getByRole('button', { name: 'Make a form' }).click();
    const panel = page.getByRole('complementary', { name: /^Form:/ });
    await panel.getByRole('button', { name: 'From record fields' }).click();
    const menu = page.getByRole('dialog');
    for (const name of ['City', 'Tax number', 'Credit limit'])
      await menu.getByRole('checkbox', { name, exact: true }).check();
    expect(await menu.getByRole('switch', { name: 'Keep them tied to the record' }).isChecked()).toBe(true);
    await menu.getByRole('button', { name: 'Add 3 fields' }).click();
    const picker = panel.getByRole('combobox', { name: 'Field of a record' });
    await expect.poll(() => picker.inputValue()).toBe('Credit limit');
    expect(await seriousViolations(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Done' }).click();
    await publish(page, 'First version');
    expect(viktor.complaints).toEqual([]);
  });

  it('shows and writes them by the rights of whoever has the task', async () => {
    const { page } = anna;
    const instanceId = await openTask(anna);
    const form = page.getByRole('region', { name: 'What to fill in' });
    const city = form.getByRole('textbox', { name: 'City' });
    await expect.poll(() => city.inputValue()).toBe('Tver');
    const tax = form.getByRole('textbox', { name: 'Tax number' });
    expect([await tax.inputValue(), await tax.isEditable()]).toEqual(['7701', false]);
    expect(await form.getByText('Credit limit').count()).toBe(0);
    expect(await seriousViolations(page)).toEqual([]);
    await city.fill('Omsk');
    await page.getByRole('button', { name: 'Done', exact: true }).click();
    await page.getByText('Done: Check the address').waitFor();
    const { body } = await viktor.get<{ fields: object }>(`/api/records/account/${account}`);
    expect(body.fields).toMatchObject({ city: 'Omsk', taxId: '7701' });
    const history = await viktor.get(`/api/instances/${instanceId}/history?limit=500`);
    expect(JSON.stringify(history.body)).not.toContain('Omsk');
    expect(anna.complaints).toEqual([]);
  });
});
