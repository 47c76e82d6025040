/** Data that events take in and give out (BPMN 2.0.2 §10.4.2): what a message carries comes from and goes to data objects. */
import { expect, it } from 'vitest';
import { anEngine } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';

const dataObject = (name: string) =>
  `<dataObject id="object_${name}"/><dataObjectReference id="${name}" name="${name}" dataObjectRef="object_${name}"/>`;
const objects = (xml: string, ...names: string[]) => ({
  name: 'events.bpmn',
  content: xml.replace('</process>', `${names.map(dataObject).join('')}</process>`),
});
const givenOut = (target: string) =>
  `<dataOutput id="out_${target}" name="amount"/><dataOutputAssociation id="doa_${target}"><sourceRef>out_${target}</sourceRef><targetRef>${target}</targetRef></dataOutputAssociation>`;
const takenIn = (source: string) =>
  `<dataInput id="in_${source}" name="amount"/><dataInputAssociation id="dia_${source}"><sourceRef>${source}</sourceRef><targetRef>in_${source}</targetRef></dataInputAssociation>`;
/** The association stands before the event definition. */
const within = (xml: string, element: string, data: string) =>
  xml.replace(new RegExp(`(<\\w+ id="${element}"[^>]*>)`), `$1${data}`);

it('of a catch event goes into the data object that it is drawn to, and nothing else comes in', async () => {
  const process = aProcess().start().catchMessage('paid', 'payment').userTask('after').end();
  const engine = await anEngine();
  await engine.deploy([objects(within(process.xml(), 'paid', givenOut('invoice')), 'invoice')]);
  await engine.start('process');
  await engine.message('payment', { variables: { amount: 12, other: 1 } });
  const { variables } = await engine.snapshot();
  expect(variables.invoice).toBe(12);
});

it('of a start and a boundary event goes where it is drawn to', async () => {
  const process = aProcess().startMessage('asked', 'order').userTask('work').end();
  process.boundary('changed', 'work', { message: 'change' }).userTask('after').end('e2');
  const drawn = within(process.xml(), 'asked', givenOut('order'));
  const engine = await anEngine();
  await engine.deploy([objects(within(drawn, 'changed', givenOut('change')), 'order', 'change')]);
  await engine.message('order', { variables: { amount: 1 } });
  expect((await engine.snapshot()).variables.order).toBe(1);
  await engine.message('change', { variables: { amount: 2 } });
  expect((await engine.snapshot()).variables).toMatchObject({ order: 1, change: 2 });
});

it.each([
  ['throw', 'intermediate'],
  ['end', 'end'],
])('of a message %s event is what its message carries', async (kind) => {
  const sender = aProcess('sender').start();
  const thrown =
    kind === 'throw' ? sender.throwMessage('told', 'news').end() : sender.endMessage('told', 'news');
  const receiver = aProcess('receiver').startMessage('heard', 'news').userTask('after').end();
  const engine = await anEngine();
  await engine.deploy([receiver.file()]);
  await engine.deploy([objects(within(thrown.xml(), 'told', takenIn('invoice')), 'invoice')]);
  await engine.start('sender', { variables: { invoice: 7, secret: 1 } });
  await engine.runDueJobs();
  const [heard] = (await engine.started()).slice(-1);
  expect((await engine.snapshot(heard)).variables).toEqual({ amount: 7 });
});
