/** An instantiating event gateway: one of its messages starts the process, or the first of all that must come. */
import { expect, it } from 'vitest';
import { anEngine } from '../../support/engine.ts';

const file = (type: string) => ({
  name: 'gateway.bpmn',
  content: `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t">
<message id="m1" name="order"/><message id="m2" name="payment"/>
<process id="sale" isExecutable="true">
<eventBasedGateway id="g" instantiate="true" eventGatewayType="${type}"/>
<intermediateCatchEvent id="order"><messageEventDefinition messageRef="m1"/></intermediateCatchEvent>
<receiveTask id="payment" messageRef="m2"/>
<userTask id="pack" name="Pack"/><userTask id="book" name="Book"/><endEvent id="e1"/><endEvent id="e2"/>
<sequenceFlow id="f1" sourceRef="g" targetRef="order"/><sequenceFlow id="f2" sourceRef="g" targetRef="payment"/>
<sequenceFlow id="f3" sourceRef="order" targetRef="pack"/><sequenceFlow id="f4" sourceRef="payment" targetRef="book"/>
<sequenceFlow id="f5" sourceRef="pack" targetRef="e1"/><sequenceFlow id="f6" sourceRef="book" targetRef="e2"/>
</process></definitions>`,
});

it('starts by whichever message comes, and waits for no other', async () => {
  const engine = await anEngine();
  await engine.deploy([file('Exclusive')]);
  await engine.start('sale', { message: 'payment', businessKey: 'A' });
  expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'book' }], waiting: [] });
  await engine.message('order', { businessKey: 'A' });
  expect(await engine.started()).toHaveLength(1);
});

it('starts by the first and awaits the others when it is parallel', async () => {
  const engine = await anEngine();
  await engine.deploy([file('Parallel')]);
  const id = await engine.start('sale', { message: 'payment', businessKey: 'A' });
  expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'book' }], waiting: ['order'] });
  await engine.message('order', { businessKey: 'A' });
  expect(await engine.started()).toHaveLength(0);
  await engine.complete('Book', { instance: id });
  expect((await engine.snapshot(id)).ended).toBe(false);
  await engine.complete('Pack', { instance: id });
  expect((await engine.snapshot(id)).ended).toBe(true);
});
