import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

describe('pass-through task', () => {
  it('lets the token pass undefined and manual tasks', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('pass_through');
    expect(await engine.snapshot()).toMatchObject({ ended: true, visited: { note: 1, shelve: 1 } });
  });

  it('lets the token pass a service task that says nothing', async () => {
    const engine = await running([aProcess().start().serviceTask('nothing').end()]);
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('maps outputs on its way', async () => {
    const extensions = '<tl:io><tl:output name="sum">= a + b</tl:output></tl:io>';
    const engine = await running([aProcess().start().task('add', { extensions }).end()], {
      variables: { a: 1, b: 2 },
    });
    expect((await engine.snapshot()).variables).toMatchObject({ sum: 3 });
  });

  it('stops an endless loop with an incident', async () => {
    const process = aProcess().start().exclusive('again').task('spin').to('again');
    const engine = await running([process], { limits: { stepsMax: 200 } });
    expect((await engine.snapshot()).incidents).toMatchObject([{ code: 'ENG_ENDLESS_LOOP' }]);
  });
});
