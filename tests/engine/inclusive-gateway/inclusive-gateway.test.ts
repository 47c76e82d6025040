import { describe, expect, it } from 'vitest';
import { aProcess, type ProcessBuilder } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

const elements = (tasks: readonly { readonly element: string }[]): readonly string[] =>
  tasks.map((task) => task.element).sort();

async function atFixture(variables: Record<string, boolean>) {
  const engine = await anEngine();
  await engine.deploy([fixtureOf(import.meta.url)]);
  await engine.start('inclusive_gateway', { variables });
  return engine;
}

/** A fork into `a` and `b`, which meet in an inclusive join; `draw` adds what else the scope has. */
function joined(draw: (process: ProcessBuilder) => void = () => undefined): ProcessBuilder {
  const process = aProcess().start().parallel('f').userTask('a').inclusive('j').userTask('after').end();
  process.from('f').userTask('b').to('j');
  draw(process);
  return process;
}

describe('inclusive gateway', () => {
  it('splits over every flow that holds, and joins what was split', async () => {
    const engine = await atFixture({ left: true, right: true });
    expect(elements((await engine.snapshot()).tasks)).toEqual(['a', 'b']);
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({ parked: ['join'], tasks: [{ element: 'b' }] });
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({ parked: [], tasks: [{ element: 'after' }] });
    expect((await engine.snapshot()).visited.after).toBe(1);
  });

  it('does not wait for a flow that was not taken', async () => {
    const engine = await atFixture({ left: true, right: false });
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({ parked: [], tasks: [{ element: 'after' }] });
  });

  it('takes the default flow when nothing holds', async () => {
    const engine = await atFixture({ left: false, right: false });
    expect(elements((await engine.snapshot()).tasks)).toEqual(['otherwise']);
  });

  it('takes the default flow only then', async () => {
    const engine = await atFixture({ left: false, right: true });
    expect(elements((await engine.snapshot()).tasks)).toEqual(['b']);
  });

  it('stops with an incident when nothing holds and there is no default', async () => {
    const process = aProcess().start().inclusive('i').flow({ condition: '= x' }).end('e1');
    process.from('i').flow({ condition: '= y' }).end('e2');
    const engine = await running([process], { variables: { x: false, y: false } });
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'i', code: 'ENG_NO_FLOW' }]);
    await engine.setVariables({ y: true });
    await engine.resolveIncident('i');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['e2'] });
  });
});

describe('inclusive join', () => {
  it('fires when the other token dies elsewhere', async () => {
    const process = aProcess().start().parallel('f').userTask('a').inclusive('j').userTask('after').end();
    process.from('f').userTask('b').exclusive('x').flow({ condition: '= on' }).to('j');
    process.from('x').flow({ isDefault: true }).end('dead');
    const engine = await running([process], { variables: { on: false } });
    await engine.complete('a');
    expect((await engine.snapshot()).parked).toEqual(['j']);
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({ parked: [], tasks: [{ element: 'after' }] });
  });

  it('fires when the branch that it waits for is interrupted', async () => {
    const process = joined((p) => p.boundary('late', 'b', { duration: 'PT1H' }).end('gave_up'));
    const engine = await running([process]);
    await engine.complete('a');
    expect((await engine.snapshot()).parked).toEqual(['j']);
    await engine.advance('PT1H');
    expect(await engine.snapshot()).toMatchObject({ parked: [], tasks: [{ element: 'after' }] });
  });

  it('waits for a boundary path that leads to it', async () => {
    const process = aProcess().start().parallel('f').userTask('a').inclusive('j').userTask('after').end();
    process.from('f').userTask('b').end('done');
    process.boundary('late', 'b', { duration: 'PT1H' }).userTask('hurry').to('j');
    const engine = await running([process]);
    await engine.complete('a');
    expect((await engine.snapshot()).parked).toEqual(['j']);
    await engine.advance('PT1H');
    expect((await engine.snapshot()).parked).toEqual(['j']);
    await engine.complete('hurry');
    expect(await engine.snapshot()).toMatchObject({ parked: [], tasks: [{ element: 'after' }] });
  });

  it('waits for a token inside a subprocess, which counts as the subprocess', async () => {
    const process = aProcess().start().parallel('f').userTask('a').inclusive('j').userTask('after').end();
    process.from('f').subProcess('sub', (p) => p.start('s').userTask('inner').end('e'));
    process.to('j');
    const engine = await running([process]);
    await engine.complete('a');
    expect((await engine.snapshot()).parked).toEqual(['j']);
    await engine.complete('inner');
    expect(await engine.snapshot()).toMatchObject({ parked: [], tasks: [{ element: 'after' }] });
  });

  it('waits for a called process, which counts as its call', async () => {
    const process = aProcess().start().parallel('f').userTask('a').inclusive('j').userTask('after').end();
    process.from('f').callActivity('call', 'called').to('j');
    const engine = await running([process, aProcess('called').start().userTask('inner').end()]);
    await engine.complete('a');
    expect((await engine.snapshot()).parked).toEqual(['j']);
    await engine.complete('inner');
    expect((await engine.snapshot()).parked).toEqual([]);
  });

  it('works inside a subprocess, and sees nothing of what runs around it', async () => {
    const process = aProcess().start().parallel('f');
    process.subProcess('sub', (p) => {
      p.start('s').parallel('f2').userTask('a').inclusive('j').userTask('after').end('e');
      return p.from('f2').userTask('b').to('j');
    });
    process.end('e1').from('f').userTask('outside').end('e2');
    const engine = await running([process]);
    await engine.complete('a');
    await engine.complete('b');
    expect(elements((await engine.snapshot()).tasks)).toEqual(['after', 'outside']);
  });

  it('is looked at again in a loop', async () => {
    const process = aProcess().start().inclusive('j').userTask('work').inclusive('again');
    process.flow({ condition: '= more' }).to('j').from('again').flow({ isDefault: true }).end();
    const engine = await running([process], { variables: { more: true } });
    await engine.complete('work');
    await engine.complete('work', { variables: { more: false } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, visited: { work: 2 } });
  });

  it('does not wait for a token that could as well take a filled flow', async () => {
    // `w` leads to both flows of the join; the left one is filled already.
    const process = aProcess().start().parallel('f').userTask('a').exclusive('m').flow({ id: 'left' });
    process.inclusive('j').userTask('after').end();
    process.from('f').userTask('w').exclusive('x').flow({ condition: '= left' }).to('m');
    process.from('x').flow({ isDefault: true, id: 'right' }).to('j');
    const engine = await running([process], { variables: { left: false } });
    await engine.complete('a');
    expect(elements((await engine.snapshot()).tasks)).toEqual(['after', 'w']);
  });

  it('keeps a surplus token on its flow for the next firing', async () => {
    const process = aProcess().start().parallel('f').exclusive('m').inclusive('j').userTask('after').end();
    process.from('f').task('x').to('m').from('f').userTask('right').to('j');
    const engine = await running([process]);
    expect((await engine.snapshot()).parked).toEqual(['j', 'j']);
    await engine.complete('right');
    expect((await engine.snapshot()).visited.after).toBe(2);
  });

  it('two joins that wait for each other both wait, as the standard has it', async () => {
    const process = aProcess().start().parallel('f').inclusive('j1').parallel('s1').end('e1');
    process.from('f').inclusive('j2').parallel('s2').end('e2');
    process.from('s1').flow({ id: 'across1' }).to('j2').from('s2').flow({ id: 'across2' }).to('j1');
    const engine = await running([process]);
    expect(await engine.snapshot()).toMatchObject({ ended: false, parked: ['j1', 'j2'] });
  });

  it('goes with a terminate end event', async () => {
    const process = joined((p) => p.from('f').userTask('stop').terminate());
    const engine = await running([process]);
    await engine.complete('a');
    await engine.complete('stop');
    expect(await engine.snapshot()).toMatchObject({ ended: true, parked: [], endEvents: ['terminate'] });
  });

  it('holds a failed firing in an incident, and fires once when it is tried again', async () => {
    const process = aProcess().start().parallel('f').userTask('a').inclusive('j');
    process.flow({ condition: '= ready' }).userTask('after').end();
    process.from('f').userTask('b').to('j').from('j').flow({ condition: '= never' }).end('e2');
    const engine = await running([process], { variables: { ready: false, never: false } });
    await engine.complete('a');
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({
      parked: ['j', 'j'],
      incidents: [{ element: 'j', code: 'ENG_NO_FLOW' }],
    });
    await engine.setVariables({ ready: true });
    await engine.resolveIncident('j');
    expect(await engine.snapshot()).toMatchObject({
      parked: [],
      incidents: [],
      tasks: [{ element: 'after' }],
    });
    await engine.complete('after');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('keeps what has arrived through a migration that takes the awaited branch away', async () => {
    const engine = await running([joined()]);
    await engine.complete('a');
    const next = joined((p) => p.from('f').userTask('c').end('e3'));
    await engine.migrate(await engine.deploy([next.file()]));
    expect((await engine.snapshot()).parked).toEqual(['j']);
    await engine.complete('b');
    expect(elements((await engine.snapshot()).tasks)).toEqual(['after']);
  });
});
