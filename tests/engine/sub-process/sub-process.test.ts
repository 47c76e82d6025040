import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

describe('embedded subprocess', () => {
  it('is a scope: inputs are local, outputs come out, other writes reach the process', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('sub_process');
    await engine.complete('work', { variables: { local: 2, note: 'x' } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { note: 'x', seen: 2 } });
    expect((await engine.snapshot()).variables).not.toHaveProperty('local');
  });

  it('goes on only when all its tokens have ended', async () => {
    const inner = (p: ReturnType<typeof aProcess>) =>
      p.start('s').parallel('f').userTask('a').end('e1').from('f').userTask('b').end('e2');
    const engine = await running([aProcess().start().subProcess('sub', inner).userTask('after').end()]);
    await engine.complete('a');
    expect((await engine.snapshot()).tasks).toMatchObject([{ element: 'b' }]);
    await engine.complete('b');
    expect((await engine.snapshot()).tasks).toMatchObject([{ element: 'after' }]);
  });

  it('nests', async () => {
    const engine = await running([
      aProcess()
        .start()
        .subProcess('outer', (p) =>
          p
            .start('s1')
            .subProcess('inner', (q) => q.start('s2').userTask('deep').end('e2'))
            .end('e1'),
        )
        .end(),
    ]);
    await engine.complete('deep');
    expect(await engine.snapshot()).toMatchObject({ ended: true, visited: { outer: 1, inner: 1, deep: 1 } });
  });

  it('passes when it is empty', async () => {
    const engine = await running([aProcess().start().raw('subProcess', 'empty').end()]);
    expect(await engine.snapshot()).toMatchObject({ ended: true, visited: { empty: 1 } });
  });
});
