import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

async function waiting() {
  const engine = await anEngine();
  await engine.deploy([fixtureOf(import.meta.url)]);
  await engine.start('event_based_gateway', { variables: { order: 'o1' } });
  return engine;
}

describe('event-based gateway', () => {
  it('waits for all its events as one token', async () => {
    const engine = await waiting();
    expect(await engine.snapshot()).toMatchObject({
      waiting: ['choose'],
      timers: [{ element: 'late' }],
      subscriptions: { message: 2 },
    });
  });

  it('goes on with the message that comes, and disarms the others', async () => {
    const engine = await waiting();
    await engine.message('paid', { correlation: 'o1', variables: { amount: 7 } });
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'ship' }],
      waiting: [],
      timers: [],
      subscriptions: { message: 0 },
      variables: { amount: 7 },
      visited: { choose: 1, paid: 1 },
    });
    await expect(engine.message('cancelled', { correlation: 'o1' })).rejects.toThrow();
  });

  it('goes on with the timer', async () => {
    const engine = await waiting();
    await engine.advance('P1D');
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      endEvents: ['expired'],
      subscriptions: { message: 0 },
    });
  });

  it('goes on with a receive task, which is passed at once', async () => {
    const engine = await waiting();
    await engine.message('cancelled', { correlation: 'o1' });
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      endEvents: ['stopped'],
      visited: { cancelled: 1 },
    });
  });

  it('a timer with a cycle fires once', async () => {
    const process = aProcess().start().eventBased('g').catchTimer('again', { cycle: 'R/PT1H' }).end('e1');
    process.from('g').catchMessage('m', 'never').end('e2');
    const engine = await running([process]);
    await engine.advance('PT5H');
    expect(await engine.snapshot()).toMatchObject({ ended: true, visited: { again: 1 }, timers: [] });
  });

  it('waits for any of several behind it, in another version too', async () => {
    const process = aProcess().start().eventBased('g');
    process
      .catchOn('any', [{ message: 'paid' }, { signal: 'cleared' }])
      .userTask('after')
      .end('e1');
    process.from('g').catchMessage('m', 'never').end('e2');
    const engine = await running([process]);
    expect(await engine.snapshot()).toMatchObject({
      waiting: ['g'],
      subscriptions: { message: 2, signal: 1 },
    });
    const next = await engine.deploy([{ ...process.file(), content: `${process.xml()}<!-- 2 -->` }]);
    await engine.migrate(next);
    await engine.signal('cleared');
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'after' }],
      subscriptions: { message: 0, signal: 0 },
      visited: { any: 1 },
    });
  });

  it('is entered anew in a loop', async () => {
    const process = aProcess().start().exclusive('m').eventBased('g').catchMessage('tick', 'tick').to('m');
    process.from('g').catchMessage('done', 'done').end();
    const engine = await running([process]);
    await engine.message('tick');
    await engine.message('tick');
    await engine.message('done');
    expect(await engine.snapshot()).toMatchObject({ ended: true, visited: { tick: 2, done: 1, g: 3 } });
  });

  it('is disarmed with the scope around it', async () => {
    const process = aProcess()
      .start()
      .subProcess('sub', (p) => {
        p.start('s').eventBased('g').catchMessage('one', 'one').end('e1');
        return p.from('g').catchTimer('two', { duration: 'P9D' }).end('e2');
      });
    process.end().boundary('late', 'sub', { duration: 'PT1H' }).end('gave_up');
    const engine = await running([process]);
    await engine.advance('PT1H');
    expect(await engine.snapshot()).toMatchObject({ ended: true, timers: [], subscriptions: { message: 0 } });
  });

  it('keeps waiting through a migration, and refuses one that changes its events', async () => {
    const drawn = (message: string) => {
      const process = aProcess().start().eventBased('g').catchMessage('one', message).end('e1');
      return process.from('g').catchTimer('two', { duration: 'P9D' }).end('e2').file();
    };
    const engine = await anEngine();
    await engine.deploy([drawn('first')]);
    await engine.start('process');
    await expect(engine.migrate(await engine.deploy([drawn('second')]))).rejects.toMatchObject({
      code: 'ENG_MIGRATION_UNSAFE',
    });
    await engine.migrate(
      await engine.deploy([{ ...drawn('first'), content: `${drawn('first').content}\n` }]),
    );
    await engine.message('first');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['e1'], timers: [] });
  });

  it.each([
    ['a task', (p: ReturnType<typeof aProcess>) => p.userTask('t').end('e3')],
    ['a gateway', (p: ReturnType<typeof aProcess>) => p.exclusive('t').end('e3')],
  ])('refuses %s behind it', async (_what, draw) => {
    const process = aProcess().start().eventBased('g').catchMessage('one', 'one').end('e1');
    draw(process.from('g'));
    const engine = await anEngine();
    await expect(engine.deploy([process.file()])).rejects.toMatchObject({
      details: {
        problems: expect.arrayContaining([expect.objectContaining({ rule: 'event-gateway-target' })]),
      },
    });
  });
});
