import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

async function twoOfThree() {
  const engine = await anEngine();
  await engine.deploy([fixtureOf(import.meta.url)]);
  await engine.start('complex_gateway');
  return engine;
}

const elements = (tasks: readonly { readonly element: string }[]): readonly string[] =>
  tasks.map((task) => task.element).sort();

describe('complex gateway', () => {
  it('starts when its condition over the arrivals holds', async () => {
    const engine = await twoOfThree();
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({ parked: ['vote'] });
    await engine.complete('b');
    expect(elements((await engine.snapshot()).tasks)).toEqual(['c', 'decide']);
  });

  it('takes what comes late at its reset, and sends nothing then', async () => {
    const engine = await twoOfThree();
    await engine.complete('a');
    await engine.complete('b');
    await engine.complete('c');
    expect(await engine.snapshot()).toMatchObject({ parked: [], tasks: [{ element: 'decide' }] });
    await engine.complete('decide');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['end'] });
  });

  it('resets when what is missing cannot come any more', async () => {
    const process = aProcess().start().parallel('f').userTask('a').complex('g', '= activationCount >= 1');
    process.flow({ condition: '= waitingForStart' }).userTask('first').end('e1');
    process.from('g').flow({ condition: '= not(waitingForStart)' }).end('reset');
    process.from('f').userTask('b').exclusive('x').flow({ condition: '= on' }).to('g');
    process.from('x').flow({ isDefault: true }).end('dead');
    const engine = await running([process], { variables: { on: false } });
    await engine.complete('a');
    expect((await engine.snapshot()).endEvents).toEqual([]);
    await engine.complete('b');
    expect([...(await engine.snapshot()).endEvents].sort()).toEqual(['dead', 'reset']);
  });

  it('resets before its process ends', async () => {
    const process = aProcess().start().complex('g', '= activationCount = 1');
    process.flow({ condition: '= waitingForStart' }).end('first').from('g');
    process.flow({ condition: '= not(waitingForStart)' }).userTask('last').end('second');
    const engine = await running([process]);
    expect(await engine.snapshot()).toMatchObject({ ended: false, endEvents: ['first'] });
    await engine.complete('last');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('is not reset when its scope is ended, and begins anew', async () => {
    const process = aProcess().start().parallel('f').userTask('a').complex('g', '= activationCount >= 1');
    process.flow({ condition: '= waitingForStart' }).terminate('stop').from('g');
    process.flow({ condition: '= not(waitingForStart)' }).end('reset').from('f').userTask('b').to('g');
    const engine = await running([process]);
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['stop'] });
  });

  it('keeps a second token of a flow for the next round', async () => {
    const process = aProcess()
      .start()
      .parallel('f')
      .exclusive('m')
      .flow({ id: 'left' })
      .complex('g', '= left >= 1');
    process.userTask('after').end().from('f').task('x').to('m').from('f').userTask('b').to('g');
    const engine = await running([process]);
    expect(await engine.snapshot()).toMatchObject({ parked: ['g'], visited: { after: 1 } });
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({ parked: [], visited: { after: 2 } });
  });

  it('looks again when another branch changes what its condition asks', async () => {
    const process = aProcess()
      .start()
      .parallel('f')
      .userTask('a')
      .complex('g', '= enough')
      .userTask('after')
      .end();
    process.from('f').userTask('b').to('g').from('f').userTask('judge').end('e2');
    const engine = await running([process], { variables: { enough: false } });
    await engine.complete('a');
    expect((await engine.snapshot()).parked).toEqual(['g']);
    await engine.complete('judge', { variables: { enough: true } });
    expect(elements((await engine.snapshot()).tasks)).toEqual(['after', 'b']);
  });

  it('takes the default flow, and is an incident without one', async () => {
    const process = aProcess().start().complex('g', '= true').flow({ condition: '= x' }).end('e1');
    const engine = await running([process], { variables: { x: false } });
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'g', code: 'ENG_NO_FLOW' }]);
    await engine.setVariables({ x: true });
    await engine.resolveIncident('g');
    expect((await engine.snapshot()).endEvents).toContain('e1');
  });

  it('whose condition fails is an incident, and goes on when it is mended', async () => {
    const process = aProcess().start().complex('g', '= ready').userTask('after').end();
    const engine = await running([process], { variables: { ready: 'perhaps' } });
    expect((await engine.snapshot()).incidents).toEqual([
      { element: 'g', code: 'ENG_CONDITION_NOT_BOOLEAN' },
    ]);
    await engine.setVariables({ ready: true });
    await engine.resolveIncident('g');
    expect(await engine.snapshot()).toMatchObject({
      incidents: [],
      parked: [],
      tasks: [{ element: 'after' }],
    });
  });

  it('splits like an inclusive gateway when it has no condition of its own', async () => {
    const process = aProcess().start().complex('g').flow({ condition: '= a' }).end('one');
    process.from('g').flow({ condition: '= b' }).end('two').from('g').flow({ isDefault: true }).end('other');
    const engine = await running([process], { variables: { a: true, b: true } });
    expect([...(await engine.snapshot()).endEvents].sort()).toEqual(['one', 'two']);
  });
});
