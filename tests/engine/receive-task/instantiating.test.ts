/** An instantiating receive task stands in the place of a start event (BPMN 2.0.2 §10.3.3). */
import { expect, it } from 'vitest';
import { anEngine } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';

const file = (id = 'orders') => ({
  name: 'orders.bpmn',
  content: `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t">
<message id="m" name="order"/>
<process id="${id}" isExecutable="true">
<receiveTask id="receive" name="Order comes" messageRef="m" instantiate="true"/>
<userTask id="handle" name="Handle"/><endEvent id="end"/>
<sequenceFlow id="f1" sourceRef="receive" targetRef="handle"/><sequenceFlow id="f2" sourceRef="handle" targetRef="end"/>
</process></definitions>`,
});

it('starts an instance with its message, once per message', async () => {
  const engine = await anEngine();
  await engine.deploy([file()]);
  await engine.start('orders', { message: 'order', businessKey: 'A-1', variables: { total: 5 } });
  expect(await engine.snapshot()).toMatchObject({
    tasks: [{ element: 'handle' }],
    variables: { total: 5 },
    visited: { receive: 1, handle: 1 },
  });
  await engine.message('order', { businessKey: 'A-2' });
  expect(await engine.started()).toHaveLength(1);
});

it('cannot be started without its message', async () => {
  const engine = await anEngine();
  await engine.deploy([file()]);
  await expect(engine.start('orders')).rejects.toMatchObject({ code: 'ENG_START_NOT_POSSIBLE' });
});

it('is fired by the test engine like a start event', async () => {
  const engine = await anEngine();
  await engine.deploy([file()]);
  await engine.trigger('receive');
  expect((await engine.snapshot()).tasks).toMatchObject([{ element: 'handle' }]);
});

it('waits like any other receive task when a flow leads back to a second one', async () => {
  const engine = await anEngine();
  const second = aProcess('second').start().receiveTask('again', 'order').end().file();
  await engine.deploy([second]);
  await engine.start('second');
  expect((await engine.snapshot()).waiting).toEqual(['again']);
});
