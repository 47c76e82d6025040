/** A suspended tree keeps what reaches it and goes on with it when it is resumed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { aProcess } from '../../support/process-builder.ts';
import { running } from '../../support/engine.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe.each(['memory', 'postgres'] as const)('suspension on the %s store', (store) => {
  it('refuses people, and lets them go on afterwards', async () => {
    const engine = await running([aProcess().start().userTask('work').end()], {
      store,
      databaseUrl: database.url,
    });
    await engine.suspend();
    await expect(engine.complete('work')).rejects.toMatchObject({ code: 'ENG_INSTANCE_SUSPENDED' });
    await engine.resume();
    await engine.complete('work');
    expect(await engine.snapshot()).toMatchObject({ ended: true });
  });

  it('keeps a message for the instance that waits for it, and takes it once', async () => {
    const process = aProcess().start().catchMessage('wait', 'paid').userTask('after').end();
    const engine = await running([process], { store, databaseUrl: database.url });
    await engine.suspend();
    await engine.message('paid', { variables: { amount: 7 } });
    expect((await engine.snapshot()).tasks).toEqual([]);
    await expect(engine.message('paid')).rejects.toMatchObject({ code: 'ENG_MESSAGE_NOT_CORRELATED' });
    await engine.resume();
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'after' }],
      variables: { amount: 7 },
    });
  });

  it('keeps what comes for one of several triggers', async () => {
    const either = [{ message: 'paid' }, { duration: 'PT1H' }] as const;
    const process = aProcess().start().catchOn('wait', either).userTask('after').end();
    const engine = await running([process], { store, databaseUrl: database.url });
    await engine.suspend();
    await engine.message('paid', { variables: { amount: 7 } });
    await engine.resume();
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'after' }],
      timers: [],
      variables: { amount: 7 },
    });
  });

  it('keeps all of several triggers, each with what it brought', async () => {
    const all = [{ message: 'paid' }, { message: 'signed' }] as const;
    const options = { attributes: 'parallelMultiple="true"' };
    const process = aProcess().start().catchOn('wait', all, options).userTask('after').end();
    const engine = await running([process], { store, databaseUrl: database.url });
    await engine.suspend();
    await engine.message('paid', { variables: { amount: 7 } });
    await engine.message('signed', { variables: { by: 'anna' } });
    await engine.resume();
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'after' }],
      variables: { amount: 7, by: 'anna' },
    });
  });

  it('keeps what comes behind an event-based gateway', async () => {
    const process = aProcess().start().eventBased('race').catchMessage('a', 'paid').userTask('after').end();
    process.from('race').catchMessage('b', 'refused').userTask('other').end('e2');
    const engine = await running([process], { store, databaseUrl: database.url });
    await engine.suspend();
    await engine.message('paid');
    await engine.message('refused');
    await engine.resume();
    const { tasks, waiting } = await engine.snapshot();
    expect([tasks.map((task) => task.element), waiting]).toEqual([['after'], []]);
  });

  it('fires no timer while it rests', async () => {
    const process = aProcess().start().catchTimer('later', { duration: 'PT1H' }).userTask('after').end();
    const engine = await running([process], { store, databaseUrl: database.url });
    await engine.suspend();
    await engine.advance('PT2H');
    expect((await engine.snapshot()).waiting).toEqual(['later']);
    await engine.resume();
    expect((await engine.snapshot()).tasks).toMatchObject([{ element: 'after' }]);
  });

  it('keeps the result of work that was under way', async () => {
    const process = aProcess().start().serviceTask('send').userTask('after').end();
    const engine = await running([process], { store, databaseUrl: database.url, waitAt: ['send'] });
    await engine.suspend();
    await engine.completeJob('send', { variables: { sent: true } });
    expect((await engine.snapshot()).tasks).toEqual([]);
    await engine.resume();
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'after' }],
      variables: { sent: true },
    });
  });

  it('can be stopped while it rests', async () => {
    const engine = await running([aProcess().start().userTask('work').end()], {
      store,
      databaseUrl: database.url,
    });
    await engine.suspend();
    await engine.cancel();
    expect(await engine.snapshot()).toMatchObject({ ended: true, tasks: [] });
  });
});
