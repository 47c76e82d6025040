/** Event subprocesses (BPMN 2.0.2 §10.3.5.1): armed with their scope, interrupting or not, nested, several at once. */
import { describe, expect, it } from 'vitest';
import { anEngine, running } from '../../support/engine.ts';
import { aProcess, io, type ProcessBuilder } from '../../support/process-builder.ts';

const work = () => aProcess().start().userTask('work').end();
const onMessage = (interrupting: boolean) => (p: ProcessBuilder) =>
  p.startOn('asked', { message: 'question' }, interrupting).userTask('answer').end('answered');

describe('event subprocess', () => {
  it('interrupts everything around it and ends the process normally', async () => {
    const process = work().boundary('late', 'work', { duration: 'PT9H' }).end('too_late');
    const engine = await running([process.eventSubProcess('esp', onMessage(true))]);
    expect((await engine.snapshot()).subscriptions.message).toBe(1);
    await engine.message('question', { variables: { text: 'why?' } });
    const during = await engine.snapshot();
    expect(during).toMatchObject({ tasks: [{ element: 'answer' }], timers: [], variables: { text: 'why?' } });
    expect(during.subscriptions.message).toBe(0);
    await engine.complete('answer');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['answered'] });
  });

  it('runs beside the rest, several at once, when it does not interrupt', async () => {
    const engine = await running([work().eventSubProcess('esp', onMessage(false))]);
    await engine.message('question');
    await engine.message('question');
    expect((await engine.snapshot()).tasks.map((task) => task.element).sort()).toEqual([
      'answer',
      'answer',
      'work',
    ]);
    await engine.complete('work');
    expect(await engine.snapshot()).toMatchObject({ ended: false, subscriptions: { message: 1 } });
    await engine.complete('answer');
    await engine.complete('answer');
    expect(await engine.snapshot()).toMatchObject({ ended: true, subscriptions: { message: 0 } });
  });

  it('arms a cycle again', async () => {
    const process = work().eventSubProcess('esp', (p) =>
      p.startOn('hourly', { cycle: 'R3/PT1H' }, false).userTask('remind').end('reminded'),
    );
    const engine = await running([process]);
    await engine.advance('PT5H');
    const { tasks, timers } = await engine.snapshot();
    expect(tasks.filter((task) => task.element === 'remind')).toHaveLength(3);
    expect(timers).toEqual([]);
  });

  it('is armed in an embedded subprocess only while that lives', async () => {
    const process = aProcess()
      .start()
      .subProcess('sub', (p) =>
        p
          .start('s')
          .userTask('inside')
          .end('e')
          .eventSubProcess('esp', (q) =>
            q.startOn('late', { duration: 'PT1H' }).userTask('hurry').end('hurried'),
          ),
      )
      .userTask('after')
      .end();
    const engine = await running([process]);
    expect((await engine.snapshot()).timers).toMatchObject([{ element: 'late' }]);
    await engine.advance('PT1H');
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'hurry' }], timers: [] });
    await engine.complete('hurry');
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'after' }] });
    const second = await running([process]);
    await second.complete('inside');
    expect(await second.snapshot()).toMatchObject({ tasks: [{ element: 'after' }], timers: [] });
  });

  it('may contain another one', async () => {
    const process = work().eventSubProcess('outer', (p) =>
      p
        .startOn('first', { message: 'one' })
        .userTask('a')
        .end('ea')
        .eventSubProcess('inner', (q) => q.startOn('second', { message: 'two' }).userTask('b').end('eb')),
    );
    const engine = await running([process]);
    await expect(engine.message('two')).rejects.toMatchObject({ code: 'ENG_MESSAGE_NOT_CORRELATED' });
    await engine.message('one');
    await engine.message('two');
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'b' }] });
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['eb'] });
  });

  it('ends alone when it terminates', async () => {
    const process = work().eventSubProcess('esp', (p) =>
      p.startOn('asked', { message: 'question' }, false).terminate('stop'),
    );
    const engine = await running([process]);
    await engine.message('question');
    expect(await engine.snapshot()).toMatchObject({ ended: false, tasks: [{ element: 'work' }] });
  });

  it('takes its inputs as local variables and maps what the trigger brings', async () => {
    const process = work().eventSubProcess(
      'esp',
      (p) =>
        p
          .startOn('asked', { message: 'question' }, false, { extensions: io({}, { asked: '= text' }) })
          .scriptTask('double', 'doubled = n * 2', 'feel', {})
          .end('e'),
      { extensions: io({ n: '= 21' }) },
    );
    const engine = await running([process], {
      stubs: { double: { kind: 'run', run: (v) => ({ doubled: Number(v.n) * 2 }) } },
    });
    await engine.message('question', { variables: { text: 'why?' } });
    expect((await engine.snapshot()).variables).toEqual({ asked: 'why?', doubled: 42 });
  });

  it('that cannot be armed is an incident at its element, and armed by the retry', async () => {
    const process = work().eventSubProcess('esp', (p) =>
      p.startOn('late', { duration: '= wait' }).userTask('hurry').end('hurried'),
    );
    const engine = await running([process]);
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'work' }],
      incidents: [{ element: 'esp' }],
    });
    await engine.setVariables({ wait: 'PT1H' });
    await engine.resolveIncident('esp');
    expect(await engine.snapshot()).toMatchObject({
      incidents: [],
      timers: [{ element: 'late' }],
      waiting: [],
    });
    await engine.advance('PT1H');
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'hurry' }] });
  });

  it('goes with a cancelled instance and with a terminate end', async () => {
    const engine = await running([work().eventSubProcess('esp', onMessage(false))]);
    await engine.cancel();
    expect(await engine.snapshot()).toMatchObject({ ended: true, subscriptions: { message: 0 } });
    const ending = aProcess().start().userTask('work').terminate().eventSubProcess('esp', onMessage(false));
    const second = await running([ending]);
    await second.message('question');
    await second.complete('work');
    expect(await second.snapshot()).toMatchObject({ ended: true, tasks: [], subscriptions: { message: 0 } });
  });

  it('moves to another version: kept, renamed and added ones are armed', async () => {
    const version = (message: string, more = false) => {
      const process = work().eventSubProcess('esp', (p) =>
        p.startOn('asked', { message }, false).userTask('answer').end('answered'),
      );
      const late = (p: ProcessBuilder) => p.startOn('late', { duration: 'PT1H' }).userTask('hurry').end('e2');
      return more ? process.eventSubProcess('added', late) : process;
    };
    const engine = await running([version('question')]);
    await engine.migrate(await engine.deploy([version('inquiry', true).file()]));
    await expect(engine.message('question')).rejects.toMatchObject({ code: 'ENG_MESSAGE_NOT_CORRELATED' });
    await engine.message('inquiry');
    expect((await engine.snapshot()).tasks.map((task) => task.element).sort()).toEqual(['answer', 'work']);
    await engine.migrate(await engine.deploy([version('inquiry').file()]));
    expect(await engine.snapshot()).toMatchObject({ timers: [], subscriptions: { message: 1 } });
  });

  it.each([
    ['event-subprocess', (p: ProcessBuilder) => p.start('s').end('e')],
    [
      'event-subprocess',
      (p: ProcessBuilder) => p.startOn('s', { message: 'a' }).end('e').startOn('t', { message: 'b' }).to('e'),
    ],
  ])('is refused: %s', async (rule, draw) => {
    const engine = await anEngine();
    await expect(engine.deploy([work().eventSubProcess('esp', draw).file()])).rejects.toMatchObject({
      details: { problems: expect.arrayContaining([expect.objectContaining({ rule, elementId: 'esp' })]) },
    });
  });
});
