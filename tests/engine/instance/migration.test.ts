import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { running } from '../../support/engine.ts';

const first = () => aProcess().start().userTask('approve').end();

describe('migration', () => {
  it('moves the instance, keeps timers, and goes on in the new version', async () => {
    const before = first().boundary('late', 'approve', { duration: 'PT5H' }).end('timed_out');
    const engine = await running([before]);
    await engine.advance('PT1H');
    const after = aProcess().start().userTask('approve').userTask('check').end();
    after.boundary('late', 'approve', { duration: 'PT9H' }).end('timed_out');
    after.boundary('stop', 'approve', { message: 'stop' }).end('stopped');
    const check = await engine.migrate(await engine.deploy([after.file()]));
    expect(check).toMatchObject({ possible: true, fromVersion: 1, toVersion: 2 });
    expect(await engine.snapshot()).toMatchObject({
      timers: [{ element: 'late', dueAt: '2026-01-05T14:00:00.000Z' }],
      subscriptions: { message: 1 },
    });
    await engine.complete('approve');
    expect((await engine.snapshot()).tasks).toMatchObject([{ element: 'check' }]);
  });

  it.each([
    ['the element is gone', aProcess().start().userTask('other').end(), 'element-missing'],
    ['the element is of another kind', aProcess().start().receiveTask('approve', 'm').end(), 'type-changed'],
    [
      'the element moved into a subprocess',
      aProcess()
        .start()
        .subProcess('sub', (p) => p.start('s').userTask('approve').end('e'))
        .end(),
      'scope-changed',
    ],
  ])('is refused when %s', async (_why, after, code) => {
    const engine = await running([first()]);
    const deployment = await engine.deploy([after.file()]);
    await expect(engine.migrate(deployment)).rejects.toMatchObject({
      code: 'ENG_MIGRATION_UNSAFE',
      details: { obstacles: [{ elementId: 'approve', code }] },
    });
    expect((await engine.story()).join()).not.toContain('InstanceMigrated');
  });

  it('is refused when a join lost the flow over which a token has arrived', async () => {
    const drawn = (rename: string) =>
      aProcess()
        .start()
        .parallel('f')
        .task('a')
        .flow({ id: rename })
        .parallel('j')
        .end()
        .from('f')
        .userTask('b')
        .to('j');
    const engine = await running([drawn('old')]);
    const deployment = await engine.deploy([drawn('new').file()]);
    await expect(engine.migrate(deployment)).rejects.toMatchObject({
      details: { obstacles: [{ elementId: 'j', code: 'flow-missing' }] },
    });
  });

  it('leaves instances on their version when another is published', async () => {
    const engine = await running([first()]);
    await engine.deploy([aProcess().start().userTask('approve').userTask('check').end().file()]);
    await engine.complete('approve');
    expect((await engine.snapshot()).ended).toBe(true);
  });
});
