import { describe, expect, it } from 'vitest';
import { aProcess, forEach } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

describe('token quantities', () => {
  it('begins when enough tokens have arrived, and sends several', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('quantities');
    await engine.complete('a');
    expect(await engine.snapshot()).toMatchObject({ parked: ['pack'], tasks: [{ element: 'b' }] });
    await engine.complete('b');
    expect(await engine.snapshot()).toMatchObject({ parked: [], tasks: [{ element: 'pack' }] });
    await engine.complete('pack');
    expect((await engine.snapshot()).tasks).toMatchObject([
      { element: 'ship' },
      { element: 'ship' },
      { element: 'ship' },
    ]);
  });

  it('counts over all flows, and begins again with the next ones', async () => {
    const process = aProcess().start().parallel('f').task('x').exclusive('m');
    process.userTask('t', { attributes: 'startQuantity="2"' }).end();
    for (const id of ['y', 'z', 'w']) process.from('f').task(id).to('m');
    const engine = await running([process]);
    expect(await engine.snapshot()).toMatchObject({
      parked: [],
      tasks: [{ element: 't' }, { element: 't' }],
    });
  });

  it('a token that misses its partners keeps the instance waiting', async () => {
    const process = aProcess().start().task('t', { attributes: 'startQuantity="2"' }).end();
    const engine = await running([process]);
    expect(await engine.snapshot()).toMatchObject({ ended: false, parked: ['t'] });
    await engine.cancel();
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('goes with a repeated activity as a whole', async () => {
    const process = aProcess().start().parallel('f').task('x').exclusive('m');
    process.task('t', {
      attributes: 'startQuantity="2" completionQuantity="2"',
      loop: forEach('= [1, 2, 3]'),
    });
    process.userTask('after').end().from('f').task('y').to('m');
    const engine = await running([process]);
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'after' }, { element: 'after' }] });
    expect((await engine.snapshot()).visited.x).toBe(1);
  });

  it('waits until an interruption takes the partner away', async () => {
    const process = aProcess()
      .start()
      .subProcess('sub', (p) => p.start('s').userTask('t', { attributes: 'startQuantity="2"' }).end('e'));
    process.end().boundary('late', 'sub', { duration: 'PT1H' }).end('gave_up');
    const engine = await running([process]);
    await engine.advance('PT1H');
    expect(await engine.snapshot()).toMatchObject({ ended: true, parked: [], endEvents: ['gave_up'] });
  });

  it('an incident holds the last one, and its partners stay for it', async () => {
    const process = aProcess().start().parallel('f').task('x').exclusive('m');
    process.action('t', 'shaky', { attributes: '' }).end().from('f').task('y').to('m');
    const xml = process.file();
    let failures = 1;
    const engine = await anEngine({
      handlers: {
        shaky: {
          mode: 'transaction',
          run: async () => {
            if (failures-- > 0) throw new Error('no');
            return { kind: 'ok', output: {} };
          },
        },
      },
    });
    await engine.deploy([
      {
        ...xml,
        content: xml.content.replace('<serviceTask id="t"', '<serviceTask id="t" startQuantity="2"'),
      },
    ]);
    await engine.start('process');
    expect(await engine.snapshot()).toMatchObject({ parked: ['t'], incidents: [{ element: 't' }] });
    await engine.resolveIncident('t');
    expect(await engine.snapshot()).toMatchObject({ ended: true });
  });
});

describe('flows of activities', () => {
  it('takes every flow whose condition holds, and those without', async () => {
    const process = aProcess().start().task('t').flow({ condition: '= a' }).end('one');
    process.from('t').flow({ condition: '= b' }).end('two').from('t').end('always');
    process.from('t').flow({ isDefault: true }).end('otherwise');
    const engine = await running([process], { variables: { a: true, b: true } });
    expect([...(await engine.snapshot()).endEvents].sort()).toEqual(['always', 'one', 'two']);
  });

  it('takes the default when no condition holds', async () => {
    const process = aProcess().start().task('t').flow({ condition: '= a' }).end('one');
    process.from('t').flow({ isDefault: true }).end('otherwise');
    const engine = await running([process], { variables: { a: false } });
    expect((await engine.snapshot()).endEvents).toEqual(['otherwise']);
  });

  it('takes an open flow beside conditions that do not hold, and not the default', async () => {
    const process = aProcess().start().task('t').flow({ condition: '= a' }).end('one');
    process.from('t').end('always').from('t').flow({ isDefault: true }).end('otherwise');
    const engine = await running([process], { variables: { a: false } });
    expect((await engine.snapshot()).endEvents).toEqual(['always']);
  });

  it('takes each of several conditional flows of a subprocess', async () => {
    const process = aProcess()
      .start()
      .subProcess('sub', (p) => p.start('s').end('e'));
    process.flow({ condition: '= a' }).end('one').from('sub').flow({ condition: '= b' }).end('two');
    const engine = await running([process], { variables: { a: true, b: true } });
    expect([...(await engine.snapshot()).endEvents].sort()).toEqual(['e', 'one', 'two']);
  });
});
