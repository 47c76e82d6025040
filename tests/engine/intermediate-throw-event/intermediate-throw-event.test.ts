import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf } from '../../support/engine.ts';

describe('intermediate throw event', () => {
  it('passes without a definition and delivers a message by business key', async () => {
    const engine = await anEngine();
    const receiver = aProcess('receiver').start().catchMessage('wait', 'paid').end();
    await engine.deploy([fixtureOf(import.meta.url), receiver.file()]);
    const waiting = await engine.start('receiver', { businessKey: 'K1' });
    const other = await engine.start('receiver', { businessKey: 'K2' });
    const thrower = await engine.start('throw_event', { businessKey: 'K1', variables: { amount: 5 } });
    await engine.runDueJobs();
    expect(await engine.snapshot(waiting)).toMatchObject({ ended: true, variables: { amount: 5 } });
    expect(await engine.snapshot(other)).toMatchObject({ ended: false });
    expect(await engine.snapshot(thrower)).toMatchObject({ ended: true, visited: { milestone: 1, tell: 1 } });
  });

  it('goes on when nobody waits for the message', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('throw_event', { variables: { amount: 5 } });
    await engine.runDueJobs();
    expect((await engine.snapshot()).ended).toBe(true);
  });
});
