/** Repeated activities in the words of both namespaces and of the standard. */
import { expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine } from '../../support/engine.ts';

const NAMESPACES =
  'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"';
const file = (xml: string) => ({
  name: 'repeated.bpmn',
  content: xml.replace('<definitions ', `<definitions ${NAMESPACES} `),
});

it('gives each item its inputs, listeners and outputs, and begins in a job of its own', async () => {
  const engine = await anEngine();
  const process = aProcess()
    .start()
    .userTask('u', {
      attributes: 'camunda:asyncBefore="true" camunda:assignee="${person}"',
      extensions:
        '<camunda:inputOutput><camunda:inputParameter name="label">${person}!</camunda:inputParameter><camunda:outputParameter name="last">${label}</camunda:outputParameter></camunda:inputOutput><camunda:executionListener event="start"><camunda:script scriptFormat="feel">{ began: true }</camunda:script></camunda:executionListener>',
      content:
        '<multiInstanceLoopCharacteristics camunda:collection="${people}" camunda:elementVariable="person"/>',
    })
    .end();
  await engine.deploy([file(process.xml())]);
  await engine.start('process', { variables: { people: ['ann', 'bob'] } });
  expect((await engine.snapshot()).tasks).toEqual([]);
  await engine.runDueJobs();
  const { tasks, variables } = await engine.snapshot();
  expect(tasks.map((task) => task.assignee).sort()).toEqual(['ann', 'bob']);
  expect(variables).toEqual({ people: ['ann', 'bob'], began: true });
  await engine.complete('u', { nth: 0 });
  await engine.complete('u', { nth: 0 });
  expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { last: 'bob!' } });
});

const scriptTask = (task: string): string =>
  aProcess()
    .start()
    .scriptTask('s', 'x', 'feel')
    .end()
    .xml()
    .replace(/<scriptTask.*?<\/scriptTask>/s, task);

it('collects results as Camunda 8 says', async () => {
  const engine = await anEngine();
  const loop =
    '<multiInstanceLoopCharacteristics isSequential="true"><extensionElements><zeebe:loopCharacteristics inputCollection="= xs" inputElement="item" outputCollection="ys" outputElement="= r"/></extensionElements></multiInstanceLoopCharacteristics>';
  const script =
    '<extensionElements><zeebe:script expression="= item * 2" resultVariable="r"/></extensionElements>';
  await engine.deploy([file(scriptTask(`<scriptTask id="s">${script}${loop}</scriptTask>`))]);
  await engine.start('process', { variables: { xs: [1, 2, 3] } });
  expect((await engine.snapshot()).variables).toEqual({ xs: [1, 2, 3], ys: [2, 4, 6] });
});

it('goes from one data object to another as the standard says', async () => {
  const engine = await anEngine();
  const data =
    '<dataObject id="do1"/><dataObjectReference id="orders" name="orders" dataObjectRef="do1"/><dataObject id="do2"/><dataObjectReference id="sums" name="sums" dataObjectRef="do2"/>';
  const io =
    '<ioSpecification><dataInput id="in" name="in"/><dataOutput id="out" name="out"/><inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet><dataOutputRefs>out</dataOutputRefs></outputSet></ioSpecification><dataInputAssociation><sourceRef>orders</sourceRef><targetRef>in</targetRef></dataInputAssociation><dataOutputAssociation><sourceRef>out</sourceRef><targetRef>sums</targetRef></dataOutputAssociation>';
  const loop =
    '<multiInstanceLoopCharacteristics><loopDataInputRef>in</loopDataInputRef><loopDataOutputRef>out</loopDataOutputRef><inputDataItem id="i" name="order"/><outputDataItem id="o" name="sum"/></multiInstanceLoopCharacteristics>';
  const task = `<scriptTask id="s" scriptFormat="feel">${io}${loop}<script>{ sum: order * 10 }</script></scriptTask>`;
  await engine.deploy([file(scriptTask(data + task))]);
  await engine.start('process', { variables: { orders: [1, 2] } });
  expect((await engine.snapshot()).variables).toMatchObject({ sums: [10, 20] });
});
