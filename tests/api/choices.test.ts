/** Choices of shipped fields over the wire: for administrators only, and not while a running version names one. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChoiceList, EntityMeta, RecordView } from '#contract';
import { aProcess } from '../support/process-builder.ts';
import { startApi, type ApiProduct, type Visitor } from './api-product.ts';
import { publish } from './work-of-people.ts';

let product: ApiProduct;
let admin: Visitor;
let employee: Visitor;

beforeAll(async () => {
  product = await startApi();
  admin = await product.as('Viktor');
  employee = await product.as('Maria');
}, 120_000);
afterAll(() => product.stop());

async function listOf(name: string): Promise<ChoiceList> {
  const { body } = await admin.get<{ items: ChoiceList[] }>('/api/admin/choices');
  const found = body.items.find((one) => one.list === name);
  if (!found) throw new Error(`Expected a list ${name}.`);
  return found;
}

async function save(name: string, change: (choices: Draft[]) => Draft[]) {
  const { choices, version } = await listOf(name);
  const drafts = choices.map(({ isKept: _isKept, ...choice }) => choice);
  return admin.send<ChoiceList & { code?: string; details?: { uses: unknown[] } }>(
    'PUT',
    `/api/admin/choices/${name}`,
    { version, choices: change(drafts) },
  );
}
type Draft = Omit<ChoiceList['choices'][number], 'isKept'>;

const switched = (active: boolean) => (value: string) => (choices: Draft[]) =>
  choices.map((one) => (one.value === value ? { ...one, active } : one));
const off = switched(false);
const on = switched(true);

it('is for administrators; everybody may use what they made with the next request', async () => {
  expect((await employee.get('/api/admin/choices')).status).toBe(403);
  const added = { value: 'outage', label: { en: 'Outage', ru: 'Авария' }, tone: 'failed' as const };
  const saved = await save('ticket.type', (choices) => [
    ...choices,
    { ...added, baseState: null, active: true, asksReason: false },
  ]);
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  const ticket = await employee.send<RecordView>('POST', '/api/records/ticket', {
    fields: { subject: 'Dark', type: 'outage' },
  });
  expect(ticket.body.fields.type).toBe('outage');
  expect((await save('ticket.type', off('outage'))).status).toBe(200);
  const meta = await employee.get<{ items: EntityMeta[] }>('/api/entities');
  const type = meta.body.items
    .find((one) => one.entity === 'ticket')
    ?.fields.find((one) => one.key === 'type');
  expect(type?.retiredOptions).toMatchObject([{ value: 'outage' }]);
});

it('stays on while a running version of a process names it', async () => {
  const owner = await product.as('Olga');
  for (const key of ['satisfaction-note', 'follow-up-call']) {
    const shipped = await readFile(`processes/${key}/${key}.bpmn`, 'utf8');
    const xml = shipped.replace('"= ticket.number"', '"= if ticket.type = &quot;wish&quot; then 1 else 2"');
    await owner.send('POST', '/api/processes', { name: key, xml });
    const published = await owner.send('POST', `/api/processes/${key}/publish`, { revision: 1 });
    expect(published.status, JSON.stringify(published.body)).toBe(200);
  }
  const refused = await save('ticket.type', off('wish'));
  expect(refused.status).toBe(409);
  expect(refused.body.code).toBe('CRM_CHOICE_IN_USE');
  expect(refused.body.details?.uses).toContainEqual(
    expect.objectContaining({ code: 'wish', kind: 'process' }),
  );
});

it('stays on while a decision table names it that a running version asks', async () => {
  const owner = await product.as('Olga');
  const table = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"><decision id="urgency" name="Urgency"><literalExpression id="logic"><text>if ticket.type = "outage" then 1 else 2</text></literalExpression></decision></definitions>`;
  const deployed = await owner.send('POST', '/api/decisions', { name: 'urgency.dmn', xml: table });
  expect(deployed.status, JSON.stringify(deployed.body)).toBe(200);
  expect((await save('ticket.type', on('outage'))).status).toBe(200);
  expect((await save('ticket.type', off('outage'))).status).toBe(200);
  expect((await save('ticket.type', on('outage'))).status).toBe(200);
  const extensions = '<tl:process subject="ticket:ticket" reads="ticket" />';
  const ask = { extensions: '<tl:decision ref="urgency" resultVariable="urgency" />' };
  await publish(owner, aProcess('asks', extensions).start().raw('businessRuleTask', 'ask', ask).end());
  const refused = await save('ticket.type', off('outage'));
  expect(refused.status).toBe(409);
  expect(refused.body.details?.uses).toEqual([
    { code: 'outage', kind: 'decision', name: { en: 'Urgency, 1', ru: 'Urgency, 1' } },
  ]);
});

it('hands out roles and ways of paying to everybody, and no list that is no list', async () => {
  const roles = await employee.get<{ items: { value: string }[] }>('/api/choices/deal.contactRole');
  expect(roles.body.items.map((one) => one.value)).toContain('decider');
  expect((await employee.get('/api/choices/no.list')).status).toBe(409);
});
