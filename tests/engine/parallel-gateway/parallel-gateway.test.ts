import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

describe('parallel gateway', () => {
  it('waits for every incoming flow', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('parallel_gateway');
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({ parked: ['join'], tasks: [{ element: 'b' }] });
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({ parked: [], tasks: [{ element: 'after' }] });
  });

  it('counts per flow: a second token on one flow stays queued', async () => {
    const process = aProcess()
      .start()
      .parallel('f')
      .exclusive('m')
      .flow({ id: 'left' })
      .parallel('join')
      .userTask('after')
      .end();
    process.from('f').task('x').to('m').from('f').userTask('right').to('join');
    const engine = await running([process]);
    expect((await engine.snapshot()).parked).toEqual(['join', 'join']);
    await engine.complete('right');
    expect(await engine.snapshot()).toMatchObject({ parked: ['join'], tasks: [{ element: 'after' }] });
  });

  it('joins and forks at once', async () => {
    const process = aProcess().start().parallel('f').task('a').parallel('both').userTask('c').end('e1');
    process.from('f').task('b').to('both').from('both').userTask('d').end('e2');
    const engine = await running([process]);
    expect((await engine.snapshot()).tasks.map((task) => task.element)).toEqual(['c', 'd']);
  });
});
