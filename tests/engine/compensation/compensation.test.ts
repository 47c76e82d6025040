/** What completed is undone in reverse order, each by its handler; what is unfinished is not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestEngine, TestEngineOptions } from '#engine/testing';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const log = (text: string) => `= { log: append(log, ${text}) }`;
const script = (id: string, feel: string, attributes = '') =>
  `<scriptTask id="${id}" scriptFormat="feel" ${attributes}><script>${feel.replaceAll('"', '&quot;').replaceAll('>', '&gt;')}</script></scriptTask>`;

/** An activity with its compensation boundary event and handler; the handler writes its mark into `log`. */
const undoable = (
  activity: string,
  id: string,
  handler = script(`undo_${id}`, log(`"${id}"`), 'isForCompensation="true"'),
) =>
  `${activity}<boundaryEvent id="b_${id}" attachedToRef="${id}"><compensateEventDefinition/></boundaryEvent>${handler}<association id="as_${id}" sourceRef="b_${id}" targetRef="undo_${id}"/>`;
const task = (id: string) => `<userTask id="${id}" name="${id}"/>`;
const flows = (...ids: string[]) =>
  ids
    .slice(1)
    .map(
      (id, index) => `<sequenceFlow id="${ids[index]}_${id}" sourceRef="${ids[index]}" targetRef="${id}"/>`,
    )
    .join('');
const throwing = (id: string, activity = '', more = '') =>
  `<intermediateThrowEvent id="${id}"><compensateEventDefinition ${activity && `activityRef="${activity}"`} ${more}/></intermediateThrowEvent>`;

const file = (body: string, id = 'p') => ({
  name: `${id}.bpmn`,
  content: `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1" id="d" targetNamespace="urn:t"><error id="err" name="err" errorCode="E"/><process id="${id}" isExecutable="true">${body}</process></definitions>`,
});

async function started(body: string, options: TestEngineOptions = {}): Promise<TestEngine> {
  const engine = await anEngine(options);
  await engine.deploy([file(body)]);
  await engine.start('p', { variables: { log: [] } });
  return engine;
}

const twoTasks = undoable(task('a'), 'a') + undoable(task('b'), 'b');

describe.each(['memory', 'postgres'] as const)('a throw on %s', (store) => {
  const options = () => ({ store, databaseUrl: database.url });

  it('is nothing in an instance that ends in the step in which it begins', async () => {
    const engine = await started(
      `<startEvent id="s"/>${undoable(script('a', log('"done"')), 'a')}<endEvent id="e"/>${flows('s', 'a', 'e')}`,
      options(),
    );
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { log: ['done'] } });
  });

  it('undoes all in reverse order of completion, and then goes on', async () => {
    const engine = await started(
      `<startEvent id="s"/>${twoTasks}${throwing('t')}${task('after')}<endEvent id="e"/>${flows('s', 'a', 'b', 't', 'after', 'e')}`,
      options(),
    );
    await engine.complete('a');
    expect((await engine.snapshot()).subscriptions.compensation).toBe(1);
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({
      variables: { log: ['b', 'a'] },
      tasks: [{ element: 'after' }],
      subscriptions: { compensation: 0 },
    });
    await engine.complete('after');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('waits for handlers that wait, one after another', async () => {
    const engine = await started(
      `<startEvent id="s"/>${undoable(task('a'), 'a', '<userTask id="undo_a" name="undo a" isForCompensation="true"/>')}${undoable(task('b'), 'b', '<userTask id="undo_b" name="undo b" isForCompensation="true"/>')}${throwing('t')}<endEvent id="e"/>${flows('s', 'a', 'b', 't', 'e')}`,
      options(),
    );
    await engine.complete('a');
    await engine.complete('b');
    expect((await engine.snapshot()).tasks.map((one) => one.element)).toEqual(['undo_b']);
    await engine.complete('undo b');
    expect((await engine.snapshot()).tasks.map((one) => one.element)).toEqual(['undo_a']);
    await engine.complete('undo a');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['e'] });
  });

  it('of a completed subprocess undoes its inside, with its local variables', async () => {
    const inner = `<startEvent id="is"/>${undoable(task('a'), 'a', script('undo_a', log('local'), 'isForCompensation="true"'))}${undoable(task('b'), 'b')}<endEvent id="ie"/>${flows('is', 'a', 'b', 'ie')}`;
    const engine = await started(
      `<startEvent id="s"/><subProcess id="sub"><extensionElements><tl:io><tl:input name="local">= "kept"</tl:input></tl:io></extensionElements>${inner}</subProcess>${undoable(task('c'), 'c')}${throwing('t')}<endEvent id="e"/>${flows('s', 'sub', 'c', 't', 'e')}`,
      options(),
    );
    await engine.complete('a');
    await engine.complete('b');
    expect((await engine.snapshot()).subscriptions.compensation).toBe(3);
    await engine.complete('c');
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { log: ['c', 'b', 'kept'] } });
  });

  it('leaves nothing behind when the instance ends, however it ends', async () => {
    const engine = await started(
      `<startEvent id="s"/>${twoTasks}<endEvent id="e"/>${flows('s', 'a', 'b', 'e')}`,
      options(),
    );
    await engine.complete('a');
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({ ended: true, subscriptions: { compensation: 0 } });
    await engine.start('p', { variables: { log: [] } });
    await engine.complete('a');
    await engine.cancel();
    expect(await engine.snapshot()).toMatchObject({ ended: true, subscriptions: { compensation: 0 } });
  });

  it('of a transaction by its cancel end event: all is taken away, undone, and left by the boundary', async () => {
    const inner =
      `<startEvent id="is"/><parallelGateway id="f"/>${undoable(task('a'), 'a')}${undoable(task('b'), 'b')}${task('open')}<endEvent id="ie"/><endEvent id="c"><cancelEventDefinition/></endEvent>${flows('is', 'f', 'a', 'b', 'c')}${flows('f', 'open', 'ie')}`.replace(
        '',
        '',
      );
    const engine = await started(
      `<startEvent id="s"/><transaction id="tx">${inner}</transaction><boundaryEvent id="cancelled" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent><endEvent id="done"/><endEvent id="undone"/>${flows('s', 'tx', 'done')}${flows('cancelled', 'undone')}`,
      options(),
    );
    await engine.complete('a');
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      endEvents: expect.arrayContaining(['undone']),
      tasks: [],
      variables: { log: ['b', 'a'] },
      subscriptions: { compensation: 0 },
    });
    expect((await engine.snapshot()).endEvents).not.toContain('done');
  });
});

describe('a throw', () => {
  it('of one activity undoes only that, once for each time it completed', async () => {
    const engine = await started(
      `<startEvent id="s"/>${twoTasks}${throwing('t', 'a')}${throwing('t2', 'a')}<endEvent id="e"/>${flows('s', 'a', 'b', 't', 't2', 'e')}`,
    );
    await engine.complete('a');
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { log: ['a'] } });
  });

  it('does nothing for what is not finished', async () => {
    const engine = await started(
      `<startEvent id="s"/><parallelGateway id="f"/>${twoTasks}${throwing('t')}<endEvent id="e"/><endEvent id="e2"/>${flows('s', 'f', 'a', 't', 'e')}${flows('f', 'b', 'e2')}`,
    );
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({ variables: { log: ['a'] }, tasks: [{ element: 'b' }] });
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { log: ['a'] } });
  });

  it('passes when there is nothing to undo', async () => {
    const engine = await started(
      `<startEvent id="s"/>${throwing('t')}<endEvent id="e"/>${flows('s', 't', 'e')}`,
    );
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('need not be waited for', async () => {
    const handler = '<userTask id="undo_a" name="undo a" isForCompensation="true"/>';
    const engine = await started(
      `<startEvent id="s"/>${undoable(task('a'), 'a', handler)}${throwing('t', '', 'waitForCompletion="false"')}${task('after')}<endEvent id="e"/>${flows('s', 'a', 't', 'after', 'e')}`,
    );
    await engine.complete('a');
    expect((await engine.snapshot()).tasks.map((one) => one.element).sort()).toEqual(['after', 'undo_a']);
    await engine.complete('after');
    expect((await engine.snapshot()).ended).toBe(false);
    await engine.complete('undo a');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('may be the end event', async () => {
    const engine = await started(
      `<startEvent id="s"/>${twoTasks}<endEvent id="e"><compensateEventDefinition/></endEvent>${flows('s', 'a', 'b', 'e')}`,
    );
    await engine.complete('a');
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      endEvents: ['e'],
      variables: { log: ['b', 'a'] },
    });
  });

  it('runs a compensation event subprocess instead of the inside, which may ask for it', async () => {
    const undoing = `<subProcess id="undoing" triggeredByEvent="true"><startEvent id="us"><compensateEventDefinition/></startEvent>${script('mark', log('"whole"'))}${throwing('ut')}<endEvent id="ue"/>${flows('us', 'mark', 'ut', 'ue')}</subProcess>`;
    const inner = `<startEvent id="is"/>${twoTasks}<endEvent id="ie"/>${flows('is', 'a', 'b', 'ie')}${undoing}`;
    const engine = await started(
      `<startEvent id="s"/><subProcess id="sub">${inner}</subProcess>${throwing('t')}<endEvent id="e"/>${flows('s', 'sub', 't', 'e')}`,
    );
    await engine.complete('a');
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      variables: { log: ['whole', 'b', 'a'] },
      subscriptions: { compensation: 0 },
    });
  });

  it('uses the handler of a subprocess for all of it', async () => {
    const inner = `<startEvent id="is"/>${twoTasks}<endEvent id="ie"/>${flows('is', 'a', 'b', 'ie')}`;
    const engine = await started(
      `<startEvent id="s"/>${undoable(`<subProcess id="sub">${inner}</subProcess>`, 'sub')}${throwing('t')}<endEvent id="e"/>${flows('s', 'sub', 't', 'e')}`,
    );
    await engine.complete('a');
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      variables: { log: ['sub'] },
      subscriptions: { compensation: 0 },
    });
  });

  it('in an event subprocess undoes what completed around it', async () => {
    const inner = `<startEvent id="is"/>${undoable(task('a'), 'a')}<endEvent id="fail"><errorEventDefinition errorRef="err"/></endEvent>${flows('is', 'a', 'fail')}<subProcess id="rescue" triggeredByEvent="true"><startEvent id="rs"><errorEventDefinition/></startEvent>${throwing('rt')}<endEvent id="re"/>${flows('rs', 'rt', 're')}</subProcess>`;
    const engine = await started(
      `<startEvent id="s"/><subProcess id="sub">${inner}</subProcess><endEvent id="e"/>${flows('s', 'sub', 'e')}`,
    );
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { log: ['a'] } });
  });

  it('undoes what completed in an event subprocess with the scope around it, and nothing of one that was ended', async () => {
    const help = (id: string, end: string) =>
      `<subProcess id="help_${id}" triggeredByEvent="true"><startEvent id="hs_${id}" isInterrupting="false"><signalEventDefinition signalRef="sig_${id}"/></startEvent>${undoable(task(id), id)}<endEvent id="he_${id}">${end}</endEvent>${flows(`hs_${id}`, id, `he_${id}`)}</subProcess>`;
    const body = `<startEvent id="s"/>${undoable(task('a'), 'a')}${throwing('t')}<endEvent id="e"/>${flows('s', 'a', 't', 'e')}${help('b', '')}${help('c', '<terminateEventDefinition/>')}`;
    const drawn = file(body);
    const signals = '<signal id="sig_b" name="b"/><signal id="sig_c" name="c"/><process';
    const engine = await anEngine();
    await engine.deploy([{ ...drawn, content: drawn.content.replace('<process', signals) }]);
    await engine.start('p', { variables: { log: [] } });
    for (const id of ['b', 'c']) {
      await engine.signal(id);
      await engine.complete(id);
    }
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      variables: { log: ['a', 'b'] },
      subscriptions: { compensation: 0 },
    });
  });

  it('leaves an incident at a handler that fails, and goes on when it is mended', async () => {
    const service =
      '<serviceTask id="undo_a" isForCompensation="true"><extensionElements><tl:action type="undo.it"/></extensionElements></serviceTask>';
    let isBroken = true;
    const engine = await anEngine({
      handlers: {
        'undo.it': {
          mode: 'transaction',
          run: async () => {
            if (isBroken) throw new Error('broken');
            return { kind: 'ok', output: {} };
          },
        },
      },
    });
    await engine.deploy([
      file(
        `<startEvent id="s"/>${undoable(task('a'), 'a', service)}${throwing('t')}<endEvent id="e"/>${flows('s', 'a', 't', 'e')}`,
      ),
    ]);
    await engine.start('p', { variables: { log: [] } });
    await engine.complete('a');
    expect((await engine.snapshot()).incidents).toMatchObject([{ element: 'undo_a' }]);
    isBroken = false;
    await engine.resolveIncident('undo_a');
    expect((await engine.snapshot()).ended).toBe(true);
  });
});

describe('a transaction', () => {
  const tx = (inner: string) =>
    `<startEvent id="s"/><transaction id="tx">${inner}</transaction><boundaryEvent id="cancelled" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent><boundaryEvent id="hazard" attachedToRef="tx"><errorEventDefinition/></boundaryEvent><endEvent id="done"/><endEvent id="undone"/><endEvent id="failed"/>${flows('s', 'tx', 'done')}${flows('cancelled', 'undone')}${flows('hazard', 'failed')}`;

  it('that succeeds goes on, and can be undone as a whole', async () => {
    const engine = await started(
      tx(`<startEvent id="is"/>${undoable(task('a'), 'a')}<endEvent id="ie"/>${flows('is', 'a', 'ie')}`),
    );
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      endEvents: ['ie', 'done'],
      variables: { log: [] },
    });
  });

  it('cancelled before anything completed is left at once', async () => {
    const engine = await started(
      tx(
        `<startEvent id="is"/>${task('a')}<endEvent id="c"><cancelEventDefinition/></endEvent>${flows('is', 'a', 'c')}`,
      ),
    );
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['c', 'undone'] });
  });

  it('waits for handlers that wait before it is left', async () => {
    const handler = '<userTask id="undo_a" name="undo a" isForCompensation="true"/>';
    const engine = await started(
      tx(
        `<startEvent id="is"/>${undoable(task('a'), 'a', handler)}<endEvent id="c"><cancelEventDefinition/></endEvent>${flows('is', 'a', 'c')}`,
      ),
    );
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({ ended: false, tasks: [{ element: 'undo_a' }] });
    await engine.complete('undo a');
    expect((await engine.snapshot()).endEvents).toEqual(['c', 'undone']);
  });

  it('that fails by an error is left without compensation', async () => {
    const engine = await started(
      tx(
        `<startEvent id="is"/>${undoable(task('a'), 'a')}<endEvent id="f"><errorEventDefinition errorRef="err"/></endEvent>${flows('is', 'a', 'f')}`,
      ),
    );
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      variables: { log: [] },
      subscriptions: { compensation: 0 },
    });
    expect((await engine.snapshot()).endEvents).toContain('failed');
  });
});

describe('a repeated activity', () => {
  const loop = (sequential: boolean) =>
    `<multiInstanceLoopCharacteristics isSequential="${sequential}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:collection="items" camunda:elementVariable="item"/>`;
  const undoing = (handler: string) => (sequential: boolean) =>
    `<startEvent id="s"/>${undoable(`<userTask id="a" name="a">${loop(sequential)}</userTask>`, 'a', handler)}${throwing('t')}<endEvent id="e"/>${flows('s', 'a', 't', 'e')}`;
  const waiting = undoing('<userTask id="undo_a" name="undo a" isForCompensation="true"/>');
  const marking = undoing(script('undo_a', log('item'), 'isForCompensation="true"'));
  const begun = async (body: string) => {
    const engine = await anEngine();
    await engine.deploy([file(body)]);
    await engine.start('p', { variables: { log: [], items: ['x', 'y', 'z'] } });
    return engine;
  };

  it('is undone once for each iteration, with its item, the last first', async () => {
    const engine = await begun(marking(true));
    for (let index = 0; index < 3; index++) await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      variables: { log: ['z', 'y', 'x'] },
      subscriptions: { compensation: 0 },
    });
  });

  it('in parallel is undone in parallel', async () => {
    const engine = await begun(waiting(false));
    for (let index = 0; index < 3; index++) await engine.complete('a');
    expect((await engine.snapshot()).tasks.map((one) => one.element)).toEqual(['undo_a', 'undo_a', 'undo_a']);
    for (let index = 0; index < 3; index++) await engine.complete('undo a');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('is not undone while it is unfinished', async () => {
    const engine = await begun(
      `<startEvent id="s"/><parallelGateway id="f"/>${undoable(`<userTask id="a" name="a">${loop(false)}</userTask>`, 'a')}${task('b')}${throwing('t')}<endEvent id="e"/><endEvent id="e2"/>${flows('s', 'f', 'a', 'e')}${flows('f', 'b', 't', 'e2')}`,
    );
    await engine.complete('a');
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({ ended: false, variables: { log: [] } });
    await engine.complete('a');
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      variables: { log: [] },
      subscriptions: { compensation: 0 },
    });
  });
});

describe('an instance that moves to another version', () => {
  const inner = `<startEvent id="is"/>${undoable(task('a'), 'a')}<endEvent id="ie"/>${flows('is', 'a', 'ie')}`;
  const drawn = (body: string, tail = task('b')) =>
    file(
      `<startEvent id="s"/><subProcess id="sub">${body}</subProcess>${tail}${throwing('t')}<endEvent id="e"/>${flows('s', 'sub', 'b', 't', 'e')}`,
    );

  it.each(['memory', 'postgres'] as const)('takes along what may be undone (%s)', async (store) => {
    const engine = await anEngine({ store, databaseUrl: database.url });
    await engine.deploy([drawn(inner)]);
    await engine.start('p', { variables: { log: [] } });
    await engine.complete('a');
    await engine.migrate(await engine.deploy([drawn(inner, '<userTask id="b" name="b"/><!-- new -->')]));
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { log: ['a'] } });
  });

  it('is refused when that could not be undone any more, or is being undone', async () => {
    const engine = await anEngine();
    await engine.deploy([drawn(inner)]);
    await engine.start('p', { variables: { log: [] } });
    await engine.complete('a');
    const without = `<startEvent id="is"/>${task('a')}<endEvent id="ie"/>${flows('is', 'a', 'ie')}`;
    await expect(engine.migrate(await engine.deploy([drawn(without)]))).rejects.toMatchObject({
      code: 'ENG_MIGRATION_UNSAFE',
    });
    const waiting = undoable(
      task('a'),
      'a',
      '<userTask id="undo_a" name="undo a" isForCompensation="true"/>',
    );
    const slow = file(
      `<startEvent id="s"/>${waiting}${throwing('t')}<endEvent id="e"/>${flows('s', 'a', 't', 'e')}`,
      'q',
    );
    await engine.deploy([slow]);
    await engine.start('q');
    await engine.complete('a');
    const again = await engine.deploy([{ ...slow, content: `${slow.content}\n` }]);
    await expect(engine.migrate(again)).rejects.toMatchObject({ code: 'ENG_MIGRATION_UNSAFE' });
  });
});
