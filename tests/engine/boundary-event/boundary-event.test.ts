import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

async function approval() {
  const engine = await anEngine();
  await engine.deploy([fixtureOf(import.meta.url)]);
  await engine.start('boundary_event', { variables: { customer: 'c1' } });
  return engine;
}

describe('boundary event', () => {
  it('reminds without interrupting, as often as the cycle says', async () => {
    const engine = await approval();
    await engine.advance('PT5H');
    const { tasks } = await engine.snapshot();
    expect(tasks.map((task) => task.element).sort()).toEqual(['approve', 'remind', 'remind']);
  });

  it('interrupts on its message and disarms the others', async () => {
    const engine = await approval();
    await engine.message('withdraw', { correlation: 'c1', variables: { why: 'changed mind' } });
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      endEvents: ['cancelled'],
      timers: [],
      variables: { why: 'changed mind' },
    });
  });

  it('is disarmed when the activity completes', async () => {
    const engine = await approval();
    await engine.complete('approve');
    expect(await engine.snapshot()).toMatchObject({ ended: true, timers: [], subscriptions: { message: 0 } });
  });

  it('stays armed for further messages when it does not interrupt', async () => {
    const process = aProcess().start().userTask('work').end();
    process.boundary('ask', 'work', { message: 'question' }, false).userTask('answer').end('answered');
    const engine = await running([process]);
    await engine.message('question');
    await engine.message('question');
    expect((await engine.snapshot()).tasks).toHaveLength(3);
  });

  it('interrupts a subprocess with everything in it', async () => {
    const inner = (p: ReturnType<typeof aProcess>) =>
      p
        .start('s')
        .parallel('f')
        .userTask('a')
        .end('e1')
        .from('f')
        .catchTimer('b', { duration: 'P9D' })
        .end('e2');
    const process = aProcess().start().subProcess('sub', inner).end();
    process.boundary('late', 'sub', { duration: 'PT1H' }).userTask('hurry').end('hurried');
    const engine = await running([process]);
    await engine.advance('PT1H');
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'hurry' }], waiting: [], timers: [] });
  });

  it('interrupts a call activity with the called instance', async () => {
    const process = aProcess('caller').start().callActivity('call', 'called').end();
    process.boundary('late', 'call', { duration: 'PT1H' }).end('gave_up');
    const engine = await running([process, aProcess('called').start().userTask('inside').end()]);
    await engine.advance('PT1H');
    const snapshot = await engine.snapshot();
    expect(snapshot).toMatchObject({ ended: true, endEvents: ['gave_up'] });
    expect(snapshot.children).toMatchObject([{ ended: true, tasks: [], endEvents: [] }]);
  });

  it('sits on receive tasks and waiting jobs as well', async () => {
    const process = aProcess().start().receiveTask('wait', 'answer').end();
    process.boundary('late', 'wait', { duration: 'PT1H' }).end('timed_out');
    const engine = await running([process]);
    await engine.trigger('late');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['timed_out'] });
  });
});
