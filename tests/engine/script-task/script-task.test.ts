import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

describe('script task', () => {
  it('gives what JavaScript assigns and returns, and what FEEL says', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('script_task', { variables: { price: 60, total: 0 } });
    expect((await engine.snapshot()).variables).toEqual({ price: 60, total: 120, checked: true, big: true });
  });

  it.each([
    ['throws', 'throw new Error("no")'],
    ['does not end', 'while (true) {}'],
    ['reaches for the host', 'return process.env'],
    ['asks for randomness', 'return Math.random()'],
  ])('becomes an incident when it %s', async (_what, script) => {
    const engine = await running([aProcess().start().scriptTask('run', script).end()]);
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'run', code: 'ENG_SCRIPT_FAILED' }]);
  });

  it('sees the engine clock and no other', async () => {
    const engine = await running([
      aProcess().start().scriptTask('run', 'return { at: new Date().toISOString() }').end(),
    ]);
    expect((await engine.snapshot()).variables).toEqual({ at: '2026-01-05T09:00:00.000Z' });
  });
});
