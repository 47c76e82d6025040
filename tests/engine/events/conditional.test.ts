/** Conditional events (BPMN 2.0.2 §10.5.5.2): looked at when armed, then on each change; on the edge where they stay. */
import { describe, expect, it } from 'vitest';
import { anEngine, running } from '../../support/engine.ts';
import { aProcess, io } from '../../support/process-builder.ts';

const full = { condition: '= amount > 100' };
const work = () => aProcess().start().userTask('work').end('done');

describe('conditional event', () => {
  it('waits until a variable makes it true', async () => {
    const engine = await running([aProcess().start().catchOn('enough', full).end('e')], {
      variables: { amount: 1 },
    });
    expect(await engine.snapshot()).toMatchObject({ waiting: ['enough'], subscriptions: { conditional: 1 } });
    await engine.setVariables({ amount: 99 });
    expect((await engine.snapshot()).ended).toBe(false);
    await engine.setVariables({ amount: 101 });
    expect(await engine.snapshot()).toMatchObject({ ended: true, subscriptions: { conditional: 0 } });
  });

  it('passes at once when it is true already', async () => {
    const engine = await running([aProcess().start().catchOn('enough', full).end('e')], {
      variables: { amount: 200 },
    });
    expect(await engine.snapshot()).toMatchObject({ ended: true, visited: { enough: 1 } });
  });

  it('is told of what another branch sets in the same step', async () => {
    const process = aProcess()
      .start()
      .parallel('f')
      .catchOn('enough', full)
      .end('e1')
      .from('f')
      .userTask('count')
      .end('e2');
    const engine = await running([process]);
    await engine.complete('count', { variables: { amount: 500 } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['e2', 'e1'] });
  });

  it('interrupts at a boundary event', async () => {
    const engine = await running([work().boundary('full', 'work', full).end('stopped')], {
      variables: { amount: 0 },
    });
    await engine.setVariables({ amount: 101 });
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['stopped'] });
  });

  it('interrupts as soon as it is armed when it is true', async () => {
    const engine = await running([work().boundary('full', 'work', full).end('stopped')], {
      variables: { amount: 101 },
    });
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['stopped'], tasks: [] });
  });

  it('that stays armed happens once each time it becomes true', async () => {
    const engine = await running([work().boundary('full', 'work', full, false).end('noted')], {
      variables: { amount: 101 },
    });
    const noted = async () => (await engine.snapshot()).endEvents.length;
    expect(await noted()).toBe(1);
    await engine.setVariables({ amount: 102 });
    expect(await noted()).toBe(1);
    await engine.setVariables({ amount: 1 });
    await engine.setVariables({ amount: 103 });
    expect(await noted()).toBe(2);
    await engine.complete('work');
    expect(await engine.snapshot()).toMatchObject({ ended: true, subscriptions: { conditional: 0 } });
  });

  it('starts event subprocesses, interrupting or not', async () => {
    const process = work();
    process.eventSubProcess('beside', (p) => p.startOn('a', full, false).userTask('look').end('e1'));
    process.eventSubProcess('instead', (p) =>
      p.startOn('b', { condition: '= stop' }).userTask('repair').end('e2'),
    );
    const engine = await running([process]);
    await engine.setVariables({ amount: 101 });
    await engine.setVariables({ amount: 0 });
    await engine.setVariables({ amount: 101 });
    expect((await engine.snapshot()).tasks.map((task) => task.element).sort()).toEqual([
      'look',
      'look',
      'work',
    ]);
    await engine.setVariables({ stop: true });
    expect((await engine.snapshot()).tasks.map((task) => task.element)).toEqual(['repair']);
  });

  it('sees the variables of its own scope only', async () => {
    const process = aProcess()
      .start()
      .parallel('f')
      .subProcess('one', (p) => p.start('s1').catchOn('c1', full).end('e1'), {
        extensions: io({ amount: '= 0' }),
      })
      .end('z1')
      .from('f')
      .subProcess('two', (p) => p.start('s2').catchOn('c2', full).end('e2'), {
        extensions: io({ amount: '= 0' }),
      })
      .end('z2');
    const engine = await running([process]);
    await engine.setVariables({ amount: 500 });
    expect((await engine.snapshot()).waiting).toEqual(['c1', 'c2']);
    await engine.setVariables({ amount: 500 }, { scope: 'two' });
    expect((await engine.snapshot()).waiting).toEqual(['c1']);
  });

  it('follows the record that the instance is bound to', async () => {
    let stage = 'new';
    const records = { read: async (refs: readonly unknown[]) => refs.map(() => ({ stage })) };
    const process = aProcess().start().catchOn('won', { condition: '= deal.stage = "won"' }).end('e');
    const engine = await running([process], { records, variables: { deal: { $record: 'deal', id: 'd1' } } });
    const fields = { stage: { from: 'new', to: 'won' } };
    await engine.recordEvent('deal', { id: 'd1' }, { kind: 'changed', fields });
    expect((await engine.snapshot()).ended).toBe(false);
    stage = 'won';
    await engine.recordEvent('deal', { id: 'other' }, { kind: 'changed', fields });
    expect((await engine.snapshot()).ended).toBe(false);
    await engine.recordEvent('deal', { id: 'd1' }, { kind: 'changed', fields });
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('looks only at the variables and changes that Camunda 7 names', async () => {
    const process = work();
    const { name, content } = process.boundary('full', 'work', full, false).end('noted').file();
    const filtered = content
      .replace('xmlns:tl=', 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:tl=')
      .replace(
        '<conditionalEventDefinition>',
        '<conditionalEventDefinition camunda:variableName="amount" camunda:variableEvents="update">',
      );
    const engine = await anEngine();
    await engine.deploy([{ name, content: filtered }]);
    await engine.start('process');
    await engine.setVariables({ amount: 101 });
    expect((await engine.snapshot()).endEvents).toEqual([]);
    await engine.setVariables({ amount: 102 });
    expect((await engine.snapshot()).endEvents).toEqual(['noted']);
  });

  it('starts a process when its variables make it true', async () => {
    const engine = await anEngine();
    await engine.deploy([aProcess('big').startOn('large', full).userTask('check').end().file()]);
    expect(await engine.evaluateConditions({ amount: 5 })).toEqual([]);
    const [id] = await engine.evaluateConditions({ amount: 500 }, { businessKey: 'b-1' });
    expect(await engine.snapshot(id)).toMatchObject({
      tasks: [{ element: 'check' }],
      variables: { amount: 500 },
    });
  });

  it('says nothing, neither a condition nor a record: refused', async () => {
    const engine = await anEngine();
    const process = aProcess()
      .start()
      .raw('intermediateCatchEvent', 'c', { content: '<conditionalEventDefinition/>' })
      .end();
    await expect(engine.deploy([process.file()])).rejects.toMatchObject({
      details: {
        problems: expect.arrayContaining([expect.objectContaining({ rule: 'missing-event-condition' })]),
      },
    });
  });
});
