import { describe, expect, it, onTestFinished } from 'vitest';
import type { TestEngine, TestEngineOptions } from '#engine/testing';
import { testDatabase } from '../../support/database.ts';
import { aProcess, type ProcessBuilder } from '../../support/process-builder.ts';
import { running } from '../../support/engine.ts';

const CALL = `<tl:call subject="Call" offset="P1D"/>
<tl:outcomes variable="result"><tl:outcome code="good" label="Good"/></tl:outcomes>`;
const handlers: TestEngineOptions['handlers'] = {
  'crm.plan-call': { mode: 'transaction', run: async () => ({ kind: 'ok', output: {} }) },
};

describe.each(['memory', 'postgres'] as const)('migration on %s', (store) => {
  const a = aProcess;
  /** On a database of its own, so that the only instance is this one. */
  async function started(process: ProcessBuilder): Promise<TestEngine> {
    if (store === 'memory') return running([process], { handlers });
    const { url, drop } = await testDatabase();
    onTestFinished(drop);
    return running([process], { store, databaseUrl: url, handlers });
  }
  const migrated = async (engine: TestEngine, process: ProcessBuilder) =>
    engine.migrate(await engine.deploy([process.file()]));

  it('waits no more for a condition that a join of the new version makes true', async () => {
    const drawn = (afterOther: 'join' | 'over'): ProcessBuilder => {
      const fork = a()
        .start()
        .parallel('fork')
        .parallel('join')
        .scriptTask('write', '= { "x": 1 }', 'feel')
        .end();
      fork.from('fork').catchOn('watch', { condition: '= x > 0' }).userTask('seen').end('seen_it');
      const other = fork.from('fork').userTask('other');
      return afterOther === 'join' ? other.to('join') : other.end('over');
    };
    const engine = await started(drawn('join'));
    expect((await engine.snapshot()).subscriptions.conditional).toBe(1);
    await migrated(engine, drawn('over'));
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'other' }, { element: 'seen' }],
      subscriptions: { conditional: 0 },
    });
  });

  it('moves the instance, keeps timers, and goes on in the new version', async () => {
    const before = a().start().userTask('approve').end();
    before.boundary('late', 'approve', { duration: 'PT5H' }).end('timed_out');
    const engine = await started(before);
    const [timer] = (await engine.snapshot()).timers;
    await engine.advance('PT1H');
    const after = a().start().userTask('approve').userTask('check').end();
    after.boundary('late', 'approve', { duration: 'PT9H' }).end('timed_out');
    after.boundary('stop', 'approve', { message: 'stop' }).end('stopped');
    expect(await migrated(engine, after)).toMatchObject({
      possible: true,
      fromVersion: 1,
      toVersion: 2,
      active: [{ elementId: 'approve', count: 1 }],
    });
    expect(await engine.snapshot()).toMatchObject({ timers: [timer], subscriptions: { message: 1 } });
    await engine.complete('approve');
    expect((await engine.snapshot()).tasks).toMatchObject([{ element: 'check' }]);
  });

  it('keeps the due time of a timer that is being waited for', async () => {
    const engine = await started(a().start().catchTimer('pause', { duration: 'PT5H' }).end());
    const { timers } = await engine.snapshot();
    await migrated(engine, a().start().catchTimer('pause', { duration: 'PT99H' }).userTask('check').end());
    expect((await engine.snapshot()).timers).toEqual(timers);
    await engine.advance('PT6H');
    expect((await engine.snapshot()).tasks).toMatchObject([{ element: 'check' }]);
  });

  it.each([
    ['the element is gone', (p: ProcessBuilder) => p.start().userTask('other').end(), 'element-missing'],
    [
      'the element is of another kind',
      (p: ProcessBuilder) => p.start().receiveTask('approve', 'm').end(),
      'type-changed',
    ],
    [
      'the task became a call',
      (p: ProcessBuilder) =>
        p.start().userTask('approve', { extensions: CALL }).flow({ outcome: 'good' }).end(),
      'type-changed',
    ],
    [
      'the element moved into a subprocess',
      (p: ProcessBuilder) =>
        p
          .start()
          .subProcess('sub', (inner) => inner.start('s').userTask('approve').end('e'))
          .end(),
      'scope-changed',
    ],
  ])('is refused when %s', async (_why, draw, code) => {
    const engine = await started(a().start().userTask('approve').end());
    await expect(migrated(engine, draw(a()))).rejects.toMatchObject({
      code: 'ENG_MIGRATION_UNSAFE',
      details: { obstacles: [{ elementId: 'approve', code }] },
    });
    expect((await engine.story()).join()).not.toContain('InstanceMigrated');
  });

  it('is refused when an element waits for another kind of event', async () => {
    const engine = await started(a().start().catchTimer('pause', { duration: 'PT1H' }).end());
    await expect(migrated(engine, a().start().catchMessage('pause', 'go').end())).rejects.toMatchObject({
      details: { obstacles: [{ elementId: 'pause', code: 'event-changed' }] },
    });
  });

  it('looks at every element inside of subprocesses', async () => {
    const inside = (...tasks: string[]) =>
      a()
        .start()
        .subProcess('sub', (p) => tasks.reduce((at, id) => at.userTask(id), p.start('s')).end('e'))
        .end();
    const engine = await started(inside('work'));
    await expect(migrated(engine, inside('other'))).rejects.toMatchObject({
      details: { obstacles: [{ elementId: 'work', code: 'element-missing' }] },
    });
    await migrated(engine, inside('work', 'more'));
    await engine.complete('work');
    await engine.complete('more');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  describe('with a join', () => {
    const fork = (p: ProcessBuilder, flow = 'a_j') =>
      p.start().parallel('f').task('a').flow({ id: flow }).parallel('j').userTask('after').end();

    it('keeps the flow that has arrived, and waits for the others', async () => {
      const engine = await started(fork(a()).from('f').userTask('b').to('j'));
      await migrated(engine, fork(a()).from('f').userTask('b').userTask('c').to('j'));
      expect((await engine.snapshot()).parked).toEqual(['j']);
      await engine.complete('b');
      expect((await engine.snapshot()).tasks).toMatchObject([{ element: 'c' }]);
      await engine.complete('c');
      expect(await engine.snapshot()).toMatchObject({ parked: [], tasks: [{ element: 'after' }] });
    });

    it('fires when the new version waits for nothing more', async () => {
      const engine = await started(fork(a()).from('f').userTask('b').to('j'));
      await migrated(engine, fork(a()).from('f').userTask('b').end('apart'));
      const { parked, tasks } = await engine.snapshot();
      expect(parked).toEqual([]);
      expect(tasks.map((task) => task.element).sort()).toEqual(['after', 'b']);
      await engine.complete('b');
      await engine.complete('after');
      expect((await engine.snapshot()).ended).toBe(true);
    });

    it('is refused when the flow over which a token has arrived is gone', async () => {
      const engine = await started(fork(a()).from('f').userTask('b').to('j'));
      await expect(
        migrated(engine, fork(a(), 'renamed').from('f').userTask('b').to('j')),
      ).rejects.toMatchObject({
        details: { obstacles: [{ elementId: 'j', code: 'flow-missing' }] },
      });
    });
  });

  describe('with boundary events', () => {
    const task = (p: ProcessBuilder) => p.start().userTask('approve').userTask('other').end();

    it('closes those that are dropped or moved elsewhere', async () => {
      const before = task(a()).boundary('late', 'approve', { duration: 'PT1H' }).end('x');
      const engine = await started(before.boundary('stop', 'approve', { message: 'stop' }).end('y'));
      await migrated(engine, task(a()).boundary('late', 'other', { duration: 'PT1H' }).end('x'));
      expect(await engine.snapshot()).toMatchObject({ timers: [], subscriptions: { message: 0 } });
      await engine.complete('approve');
      expect((await engine.snapshot()).timers).toMatchObject([{ element: 'late' }]);
    });

    it('arms anew what waits for something else', async () => {
      const engine = await started(task(a()).boundary('b', 'approve', { duration: 'PT1H' }).end('x'));
      await migrated(engine, task(a()).boundary('b', 'approve', { message: 'stop' }).end('x'));
      expect(await engine.snapshot()).toMatchObject({ timers: [], subscriptions: { message: 1 } });
    });

    it('does not arm again what has fired', async () => {
      const reminder = (p: ProcessBuilder) =>
        task(p).boundary('remind', 'approve', { duration: 'PT1H' }, false).end('reminded');
      const engine = await started(reminder(a()));
      await engine.advance('PT2H');
      await migrated(engine, reminder(a()));
      expect((await engine.snapshot()).timers).toEqual([]);
    });

    it('is refused when one cannot be armed', async () => {
      const engine = await started(task(a()));
      const after = task(a()).boundary('late', 'approve', { duration: '= notThere' }).end('x');
      await expect(migrated(engine, after)).rejects.toMatchObject({
        code: 'ENG_MIGRATION_UNSAFE',
        details: { obstacles: [{ elementId: 'late', code: 'not-armed' }] },
      });
    });
  });

  it('awaits a message by its new name, and keeps one whose name is the same', async () => {
    const engine = await started(a().start().receiveTask('answer', 'old').receiveTask('more', 'm').end());
    await migrated(engine, a().start().receiveTask('answer', 'new').receiveTask('more', 'm').end());
    await engine.message('new');
    expect((await engine.snapshot()).waiting).toEqual(['more']);
  });

  it('leaves instances on their version when another is published', async () => {
    const engine = await started(a().start().userTask('approve').end());
    await engine.deploy([a().start().userTask('approve').userTask('check').end().file()]);
    await engine.complete('approve');
    expect((await engine.snapshot()).ended).toBe(true);
  });
});
