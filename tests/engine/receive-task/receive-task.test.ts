import { describe, expect, it } from 'vitest';
import { anEngine, fixtureOf } from '../../support/engine.ts';

describe('receive task', () => {
  it('waits for its message with its key', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('receive_task', { variables: { customer: 'c1' } });
    expect(await engine.snapshot()).toMatchObject({ waiting: ['wait'], subscriptions: { message: 1 } });
    await engine.message('answer', { correlation: 'c1', variables: { ok: true } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { ok: true } });
  });
});
