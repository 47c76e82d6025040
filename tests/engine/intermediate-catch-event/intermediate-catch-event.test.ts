import { describe, expect, it } from 'vitest';
import { aProcess, type Timer } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

describe('intermediate catch event', () => {
  it('waits for its time, then for its message with the right key', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('catch_event', { variables: { customer: 42 } });
    expect((await engine.snapshot()).timers).toEqual([
      { element: 'pause', dueAt: '2026-01-05T10:00:00.000Z' },
    ]);
    await engine.advance('PT1H');
    await expect(engine.message('answer', { correlation: '43' })).rejects.toThrow('Nobody waits');
    await engine.message('answer', { correlation: '42', variables: { said: 'yes' } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { customer: 42, said: 'yes' } });
  });

  it.each<[string, Timer, string]>([
    ['a date', { date: '2026-02-01T00:00:00Z' }, '2026-02-01T00:00:00.000Z'],
    ['a duration', { duration: 'P1M' }, '2026-02-05T09:00:00.000Z'],
    ['a date from FEEL', { date: '= due' }, '2026-03-01T00:00:00.000Z'],
    ['a duration from FEEL', { duration: '= duration("PT30M")' }, '2026-01-05T09:30:00.000Z'],
  ])('understands %s', async (_what, timer, dueAt) => {
    const process = aProcess().start().catchTimer('pause', timer).end();
    const engine = await running([process], { variables: { due: '2026-03-01' } });
    expect((await engine.snapshot()).timers).toEqual([{ element: 'pause', dueAt }]);
  });

  it('fires a cycle once only', async () => {
    const engine = await running([aProcess().start().catchTimer('pause', { cycle: 'R3/PT1H' }).end()]);
    await engine.advance('P1D');
    expect(await engine.snapshot()).toMatchObject({ ended: true, visited: { pause: 1, end: 1 } });
  });

  it('raises an incident for a time that is none, and tries again', async () => {
    const engine = await running([aProcess().start().catchTimer('pause', { date: '= due' }).end()]);
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'pause', code: 'ENG_TIMER_INVALID' }]);
    await engine.setVariables({ due: '2026-01-06' });
    await engine.resolveIncident('pause');
    await engine.advance('P1D');
    expect((await engine.snapshot()).ended).toBe(true);
  });
});
