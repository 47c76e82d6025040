/** Every kind of activity runs for each item at once, one after the other, and in a loop. */
import { describe, expect, it } from 'vitest';
import { ACTIVITY_HANDLERS, ACTIVITY_KINDS, driven } from '../../support/activity-kinds.ts';
import { aProcess, forEach, loop } from '../../support/process-builder.ts';
import { anEngine } from '../../support/engine.ts';

const WAYS: Readonly<Record<string, string>> = {
  'in parallel': forEach('= [1, 2, 3]'),
  'one after the other': forEach('= [1, 2, 3]', { sequential: true }),
  'in a loop': loop('= true', { maximum: 3 }),
};

const CASES = Object.entries(ACTIVITY_KINDS).flatMap(([kind, draw]) =>
  Object.entries(WAYS).map(([way, repetition]) => ({ kind, way, draw, repetition })),
);

describe('repeated activities', () => {
  it.each(CASES)('$kind runs three times $way', async ({ draw, repetition }) => {
    const engine = await anEngine({ handlers: ACTIVITY_HANDLERS });
    const called = aProcess('called').start().userTask('work').end().file();
    await engine.deploy([draw(aProcess().start(), repetition).end().file(), called]);
    await engine.start('process');
    expect(await driven(engine)).not.toBeNaN();
    expect((await engine.snapshot()).visited.x).toBe(3);
  });
});
