import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

describe('exclusive gateway', () => {
  it.each([
    [500, 'big'],
    [50, 'middle'],
    [5, 'small'],
    [null, 'small'],
  ])('takes the first true flow, else the default: %s goes to %s', async (amount, end) => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('exclusive_gateway', { variables: { amount } });
    expect((await engine.snapshot()).endEvents).toEqual([end]);
  });

  it('becomes an incident when no flow can be taken, and goes on after the cause is mended', async () => {
    const process = aProcess()
      .start()
      .exclusive('x')
      .flow({ condition: '= a' })
      .end('yes')
      .from('x')
      .flow({ condition: '= b' })
      .end('no');
    const engine = await running([process]);
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'x', code: 'ENG_NO_FLOW' }]);
    await engine.setVariables({ b: true });
    await engine.resolveIncident('x');
    expect((await engine.snapshot()).endEvents).toEqual(['no']);
  });

  it('lets every token pass where branches meet', async () => {
    const process = aProcess()
      .start()
      .parallel('f')
      .exclusive('m')
      .userTask('t')
      .end()
      .from('f')
      .task('other')
      .to('m');
    const engine = await running([process]);
    expect((await engine.snapshot()).tasks).toHaveLength(2);
  });

  it('reads a record that the condition names', async () => {
    const process = aProcess()
      .start()
      .exclusive('x')
      .flow({ condition: '= ticket.priority = "high"' })
      .end('urgent')
      .from('x')
      .flow({ isDefault: true })
      .end('calm');
    const engine = await running([process], {
      records: { read: async () => [{ priority: 'high' }] },
      variables: { ticket: { $record: 'ticket', id: 't1' } },
    });
    expect((await engine.snapshot()).endEvents).toEqual(['urgent']);
  });

  it('takes the forced flow of a test', async () => {
    const process = aProcess()
      .start()
      .exclusive('x')
      .flow({ id: 'f1', condition: '${foreign}' })
      .end('yes')
      .from('x')
      .flow({ id: 'f2', condition: '${!foreign}' })
      .end('no');
    const engine = await running([process], { chooseFlow: { x: ['f2'] } });
    expect((await engine.snapshot()).endEvents).toEqual(['no']);
  });
});
