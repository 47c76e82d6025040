import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf } from '../../support/engine.ts';

const RECORD_START = `<conditionalEventDefinition><extensionElements><tl:recordEvent entity="ticket" change="changed" field="status" to="closed" filter="= ticket.type != &quot;spam&quot;"/></extensionElements><condition xsi:type="tFormalExpression">true</condition></conditionalEventDefinition>`;

const records = { read: async () => [{ type: 'question', subject: 'Printer' }] };

describe('start event', () => {
  it('begins at the none start when started by hand', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('start_event', { variables: { a: 1 }, businessKey: 'K1' });
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'work' }], variables: { a: 1 } });
  });

  it('begins at the message start when its message comes', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('start_event', { message: 'order', variables: { no: 7 } });
    const { visited, variables } = await engine.snapshot();
    expect(visited).toMatchObject({ order_received: 1, work: 1 });
    expect(variables).toEqual({ no: 7 });
  });

  it('begins when its cycle falls due, as often as it says', async () => {
    const engine = await anEngine();
    await engine.deploy([aProcess('nightly').startTimer('night', { cycle: 'R2/P1D' }).end().file()]);
    await engine.advance('P5D');
    expect(await engine.started()).toHaveLength(2);
  });

  it('begins on a record event whose field, value and filter match', async () => {
    const engine = await anEngine({ records });
    const process = aProcess('follow_up').start('closed', { content: RECORD_START }).userTask('call').end();
    await engine.deploy([process.file()]);
    await engine.recordEvent(
      'ticket',
      { id: 't1' },
      {
        kind: 'changed',
        fields: { status: { from: 'open', to: 'closed' } },
      },
    );
    const { variables, tasks } = await engine.snapshot();
    expect(variables).toEqual({ ticket: { $record: 'ticket', id: 't1' } });
    expect(tasks).toMatchObject([{ element: 'call' }]);
  });

  it.each([
    ['another field', { priority: { from: 1, to: 2 } }, 'question'],
    ['another value', { status: { from: 'new', to: 'open' } }, 'question'],
    ['a record that the filter leaves out', { status: { from: 'open', to: 'closed' } }, 'spam'],
  ])('stays asleep for %s', async (_what, fields, type) => {
    const engine = await anEngine({ records: { read: async () => [{ type }] } });
    await engine.deploy([aProcess('follow_up').start('closed', { content: RECORD_START }).end().file()]);
    await engine.recordEvent('ticket', { id: 't1' }, { kind: 'changed', fields });
    expect(await engine.started()).toEqual([]);
  });

  it('derives the business key from the variables', async () => {
    const engine = await anEngine();
    const process = aProcess('keyed', '<tl:process businessKey="= order"/>')
      .start()
      .catchMessage('wait', 'paid')
      .end();
    await engine.deploy([process.file()]);
    await engine.start('keyed', { variables: { order: 'O-1' } });
    await engine.message('paid', { businessKey: 'O-1' });
    expect((await engine.snapshot()).ended).toBe(true);
  });
});
