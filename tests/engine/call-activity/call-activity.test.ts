import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

describe('call activity', () => {
  it('runs the called process as a child with mapped variables', async () => {
    const engine = await anEngine();
    const called = aProcess('called').start().userTask('inside').end();
    await engine.deploy([fixtureOf(import.meta.url), called.file()]);
    await engine.start('call_activity', { variables: { topic: 'price', hidden: 1 } });
    const before = await engine.snapshot();
    expect(before.children).toMatchObject([
      { variables: { question: 'price' }, tasks: [{ element: 'inside' }] },
    ]);
    expect(before.children[0]!.variables).not.toHaveProperty('hidden');
    await engine.complete('inside', { variables: { answer: 'high', own: 2 } });
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      variables: { topic: 'price', hidden: 1, answer: 'high' },
    });
    expect((await engine.snapshot()).variables).not.toHaveProperty('own');
  });

  it('gives all and takes all without mappings', async () => {
    const engine = await running(
      [
        aProcess('caller').start().callActivity('call', 'called').end(),
        aProcess('called').start().scriptTask('add', '= { sum: a + 1 }', 'feel').end(),
      ],
      { variables: { a: 1 } },
    );
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { a: 1, sum: 2 } });
  });

  it('becomes an incident when there is no such process, and goes on once there is', async () => {
    const engine = await running([aProcess('caller').start().callActivity('call', 'called').end()]);
    expect((await engine.snapshot()).incidents).toEqual([
      { element: 'call', code: 'ENG_CALLED_PROCESS_MISSING' },
    ]);
    await engine.deploy([aProcess('called').start().end().file()]);
    await engine.resolveIncident('call');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('stops a process that calls itself without end', async () => {
    const engine = await running([aProcess('endless').start().callActivity('call', 'endless').end()], {
      limits: { callDepthMax: 5 },
    });
    expect(JSON.stringify(await engine.snapshot())).toContain('ENG_CALL_TOO_DEEP');
  });

  it('is cancelled as a whole tree', async () => {
    const engine = await running([
      aProcess('caller').start().callActivity('call', 'called').end(),
      aProcess('called').start().userTask('inside').end(),
    ]);
    await engine.cancel();
    expect(await engine.snapshot()).toMatchObject({ ended: true, children: [{ ended: true, tasks: [] }] });
  });
});
