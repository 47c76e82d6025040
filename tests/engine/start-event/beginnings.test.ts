/** Where a process begins that has several plain start events, or none (BPMN 2.0.2 §10.5.2, §13.3.4). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineRejection } from '#engine';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine, running } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';
import { ANNA, createNode, openTasks, type Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url);
});
afterAll(async () => {
  await node.close();
  await database.drop();
});

const several = (id: string) =>
  aProcess(id, '<tl:process manualStart="true"/>')
    .start('by_mail', { name: 'By mail' })
    .userTask('read')
    .end('read_end')
    .start('by_phone')
    .userTask('listen')
    .end('listen_end');

const namesOf = async (instanceId: string) =>
  (await node.engine.views.instance(instanceId))!.userTasks.map(({ elementId }) => elementId);

describe('several plain start events', () => {
  it('start by the one that is named', async () => {
    await node.engine.deploy({ files: [several('several').file()] }, { actor: ANNA });
    for (const [startElementId, task] of [
      ['by_mail', 'read'],
      ['by_phone', 'listen'],
    ] as const) {
      const request = { processKey: 'several', startElementId };
      const { instanceId } = await node.engine.startInstance(request, { actor: ANNA });
      expect(await namesOf(instanceId)).toEqual([task]);
    }
  });

  it('are named when nobody chose', async () => {
    await node.engine.deploy({ files: [several('unnamed').file()] }, { actor: ANNA });
    const refusal = await node.engine
      .startInstance({ processKey: 'unnamed' }, { actor: ANNA })
      .catch((error: unknown) => error as EngineRejection);
    expect(refusal).toMatchObject({
      code: 'ENG_START_NOT_POSSIBLE',
      details: {
        starts: [
          { id: 'by_mail', name: 'By mail' },
          { id: 'by_phone', name: null },
        ],
      },
    });
    expect((refusal as EngineRejection).message).toContain("'by_mail' (By mail), 'by_phone'");
    const definition = await node.engine.views.latestDefinition('unnamed');
    expect(definition!.manualStart).toMatchObject({
      elementId: null,
      choices: [{ elementId: 'by_mail' }, { elementId: 'by_phone' }],
    });
  });

  it('cannot be called: an incident names them', async () => {
    const caller = aProcess('caller').start().callActivity('call', 'several').end();
    const engine = await running([caller, several('several')]);
    expect((await engine.snapshot()).incidents).toEqual([
      { element: 'call', code: 'ENG_START_NOT_POSSIBLE' },
    ]);
  });

  it('are refused in a subprocess, where nobody could choose', async () => {
    const engine = await anEngine();
    const process = aProcess('p')
      .start()
      .subProcess('inside', (inner) => inner.start('a').end('a_end').start('b').end('b_end'))
      .end();
    await expect(engine.deploy([process.file()])).rejects.toMatchObject({
      details: {
        problems: expect.arrayContaining([
          expect.objectContaining({ rule: 'several-subprocess-starts', elementId: 'inside' }),
        ]) as unknown,
      },
    });
  });
});

describe('no start event', () => {
  it('lets everything begin that nothing leads to', async () => {
    const process = aProcess('p').userTask('one').parallel('join').end().apart().userTask('other').to('join');
    const engine = await running([process]);
    expect((await engine.snapshot()).tasks.map(({ element }) => element)).toEqual(['one', 'other']);
    await engine.complete('one');
    expect((await engine.snapshot()).ended).toBe(false);
    await engine.complete('other');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['end'] });
  });

  it('of a subprocess does so, too, and of one that is called', async () => {
    const called = aProcess('called').userTask('inside');
    const process = aProcess('p')
      .start()
      .subProcess('sub', (inner) => inner.userTask('within').apart().userTask('beside'))
      .callActivity('call', 'called')
      .end();
    const engine = await running([process, called]);
    expect((await engine.snapshot()).tasks.map(({ element }) => element)).toEqual(['within', 'beside']);
    await engine.complete('within');
    await engine.complete('beside');
    await engine.complete('inside');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('leaves out what begins otherwise: boundary events, event subprocesses, compensation, links', async () => {
    const process = aProcess('p')
      .userTask('one')
      .end()
      .eventSubProcess('on_message', (inner) =>
        inner.startOn('told', { message: 'go' }).userTask('later').end('later_end'),
      )
      .boundary('late', 'one', { duration: 'PT1H' })
      .end('late_end');
    const engine = await running([process]);
    expect((await engine.snapshot()).tasks.map(({ element }) => element)).toEqual(['one']);
  });

  it('is told to the listeners of the process once', async () => {
    const listener =
      '<camunda:executionListener event="start"><camunda:script scriptFormat="javascript">begun = (begun || 0) + 1</camunda:script></camunda:executionListener>';
    const { name, content } = aProcess('p', listener).userTask('one').apart().userTask('other').file();
    const engine = await anEngine();
    const declared = content.replace(
      '<definitions ',
      '<definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn" ',
    );
    await engine.deploy([{ name, content: declared }]);
    await engine.start('p', { variables: { begun: 0 } });
    expect((await engine.snapshot()).variables).toMatchObject({ begun: 1 });
  });

  it('is shown as a start without a place', async () => {
    const process = aProcess('nowhere', '<tl:process manualStart="true"/>').userTask('one');
    await node.engine.deploy({ files: [process.file()] }, { actor: ANNA });
    const definition = await node.engine.views.latestDefinition('nowhere');
    expect(definition!.manualStart).toEqual({ elementId: null, form: null, choices: [] });
    const { instanceId } = await node.engine.startInstance({ processKey: 'nowhere' }, { actor: ANNA });
    expect(await openTasks(node.engine, instanceId)).toHaveLength(1);
  });
});
