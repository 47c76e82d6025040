/** Diagrams drawn for both of Camunda's engines run as they are, on both stores; what does not is refused by name. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestEngineOptions } from '#engine/testing';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const file = (name: string) => ({
  name,
  content: readFileSync(new URL(`./${name}`, import.meta.url), 'utf8'),
});
const CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"';
const camunda = (xml: string) => ({
  name: 'c7.bpmn',
  content: xml.replace('<definitions ', `<definitions ${CAMUNDA} `),
});

const given: Record<string, Record<string, unknown>[]> = {};
const handler = (name: string, output: Record<string, string>) => ({
  mode: 'transaction' as const,
  run: async (input: Record<string, unknown>) => {
    (given[name] ??= []).push(input);
    return { kind: 'ok' as const, output };
  },
});
const handlers: TestEngineOptions['handlers'] = {
  pay: { mode: 'job', run: async () => ({ kind: 'ok', output: { reference: 'r1' } }) },
  'com.acme.Book': handler('book', { booked: 'yes' }),
  'charge-card': handler('charge', { receipt: 'R-' }),
  notify: handler('notify', {}),
};

describe.each(['memory', 'postgres'] as const)('on the %s store', (store) => {
  const open = () => anEngine({ store, databaseUrl: database.url, handlers });

  it('runs a diagram drawn for Camunda 7', async () => {
    const engine = await open();
    await engine.deploy([file('camunda-7.bpmn')]);
    await engine.start('invoice', {
      variables: { amount: 2000, team: 'south', due: '2099-01-10T00:00:00Z' },
    });
    const { tasks, variables } = await engine.snapshot();
    expect(tasks).toEqual([
      {
        element: 'approve',
        name: 'Approve',
        assignee: 'tester',
        candidateGroups: ['accounting', 'south'],
      },
    ]);
    expect(variables).toMatchObject({ starter: 'tester', created: 2000 });

    await engine.complete('approve', { variables: { approved: true } });
    // asyncBefore: the step has ended in front of the task.
    expect((await engine.snapshot()).waiting).toEqual(['half']);
    await engine.runDueJobs();
    const done = await engine.snapshot();
    expect(done.endEvents).toEqual(['paid']);
    expect(done.variables).toMatchObject({
      decision: 'yes of 4000',
      left: 4001,
      taken: 'yes',
      half: 1000,
      reference: 'r1',
      booked: 'yes',
      sum: 2001,
    });
    expect(done.variables).not.toHaveProperty('limit');
    expect(given.book!.at(-1)).toMatchObject({ account: '4711', amount: 2000 });
  });

  it('runs a diagram drawn for Camunda 8', async () => {
    const engine = await open();
    await engine.deploy([file('camunda-8.bpmn')]);
    await engine.start('order', { variables: { price: 21, who: 'zoe' } });
    expect(given.charge!.at(-1)).toMatchObject({ amount: 42, mode: 'fixed', headers: { currency: 'EUR' } });
    const { tasks, variables } = await engine.snapshot();
    expect(tasks).toMatchObject([{ element: 'check', assignee: 'zoe', candidateGroups: ['a', 'b'] }]);
    expect(variables).toMatchObject({ order: { total: 42, receipt: 'R-fixed' }, next: 43 });
    await engine.complete('check');
    await engine.message('paid', { correlation: 'R-fixed' });
    expect((await engine.snapshot()).endEvents).toEqual(['end']);
  });
});

describe('a diagram of another engine', () => {
  const refusalOf = async (xml: { name: string; content: string }) => {
    const engine = await anEngine();
    const refusal = (await engine.deploy([xml]).catch((error: unknown) => error)) as {
      details: { problems: { elementId: string; severity: string; rule: string }[] };
    };
    return refusal.details.problems
      .filter((problem) => problem.severity === 'error')
      .map((problem) => `${problem.elementId} ${problem.rule}`);
  };

  it.each([
    ['a class that is not here', { attributes: 'camunda:class="com.acme.Missing"' }, 'x unknown-action'],
    ['a method call', { attributes: 'camunda:expression="${bean.run(order)}"' }, 'x unknown-action'],
    [
      'a connector',
      {
        extensions: '<camunda:connector><camunda:connectorId>mail</camunda:connectorId></camunda:connector>',
      },
      'x foreign-setting',
    ],
    [
      'a listener in Groovy',
      {
        extensions:
          '<camunda:executionListener event="start"><camunda:script scriptFormat="groovy">1</camunda:script></camunda:executionListener>',
      },
      'x not-executable',
    ],
    ['a setting that nobody knows', { attributes: 'camunda:magic="1"' }, 'x foreign-setting'],
  ])('is refused for %s', async (_what, options, expected) => {
    const process = aProcess().start().serviceTask('x', options).end();
    expect(await refusalOf(camunda(process.xml()))).toContain(expected);
  });

  it('runs a method call that the test stubs', async () => {
    const engine = await anEngine();
    const process = aProcess()
      .start()
      .serviceTask('x', {
        attributes: 'camunda:expression="${bean.run(order)}" camunda:resultVariable="answer"',
      })
      .userTask('u', { attributes: 'camunda:assignee="${bean.who()}"' })
      .end();
    await engine.deploy([camunda(process.xml())], {
      stubs: { x: { kind: 'set', variables: { answer: 42 } }, u: { kind: 'noop' } },
    });
    await engine.start('process');
    expect((await engine.snapshot()).variables).toEqual({ answer: 42 });
  });

  it('gives the text of an expression with a method call to the handler of that name', async () => {
    const engine = await anEngine({
      handlers: { '${bean.run(order)}': handler('bean', { done: 'yes' }) },
    });
    const process = aProcess()
      .start()
      .serviceTask('x', { attributes: 'camunda:expression="${bean.run(order)}"' })
      .end();
    await engine.deploy([camunda(process.xml())]);
    await engine.start('process', { variables: { order: 7 } });
    expect(given.bean).toEqual([{ order: 7 }]);
    expect((await engine.snapshot()).variables).toEqual({ order: 7, done: 'yes' });
  });

  it('goes on behind asyncAfter as a job of its own', async () => {
    const engine = await anEngine();
    const process = aProcess().start().userTask('u', { attributes: 'camunda:asyncAfter="true"' }).end();
    await engine.deploy([camunda(process.xml())]);
    await engine.start('process');
    await engine.complete('u', { variables: { a: 1 } });
    expect(await engine.snapshot()).toMatchObject({ ended: false, waiting: ['u'], tasks: [] });
    await engine.runDueJobs();
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { a: 1 } });
  });

  it('tells listeners who gets the task and how it ends', async () => {
    const engine = await anEngine();
    const script = (event: string, code: string): string =>
      `<camunda:taskListener event="${event}"><camunda:script scriptFormat="javascript">${code}</camunda:script></camunda:taskListener>`;
    const process = aProcess()
      .start()
      .userTask('u', {
        attributes: 'camunda:assignee="ann"',
        extensions:
          script('assignment', "execution.setVariable('who', task.assignee)") +
          script('complete', "execution.setVariable('done', answer)"),
      })
      .end();
    await engine.deploy([camunda(process.xml())]);
    await engine.start('process');
    expect((await engine.snapshot()).variables).toEqual({ who: 'ann' });
    await engine.complete('u', { variables: { answer: 42 } });
    expect((await engine.snapshot()).variables).toEqual({ who: 'ann', done: 42, answer: 42 });
  });

  it('gives the code and message of a caught error to the variables that it names', async () => {
    const engine = await anEngine();
    const process = aProcess()
      .start()
      .subProcess('sub', (inner) =>
        inner.start('s').end('e', { content: '<errorEventDefinition errorRef="lost"/>' }),
      )
      .end()
      .raw('boundaryEvent', 'caught', {
        attributes: 'attachedToRef="sub"',
        content:
          '<errorEventDefinition errorRef="lost" camunda:errorCodeVariable="code" camunda:errorMessageVariable="why"/>',
      })
      .userTask('mend')
      .end('mended');
    const xml = process
      .xml()
      .replace(
        '<process ',
        '<error id="lost" errorCode="LOST" camunda:errorMessage="${item} is gone"/><process ',
      )
      .replace(/<sequenceFlow id="end_caught"[^>]*>.*?<\/sequenceFlow>/, '');
    await engine.deploy([camunda(xml)]);
    await engine.start('process', { variables: { item: 'hat' } });
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'mend' }],
      variables: { code: 'LOST', why: 'hat is gone' },
    });
  });

  it('goes through the items of a collection', async () => {
    const engine = await anEngine();
    const process = aProcess()
      .start()
      .userTask('each', {
        attributes: 'camunda:assignee="${person}"',
        content:
          '<multiInstanceLoopCharacteristics camunda:collection="people" camunda:elementVariable="person"/>',
      })
      .end();
    await engine.deploy([camunda(process.xml())]);
    await engine.start('process', { variables: { people: ['ann', 'bob'] } });
    const { tasks } = await engine.snapshot();
    expect(tasks.map((task) => task.assignee).sort()).toEqual(['ann', 'bob']);
  });

  it('calls with what the diagram maps, and nothing else', async () => {
    const engine = await anEngine();
    const caller = aProcess('caller')
      .start()
      .callActivity('call', 'callee', {
        extensions:
          '<camunda:in source="a" target="x"/><camunda:in businessKey="${key}"/><camunda:out sourceExpression="${y + 1}" target="z"/>',
      })
      .end();
    const callee = aProcess('callee').start().scriptTask('s', '{ y: x * 2, seen: b }', 'feel').end();
    await engine.deploy([camunda(caller.xml()), callee.file()]);
    await engine.start('caller', { variables: { a: 5, b: 'hidden', key: 'K' } });
    const { variables, children } = await engine.snapshot();
    expect(variables).toEqual({ a: 5, b: 'hidden', key: 'K', z: 11 });
    expect(children[0]?.variables ?? { x: 5 }).toMatchObject({ x: 5 });
  });

  it('waits for a worker of its topic', async () => {
    const engine = await anEngine();
    const process = aProcess()
      .start()
      .serviceTask('x', { attributes: 'camunda:type="external" camunda:topic="print"' })
      .end();
    await engine.deploy([camunda(process.xml())]);
    await engine.start('process');
    expect(await engine.snapshot()).toMatchObject({ waiting: ['x'], incidents: [] });
  });
});
