import { describe, expect, it } from 'vitest';
import { aProcess, loop } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

describe('standard loop', () => {
  it('runs its diagram: again while the condition holds', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('standard_loop');
    await engine.complete('check', { variables: { ok: false } });
    await engine.complete('check', { variables: { ok: false } });
    expect((await engine.snapshot()).ended).toBe(false);
    await engine.complete('check', { variables: { ok: true } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, visited: { check: 3 } });
  });

  it('stops at the maximum', async () => {
    const process = aProcess()
      .start()
      .task('t', { loop: loop('= true', { maximum: 4 }) })
      .end();
    expect(await (await running([process])).snapshot()).toMatchObject({ ended: true, visited: { t: 4 } });
  });

  it('runs at least once when the condition is tested after it', async () => {
    const process = aProcess()
      .start()
      .task('t', { loop: loop('= false') })
      .end();
    expect((await (await running([process])).snapshot()).visited.t).toBe(1);
  });

  it('may not run at all when the condition is tested before it', async () => {
    const process = aProcess()
      .start()
      .userTask('t', { loop: loop('= false', { before: true }) })
      .end();
    const snapshot = await (await running([process])).snapshot();
    expect(snapshot).toMatchObject({ ended: true, tasks: [] });
  });

  it('counts its runs in loopCounter', async () => {
    const process = aProcess()
      .start()
      .scriptTask('t', '= { last: loopCounter }', 'feel', {
        loop: loop('= loopCounter < 3', { before: true }),
      })
      .end();
    const engine = await running([process]);
    expect(await engine.snapshot()).toMatchObject({ ended: true, visited: { t: 3 }, variables: { last: 3 } });
  });

  it('without a condition and a maximum goes on until it is interrupted', async () => {
    const process = aProcess()
      .start()
      .userTask('t', { loop: loop(null) })
      .end();
    process.boundary('late', 't', { duration: 'PT1H' }).end('enough');
    const engine = await running([process]);
    for (let index = 0; index < 3; index++) await engine.complete('t');
    await engine.advance('PT1H');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['enough'] });
  });

  it('that never waits is stopped as endless', async () => {
    const process = aProcess()
      .start()
      .task('t', { loop: loop('= true') })
      .end();
    const engine = await running([process], { limits: { stepsMax: 1_000, itemsPerStep: 100 } });
    await engine.runDueJobs();
    expect((await engine.snapshot()).incidents).toMatchObject([{ code: 'ENG_ENDLESS_LOOP' }]);
    await engine.cancel();
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('repeats a subprocess with fresh local variables', async () => {
    const process = aProcess()
      .start()
      .subProcess('sub', (p) => p.start('s').userTask('t').end('e'), {
        loop: loop('= again'),
      });
    const engine = await running([process.end()]);
    await engine.complete('t', { variables: { again: true } });
    await engine.complete('t', { variables: { again: false } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, visited: { sub: 2, t: 2 } });
  });

  it('takes the way of its last result', async () => {
    const outcomes = '<tl:outcomes><tl:outcome code="done"/><tl:outcome code="again"/></tl:outcomes>';
    const process = aProcess()
      .start()
      .userTask('t', { loop: loop('= result = "again"'), extensions: outcomes })
      .flow({ outcome: 'done' })
      .end('finished')
      .from('t')
      .flow({ outcome: 'again' })
      .end('never');
    const engine = await running([process]);
    await engine.complete('t', { outcome: 'again' });
    await engine.complete('t', { outcome: 'done' });
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['finished'] });
  });
});
