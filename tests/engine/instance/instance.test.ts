import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, running } from '../../support/engine.ts';

describe('process instance', () => {
  it('is cancelled with everything in it, once', async () => {
    const inner = (p: ReturnType<typeof aProcess>) => p.start('s').userTask('inside').end('e');
    const process = aProcess()
      .start()
      .parallel('f')
      .subProcess('sub', inner)
      .end()
      .from('f')
      .catchMessage('m', 'msg')
      .end('e2');
    const engine = await running([process]);
    await engine.cancel();
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      tasks: [],
      waiting: [],
      subscriptions: { message: 0 },
    });
    await expect(engine.cancel()).rejects.toMatchObject({ code: 'ENG_INSTANCE_ENDED' });
  });

  it('takes new variables while it runs and refuses what cannot be stored', async () => {
    const engine = await running([aProcess().start().userTask('t').end()]);
    await engine.setVariables({ a: 1 });
    await expect(engine.setVariables({ a: 'x\0' })).rejects.toMatchObject({ code: 'ENG_VARIABLE_INVALID' });
    await expect(engine.setVariables({ '': 1 })).rejects.toMatchObject({ code: 'ENG_VARIABLE_INVALID' });
    expect((await engine.snapshot()).variables).toEqual({ a: 1 });
  });

  it('refuses commands for what is not there', async () => {
    const engine = await anEngine();
    const nothing = '00000000-0000-7000-8000-00000000ffff';
    await expect(engine.cancel(nothing)).rejects.toMatchObject({ code: 'ENG_INSTANCE_NOT_FOUND' });
    await expect(engine.start('none')).rejects.toMatchObject({ code: 'ENG_DEFINITION_NOT_FOUND' });
  });

  it('refuses a process that only a message starts', async () => {
    const engine = await anEngine();
    await engine.deploy([aProcess().startMessage('m', 'order').end().file()]);
    await expect(engine.start('process')).rejects.toMatchObject({ code: 'ENG_START_NOT_POSSIBLE' });
  });
});
