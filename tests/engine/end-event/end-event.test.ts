import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

describe('end event', () => {
  it('ends only its own token', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('end_event');
    await engine.complete('slow');
    expect(await engine.snapshot()).toMatchObject({
      ended: false,
      endEvents: ['done'],
      tasks: [{ element: 'stop' }],
    });
  });

  it('terminates everything else in its scope', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('end_event');
    await engine.complete('stop');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['stopped'], tasks: [] });
    expect((await engine.story()).join('\n')).toContain('ElementTerminated slow');
  });

  it('terminates a subprocess without ending what is around it', async () => {
    const inner = (p: ReturnType<typeof aProcess>) =>
      p.start('s').parallel('f').userTask('left').end('e').from('f').userTask('kill').terminate('t');
    const engine = await running([aProcess().start().subProcess('sub', inner).userTask('after').end()]);
    await engine.complete('kill');
    expect((await engine.snapshot()).tasks).toMatchObject([{ element: 'after' }]);
  });

  it('sends its message before it ends', async () => {
    const sender = aProcess('sender').start().endMessage('tell', 'news').flow({});
    const receiver = aProcess('receiver').startMessage('heard', 'news').userTask('read').end();
    const engine = await running([sender, receiver]);
    expect((await engine.snapshot()).ended).toBe(false);
    await engine.runDueJobs();
    expect(await engine.started()).toHaveLength(1);
  });
});
