/** Several pools in one file: their messages are delivered, and instances find each other by key or conversation. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

interface Pools {
  readonly messages?: string;
  readonly correlation?: string;
  readonly subscription?: string;
  readonly ask?: string;
  readonly reply?: string;
}

const ref = (message: string | undefined) =>
  message ? `<messageEventDefinition messageRef="${message}"/>` : '<messageEventDefinition/>';

/** A customer asks and waits; a shop starts by the question, works, and answers. */
function pools({ messages = '', correlation = '', subscription = '', ask, reply }: Pools = {}) {
  return {
    name: 'pools.bpmn',
    content: `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1" id="d" targetNamespace="urn:t">
${messages}
<collaboration id="c"><participant id="p1" processRef="customer"/><participant id="p2" processRef="shop"/>
<messageFlow id="mf1" name="question" sourceRef="ask" targetRef="asked"/><messageFlow id="mf2" sourceRef="answer" targetRef="answered"/>
${correlation}</collaboration>
<process id="customer" isExecutable="true">
<startEvent id="s1"/><sendTask id="prepare"/>
<intermediateThrowEvent id="ask"><extensionElements><tl:io><tl:input name="number">= number</tl:input></tl:io></extensionElements>${ref(ask)}</intermediateThrowEvent>
<intermediateCatchEvent id="answered">${ref(reply)}</intermediateCatchEvent><endEvent id="e1"/>
<sequenceFlow id="f0" sourceRef="s1" targetRef="prepare"/><sequenceFlow id="f1" sourceRef="prepare" targetRef="ask"/><sequenceFlow id="f2" sourceRef="ask" targetRef="answered"/><sequenceFlow id="f3" sourceRef="answered" targetRef="e1"/>
${subscription}</process>
<process id="shop" isExecutable="true">
<startEvent id="asked">${ref(ask)}</startEvent><userTask id="think" name="Think"/>
<endEvent id="answer"><extensionElements><tl:io><tl:input name="answer">= answer</tl:input><tl:input name="number">= number</tl:input></tl:io></extensionElements>${ref(reply)}</endEvent>
<sequenceFlow id="g1" sourceRef="asked" targetRef="think"/><sequenceFlow id="g2" sourceRef="think" targetRef="answer"/>
</process></definitions>`,
  };
}

const NAMED = '<message id="m1" name="question"/><message id="m2" name="reply"/>';

describe.each(['memory', 'postgres'] as const)('pools on %s', (store) => {
  it.each([
    ['named by their flows', {}],
    ['named by their messages', { messages: NAMED, ask: 'm1', reply: 'm2' }],
    ['named at one end only', { messages: NAMED, ask: undefined, reply: 'm2' }],
  ])('exchange messages %s, each with its own partner', async (_name, drawn) => {
    const engine = await anEngine({ store, databaseUrl: database.url });
    await engine.deploy([pools(drawn)]);
    const first = await engine.start('customer', { variables: { number: 1 } });
    const second = await engine.start('customer', { variables: { number: 2 } });
    await engine.runDueJobs();
    await engine.complete('Think', { nth: 1, variables: { answer: 'to the second' } });
    await engine.runDueJobs();
    expect(await engine.snapshot(second)).toMatchObject({
      ended: true,
      variables: { answer: 'to the second' },
    });
    expect(await engine.snapshot(first)).toMatchObject({ ended: false, waiting: ['answered'] });
    await engine.complete('Think', { nth: 0, variables: { answer: 'to the first' } });
    await engine.runDueJobs();
    expect(await engine.snapshot(first)).toMatchObject({
      ended: true,
      variables: { answer: 'to the first' },
    });
  });

  it('hear a send task whose message only its flow names', async () => {
    const engine = await anEngine({ store, databaseUrl: database.url });
    const { name, content } = pools();
    const thrown =
      /<intermediateThrowEvent id="ask">(.*?)<messageEventDefinition\/><\/intermediateThrowEvent>/;
    await engine.deploy([{ name, content: content.replace(thrown, '<sendTask id="ask">$1</sendTask>') }]);
    const id = await engine.start('customer', { variables: { number: 1 } });
    await engine.runDueJobs();
    await engine.complete('Think', { variables: { answer: 'heard' } });
    await engine.runDueJobs();
    expect(await engine.snapshot(id)).toMatchObject({ ended: true, variables: { answer: 'heard' } });
  });

  it('find each other by the business key where there is one', async () => {
    const engine = await anEngine({ store, databaseUrl: database.url });
    await engine.deploy([pools()]);
    const id = await engine.start('customer', { businessKey: `key ${store}`, variables: { number: 1 } });
    await engine.runDueJobs();
    await engine.message('mf2', { businessKey: `key ${store}`, variables: { answer: 'from outside' } });
    expect(await engine.snapshot(id)).toMatchObject({ ended: true, variables: { answer: 'from outside' } });
  });

  it('find each other by the properties of their messages', async () => {
    const engine = await anEngine({ store, databaseUrl: database.url });
    const retrieval = (message: string) =>
      `<correlationPropertyRetrievalExpression messageRef="${message}"><messagePath>= number</messagePath></correlationPropertyRetrievalExpression>`;
    await engine.deploy([
      pools({
        messages: `${NAMED}<correlationProperty id="cp" name="number">${retrieval('m1')}${retrieval('m2')}</correlationProperty>`,
        ask: 'm1',
        reply: 'm2',
        correlation:
          '<correlationKey id="ck"><correlationPropertyRef>cp</correlationPropertyRef></correlationKey>',
        subscription:
          '<correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="cp"><dataPath>= number</dataPath></correlationPropertyBinding></correlationSubscription>',
      }),
    ]);
    const number = store === 'memory' ? 71 : 72;
    const id = await engine.start('customer', { variables: { number } });
    await engine.runDueJobs();
    expect((await engine.started()).length).toBe(1);
    await expect(engine.message('reply', { variables: { number: 999 } })).rejects.toMatchObject({
      code: 'ENG_MESSAGE_NOT_CORRELATED',
    });
    await engine.message('reply', { variables: { number, answer: 'outside' } });
    expect(await engine.snapshot(id)).toMatchObject({ ended: true, variables: { answer: 'outside' } });
  });

  it('are reached from outside without a key', async () => {
    const engine = await anEngine({ store, databaseUrl: database.url });
    const { name, content } = pools();
    const own = content.replaceAll('mf2', `outside_${store}`);
    await engine.deploy([{ name, content: own }]);
    const id = await engine.start('customer');
    await engine.runDueJobs();
    await engine.message(`outside_${store}`, { variables: { answer: 1 } });
    expect(await engine.snapshot(id)).toMatchObject({ ended: true, variables: { answer: 1 } });
  });
});
