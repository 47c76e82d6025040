/** Several triggers or results of one event, shared definitions, several starts, and links (BPMN 2.0.2 §10.5). */
import { describe, expect, it } from 'vitest';
import type { TestEngine } from '#engine/testing';
import { anEngine, running } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';

const either = [{ message: 'answer' }, { signal: 'stop' }, { duration: 'PT1H' }] as const;
const all = { attributes: 'parallelMultiple="true"' };

describe('multiple event', () => {
  it.each([
    ['message', (engine: Awaited<ReturnType<typeof anEngine>>) => engine.message('answer')],
    ['signal', (engine: Awaited<ReturnType<typeof anEngine>>) => engine.signal('stop')],
    ['timer', (engine: Awaited<ReturnType<typeof anEngine>>) => engine.advance('PT1H')],
  ])('is caught with any of its triggers: %s', async (_what, happen) => {
    const engine = await running([aProcess().start().catchOn('any', either).userTask('next').end()]);
    expect(await engine.snapshot()).toMatchObject({
      waiting: ['any'],
      subscriptions: { message: 1, signal: 1 },
    });
    await happen(engine);
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'next' }],
      timers: [],
      subscriptions: { message: 0, signal: 0 },
    });
  });

  it('at a boundary event interrupts with any, or stays armed for all', async () => {
    const process = aProcess().start().userTask('work').end();
    process.boundary('some', 'work', [{ message: 'a' }, { signal: 'b' }], false).end('noted');
    process.boundary('any', 'work', [{ message: 'c' }, { condition: '= stop' }]).end('stopped');
    const engine = await running([process]);
    await engine.message('a');
    await engine.signal('b');
    await engine.message('a');
    expect((await engine.snapshot()).endEvents).toEqual(['noted', 'noted', 'noted']);
    await engine.setVariables({ stop: true });
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      subscriptions: { message: 0, conditional: 0 },
    });
  });

  it('starts an event subprocess with any, errors among them', async () => {
    const process = aProcess()
      .start()
      .userTask('work')
      .endOn('failed', { error: 'E1' })
      .eventSubProcess('esp', (p) =>
        p
          .startOn('any', [{ message: 'a' }, { error: 'E1' }])
          .userTask('repair')
          .end('e'),
      );
    const engine = await running([process]);
    await engine.complete('work');
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'repair' }],
      subscriptions: { message: 0 },
    });
  });

  it('starts an event subprocess beside the rest with any', async () => {
    const process = aProcess()
      .start()
      .userTask('work')
      .end()
      .eventSubProcess('esp', (p) =>
        p
          .startOn('any', [{ message: 'a' }, { cycle: 'R2/PT1H' }], false)
          .userTask('look')
          .end('e'),
      );
    const engine = await running([process]);
    await engine.message('a');
    await engine.advance('PT3H');
    expect((await engine.snapshot()).tasks.map((task) => task.element)).toEqual([
      'work',
      'look',
      'look',
      'look',
    ]);
  });

  it('starts a process with each of its triggers', async () => {
    const engine = await anEngine();
    await engine.deploy([
      aProcess()
        .startOn('any', [{ message: 'a' }, { signal: 'b' }])
        .userTask('work')
        .end()
        .file(),
    ]);
    await engine.start('process', { message: 'a' });
    await engine.signal('b');
    expect(await engine.started()).toHaveLength(1);
  });

  it('throws all that it says, and goes on when the messages are delivered', async () => {
    const engine = await anEngine();
    const thrown = [{ message: 'one' }, { message: 'two' }, { signal: 'three' }] as const;
    const throwing = aProcess('throwing').start().throwOn('all', thrown).userTask('next').end();
    const waiting = ['one', 'two'].map((name) =>
      aProcess(`on_${name}`).start().catchOn('c', { message: name }).end(),
    );
    const calm = aProcess('on_three').start().catchOn('c', { signal: 'three' }).end();
    await engine.deploy([throwing, ...waiting, calm].map((process) => process.file()));
    const ids = [await engine.start('on_one'), await engine.start('on_two'), await engine.start('on_three')];
    const id = await engine.start('throwing');
    await engine.runDueJobs();
    expect(await engine.snapshot(id)).toMatchObject({ tasks: [{ element: 'next' }] });
    for (const one of ids) expect((await engine.snapshot(one)).ended).toBe(true);
  });

  it.each(['throw', 'end'] as const)(
    'sends its messages although its escalation ends what throws it: at an event of the kind %s',
    async (kind) => {
      const engine = await anEngine();
      const thrown = [
        { escalation: 'X' },
        { message: 'one' },
        { message: 'two' },
        { signal: 'three' },
      ] as const;
      const throwing = aProcess('throwing')
        .start()
        .subProcess('sub', (p) =>
          kind === 'end' ? p.start('s').endOn('all', thrown) : p.start('s').throwOn('all', thrown).end('e'),
        )
        .end();
      throwing.boundary('caught', 'sub', { escalation: 'X' }).end('stopped');
      const waiting = (['one', 'two'] as const).map((name) =>
        aProcess(`on_${name}`).start().catchOn('c', { message: name }).end(),
      );
      const calm = aProcess('on_three').start().catchOn('c', { signal: 'three' }).end();
      await engine.deploy([throwing, ...waiting, calm].map((process) => process.file()));
      const ids = [
        await engine.start('on_one'),
        await engine.start('on_two'),
        await engine.start('on_three'),
      ];
      const id = await engine.start('throwing');
      await engine.runDueJobs();
      expect(await engine.snapshot(id)).toMatchObject({ ended: true });
      expect((await engine.snapshot(id)).endEvents).toContain('stopped');
      expect((await engine.snapshot(id)).endEvents).not.toContain('end');
      for (const one of ids) expect((await engine.snapshot(one)).ended).toBe(true);
    },
  );

  it('is heard by everybody who catches one of its escalations, whichever interrupts first', async () => {
    const process = aProcess()
      .start()
      .subProcess('outer', (p) => {
        const drawn = p
          .start('o')
          .subProcess('sub', (inner) =>
            inner
              .start('s')
              .throwOn('all', [{ escalation: 'A' }, { escalation: 'B' }])
              .end('e'),
          )
          .end('o_end');
        return drawn.boundary('stops', 'sub', { escalation: 'A' }).userTask('after_stop').end('stopped');
      })
      .end();
    process.boundary('notes', 'outer', { escalation: 'B' }, false).userTask('noted').end('noted_end');
    const engine = await running([process]);
    expect((await engine.snapshot()).tasks.map((task) => task.element).toSorted()).toEqual([
      'after_stop',
      'noted',
    ]);
  });

  it('throws its error although its escalation interrupts, and its escalation although it fails', async () => {
    const process = aProcess()
      .start()
      .subProcess('outer', (p) => {
        const drawn = p
          .start('o')
          .subProcess('sub', (inner) => inner.start('s').endOn('all', [{ escalation: 'A' }, { error: 'E1' }]))
          .end('o_end');
        return drawn.boundary('stops', 'sub', { escalation: 'A' }).userTask('after_stop').end('stopped');
      })
      .end();
    process.boundary('failed', 'outer', { error: 'E1' }).end('failed_end');
    const engine = await running([process]);
    expect(await engine.snapshot()).toMatchObject({ ended: true, tasks: [] });
    expect((await engine.snapshot()).endEvents).toContain('failed_end');
  });

  it('at an end throws the error last', async () => {
    const process = aProcess()
      .start()
      .subProcess('sub', (p) => p.start('s').endOn('both', [{ signal: 'bad' }, { error: 'E1' }]))
      .end();
    process.boundary('caught', 'sub', { error: 'E1' }).end('handled');
    expect((await (await running([process])).snapshot()).endEvents).toEqual(['both', 'handled']);
  });

  it('at an end takes the others away when its messages have gone', async () => {
    const process = aProcess()
      .beside('<message id="m" name="done"/>')
      .start()
      .parallel('fork')
      .userTask('other')
      .end('other_end')
      .from('fork')
      .terminate('all', '<messageEventDefinition messageRef="m"/>');
    const engine = await running([process]);
    await engine.runDueJobs();
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['all'], tasks: [] });
  });
});

describe('parallel multiple event', () => {
  const both = [{ message: 'a' }, { signal: 'b' }] as const;

  it('is caught when all have happened', async () => {
    const engine = await running([aProcess().start().catchOn('all', both, all).end('done')]);
    await engine.message('a', { variables: { x: 1 } });
    expect(await engine.snapshot()).toMatchObject({ ended: false, subscriptions: { message: 0, signal: 1 } });
    await engine.signal('b', { variables: { y: 2 } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { x: 1, y: 2 } });
  });

  const mapped = {
    ...all,
    extensions: '<tl:io><tl:output name="sum" value="= x + y"/></tl:io>',
  };
  const bothCome = async (engine: TestEngine): Promise<void> => {
    await engine.message('a', { variables: { x: 1 } });
    expect((await engine.snapshot()).variables).toEqual({});
    await engine.signal('b', { variables: { y: 2 } });
  };

  it('maps its outputs once, over what all of its triggers have brought', async () => {
    const engine = await running([aProcess().start().catchOn('all', both, mapped).end('done')]);
    await bothCome(engine);
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { sum: 3 } });
  });

  it.each([
    ['boundary event', true],
    ['boundary event that does not interrupt', false],
  ])('maps them once at a %s', async (_what, interrupting) => {
    const process = aProcess().start().userTask('work').end();
    process.boundary('all', 'work', both, interrupting, mapped).end('done');
    const engine = await running([process]);
    await bothCome(engine);
    expect((await engine.snapshot()).variables).toEqual({ sum: 3 });
    if (interrupting) return;
    await engine.message('a', { variables: { x: 5 } });
    await engine.complete('work');
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { sum: 3 } });
  });

  it('maps them once at the start of an event subprocess', async () => {
    const process = aProcess()
      .start()
      .userTask('work')
      .end()
      .eventSubProcess('esp', (p) => p.startOn('all', both, true, mapped).userTask('react').end('e'));
    const engine = await running([process]);
    await bothCome(engine);
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'react' }], variables: { sum: 3 } });
  });

  it('interrupts at a boundary event when all have happened', async () => {
    const process = aProcess().start().userTask('work').end();
    process.boundary('all', 'work', both, true, all).end('stopped');
    const engine = await running([process]);
    await engine.signal('b');
    expect((await engine.snapshot()).tasks).toHaveLength(1);
    await engine.message('a');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['stopped'] });
  });

  it('starts an event subprocess beside the rest each time that all have happened', async () => {
    const process = aProcess()
      .start()
      .userTask('work')
      .end()
      .eventSubProcess('esp', (p) => p.startOn('all', both, false, all).userTask('react').end('e'));
    const engine = await running([process]);
    for (let round = 0; round < 2; round++) {
      await engine.message('a');
      await engine.signal('b');
    }
    expect((await engine.snapshot()).tasks.map((task) => task.element)).toEqual(['work', 'react', 'react']);
  });

  it('at a boundary event that does not interrupt begins anew', async () => {
    const process = aProcess().start().userTask('work').end();
    process.boundary('all', 'work', both, false, all).end('noted');
    const engine = await running([process]);
    await engine.message('a');
    await expect(engine.message('a')).rejects.toMatchObject({ code: 'ENG_MESSAGE_NOT_CORRELATED' });
    await engine.signal('b');
    expect(await engine.snapshot()).toMatchObject({
      endEvents: ['noted'],
      subscriptions: { message: 1, signal: 1 },
    });
  });

  it('starts an event subprocess when all have happened', async () => {
    const process = aProcess()
      .start()
      .userTask('work')
      .end()
      .eventSubProcess('esp', (p) => p.startOn('all', both, true, all).userTask('react').end('e'));
    const engine = await running([process]);
    await engine.signal('b');
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'work' }] });
    await engine.message('a');
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'react' }] });
  });
});

describe('shared event definition', () => {
  it('is read like one of its own', async () => {
    const { name, content } = aProcess()
      .start()
      .raw('intermediateCatchEvent', 'wait', { content: '<eventDefinitionRef>hour</eventDefinitionRef>' })
      .end()
      .file();
    const shared =
      '<timerEventDefinition id="hour"><timeDuration xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition><process ';
    const engine = await anEngine();
    await engine.deploy([{ name, content: content.replace('<process ', shared) }]);
    await engine.start('process');
    expect((await engine.snapshot()).timers).toMatchObject([{ element: 'wait' }]);
    await engine.advance('PT1H');
    expect((await engine.snapshot()).ended).toBe(true);
  });
});

describe('several start events', () => {
  it('start the same process, each by its own trigger', async () => {
    const process = aProcess()
      .start()
      .userTask('work')
      .end()
      .startOn('asked', { message: 'please' })
      .to('work')
      .startOn('called', { signal: 'now' })
      .to('work');
    const engine = await anEngine();
    await engine.deploy([process.file()]);
    await engine.start('process');
    expect((await engine.snapshot()).visited).toMatchObject({ start: 1 });
    await engine.start('process', { message: 'please' });
    expect((await engine.snapshot()).visited).toMatchObject({ asked: 1 });
    await engine.signal('now');
    expect((await engine.snapshot()).visited).toMatchObject({ called: 1 });
  });
});

describe('link event', () => {
  it('goes on where the link of its name is caught, from several places', async () => {
    const linked = aProcess('linked')
      .start()
      .parallel('f')
      .throwOn('out1', { link: 'A' })
      .from('f')
      .throwOn('out2', { link: 'A' })
      .eventSubProcess('unused', (p) => p.startOn('u', { message: 'never' }).end('ue'));
    const { name, content } = linked.file();
    const target =
      '<intermediateCatchEvent id="in"><linkEventDefinition name="A"/></intermediateCatchEvent><endEvent id="done"/><sequenceFlow id="in_done" sourceRef="in" targetRef="done"/></process>';
    const engine = await anEngine();
    await engine.deploy([{ name, content: content.replace('</process>', target) }]);
    await engine.start('linked');
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      endEvents: ['done', 'done'],
      visited: { in: 2 },
    });
  });

  it('without a target is refused', async () => {
    const engine = await anEngine();
    await expect(
      engine.deploy([aProcess().start().throwOn('out', { link: 'A' }).file()]),
    ).rejects.toMatchObject({
      details: {
        problems: expect.arrayContaining([
          expect.objectContaining({ rule: 'link-without-target', elementId: 'out' }),
        ]),
      },
    });
  });
});
