/** Signals (BPMN 2.0.2 §10.5.5): one throw reaches everybody who waited before, and starts what starts with it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine, running } from '../../support/engine.ts';
import { aProcess, io } from '../../support/process-builder.ts';
import { ANNA, createNode } from '../store/host.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const catching = () => aProcess('catching').start().catchOn('caught', { signal: 'alarm' }).end('woken');

describe('signal', () => {
  it('reaches every instance that waits, with its variables', async () => {
    const engine = await anEngine();
    await engine.deploy([catching().file()]);
    const ids = [
      await engine.start('catching'),
      await engine.start('catching'),
      await engine.start('catching'),
    ];
    expect((await engine.snapshot()).subscriptions.signal).toBe(1);
    await engine.signal('alarm', { variables: { level: 3 } });
    for (const id of ids) {
      expect(await engine.snapshot(id)).toMatchObject({ ended: true, variables: { level: 3 } });
    }
  });

  it('is thrown by an intermediate event that goes on at once, and by an end event', async () => {
    const engine = await anEngine();
    const throwing = aProcess('throwing')
      .start()
      .throwOn('thrown', { signal: 'alarm' }, { extensions: io({ level: '= 1 + 1' }) })
      .userTask('next')
      .endOn('last', { signal: 'all clear' });
    const clear = aProcess('clear').start().catchOn('calm', { signal: 'all clear' }).end();
    await engine.deploy([throwing.file(), catching().file(), clear.file()]);
    const waiting = await engine.start('catching');
    const calm = await engine.start('clear');
    const thrower = await engine.start('throwing');
    expect(await engine.snapshot(thrower)).toMatchObject({ tasks: [{ element: 'next' }] });
    await engine.runDueJobs();
    expect(await engine.snapshot(waiting)).toMatchObject({ ended: true, variables: { level: 2 } });
    await engine.complete('next');
    expect(await engine.snapshot(thrower)).toMatchObject({ ended: true, endEvents: ['last'] });
    await engine.runDueJobs();
    expect(await engine.snapshot(calm)).toMatchObject({ ended: true });
  });

  it('is not heard by who began to wait after it', async () => {
    const engine = await anEngine();
    const process = aProcess()
      .start()
      .throwOn('thrown', { signal: 'alarm' })
      .catchOn('caught', { signal: 'alarm' })
      .end();
    await engine.deploy([process.file()]);
    await engine.start('process');
    await engine.runDueJobs();
    expect(await engine.snapshot()).toMatchObject({ ended: false, waiting: ['caught'] });
  });

  it('starts processes, each once', async () => {
    const engine = await anEngine();
    const started = aProcess('started').startOn('on_alarm', { signal: 'alarm' }).userTask('react').end();
    await engine.deploy([started.file()]);
    await engine.signal('alarm', { variables: { level: 1 } });
    expect(await engine.started()).toHaveLength(1);
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'react' }], variables: { level: 1 } });
  });

  it('interrupts at a boundary event, or stays armed', async () => {
    const process = aProcess().start().userTask('work').end('done');
    process.boundary('note', 'work', { signal: 'ping' }, false).end('noted');
    process.boundary('stop', 'work', { signal: 'alarm' }).end('stopped');
    const engine = await running([process]);
    await engine.signal('ping');
    await engine.signal('ping');
    expect((await engine.snapshot()).endEvents).toEqual(['noted', 'noted']);
    await engine.signal('alarm');
    expect(await engine.snapshot()).toMatchObject({ ended: true, subscriptions: { signal: 0 } });
  });

  it('starts event subprocesses', async () => {
    const process = aProcess().start().userTask('work').end();
    process.eventSubProcess('beside', (p) =>
      p.startOn('a', { signal: 'ping' }, false).userTask('look').end('e1'),
    );
    process.eventSubProcess('instead', (p) => p.startOn('b', { signal: 'alarm' }).userTask('flee').end('e2'));
    const engine = await running([process]);
    await engine.signal('ping');
    expect((await engine.snapshot()).tasks.map((task) => task.element).sort()).toEqual(['look', 'work']);
    await engine.signal('alarm');
    expect((await engine.snapshot()).tasks.map((task) => task.element)).toEqual(['flee']);
  });

  it('may be named by an expression', async () => {
    const process = aProcess().start().catchOn('caught', { signal: '= "alarm " + area' }).end();
    const engine = await running([process], { variables: { area: 'north' } });
    await engine.signal('alarm south');
    expect(await engine.snapshot()).toMatchObject({ ended: false });
    await engine.signal('alarm north');
    expect(await engine.snapshot()).toMatchObject({ ended: true });
  });

  it.each(['memory', 'postgres'] as const)('reaches everybody who waits on %s', async (store) => {
    const engine = await anEngine({ store, databaseUrl: database.url });
    await engine.deploy([catching().file()]);
    const ids: string[] = [];
    for (let i = 0; i < 25; i++) ids.push(await engine.start('catching'));
    await engine.signal('alarm');
    const ended = await Promise.all(ids.map(async (id) => (await engine.snapshot(id)).ended));
    expect(ended.every((one) => one)).toBe(true);
  });
});

describe('a signal to many', () => {
  it('tells how many it has reached and of how many, while it is delivered', async () => {
    const PAGE = 500;
    const own = await testDatabase();
    const node = createNode(own.url);
    const held = await node.pool.connect();
    try {
      await node.engine.deploy({ files: [catching().file()] }, { actor: ANNA });
      const start = () => node.engine.startInstance({ processKey: 'catching' }, { actor: ANNA });
      for (let made = 0; made < PAGE; made += 50) await Promise.all(Array.from({ length: 50 }, start));
      const { instanceId } = await start();
      await node.engine.signal({ name: 'alarm' }, { actor: ANNA });
      expect(await node.engine.views.signals()).toMatchObject([{ name: 'alarm', reached: 0, total: null }]);
      await held.query('begin');
      await held.query('select id from engine.process_instance where id = $1 for update', [instanceId]);
      await node.engine.start();
      await expect
        .poll(() => node.engine.views.signals(), { timeout: 20_000 })
        .toMatchObject([{ name: 'alarm', reached: PAGE, total: PAGE + 1, rest: 0 }]);
      await held.query('rollback');
      await expect.poll(() => node.engine.views.signals(), { timeout: 20_000 }).toEqual([]);
    } finally {
      held.release(true);
      await node.close();
      await own.drop();
    }
  }, 60_000);
});
