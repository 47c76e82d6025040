/** Names of messages and signals, and codes of errors and escalations, that depend on variables (BPMN 2.0.2 §10.5.5). */
import { describe, expect, it } from 'vitest';
import { anEngine, running } from '../../support/engine.ts';
import { aProcess, type ProcessBuilder } from '../../support/process-builder.ts';

const refusal = async (process: ProcessBuilder): Promise<readonly { rule: string; elementId: string }[]> => {
  const engine = await anEngine();
  const error: unknown = await engine.deploy([process.file()]).catch((thrown: unknown) => thrown);
  return (error as { details?: { problems: { rule: string; elementId: string }[] } }).details?.problems ?? [];
};

describe('the name of a message', () => {
  it.each(['= "order-" + id', 'order-${id}', 'order-{{ id }}'])(
    'is found by its name as it was when the wait began (%s)',
    async (message) => {
      const engine = await running([aProcess().start().catchOn('c', { message }).end()], {
        variables: { id: '7' },
      });
      await engine.setVariables({ id: '8' });
      await expect(engine.message('order-8')).rejects.toMatchObject({ code: 'ENG_MESSAGE_NOT_CORRELATED' });
      await engine.message('order-7');
      expect((await engine.snapshot()).ended).toBe(true);
    },
  );

  it('waits by its name at a receive task and on its border', async () => {
    const process = aProcess().start().receiveTask('r', '= "in-" + id').end();
    process.boundary('b', 'r', { message: '= "stop-" + id' }).end('stopped');
    const engine = await running([process], { variables: { id: 'a' } });
    await engine.message('stop-a');
    expect((await engine.snapshot()).endEvents).toEqual(['stopped']);
    await engine.start('process', { variables: { id: 'b' } });
    await engine.message('in-b');
    expect((await engine.snapshot()).endEvents).toEqual(['end']);
  });

  it('waits by its name in an event subprocess', async () => {
    const process = aProcess()
      .start()
      .userTask('work')
      .end()
      .eventSubProcess('esp', (p) => p.startOn('s', { message: '${"ask-" + id}' }).end('asked'));
    const engine = await running([process], { variables: { id: 'x' } });
    await engine.message('ask-x');
    expect((await engine.snapshot()).endEvents).toEqual(['asked']);
  });

  it('waits by its name behind an event-based gateway, and as one of several', async () => {
    const process = aProcess().start().eventBased('g').catchOn('c', { message: '= "a-" + id' }).end('one');
    process
      .from('g')
      .catchOn('d', [{ message: '= "b-" + id' }, { signal: 'x' }])
      .end('two');
    const engine = await running([process], { variables: { id: '1' } });
    await engine.message('b-1');
    expect((await engine.snapshot()).endEvents).toEqual(['two']);
  });

  it('is sent under the name that its variables give', async () => {
    const engine = await anEngine();
    const waiting = aProcess('waiting').start().catchOn('c', { message: 'paid-7' }).end();
    const sending = aProcess('sending').start().throwMessage('t', '= "paid-" + string(id)').end();
    await engine.deploy([waiting.file(), sending.file()]);
    const id = await engine.start('waiting');
    await engine.start('sending', { variables: { id: 7 } });
    await engine.runDueJobs();
    expect((await engine.snapshot(id)).ended).toBe(true);
  });

  it('is refused where a process begins, and nowhere else', async () => {
    const starts = aProcess().startMessage('s', 'order-${id}').end();
    expect(await refusal(starts)).toMatchObject([{ rule: 'start-name-with-variables', elementId: 's' }]);
    const receives = aProcess()
      .raw('receiveTask', 'r', { attributes: 'instantiate="true" messageRef="m"' })
      .beside('<message id="m" name="= id"/>')
      .end();
    expect(await refusal(receives)).toMatchObject([{ rule: 'start-name-with-variables', elementId: 'r' }]);
    const constant = aProcess().startMessage('s', '= "order-" + "placed"').end();
    const engine = await anEngine();
    await engine.deploy([constant.file()]);
    await engine.message('order-placed');
    expect(await engine.started()).toHaveLength(1);
  });

  it('is an incident where it gives no text', async () => {
    const engine = await running([aProcess().start().catchOn('c', { message: '= missing' }).end()]);
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'c', code: 'ENG_MESSAGE_WITHOUT_NAME' }]);
    await engine.setVariables({ missing: 'found' });
    await engine.resolveIncident('c');
    await engine.message('found');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('stays as it was when another version says the same', async () => {
    const drawn = (message: string, end = 'end') =>
      aProcess().start().catchOn('c', { message }).userTask('next').end(end);
    const engine = await running([drawn('= "a-" + id')], { variables: { id: '1' } });
    await engine.setVariables({ id: '2' });
    await engine.migrate(await engine.deploy([drawn('= "a-" + id', 'over').file()]));
    await expect(engine.message('a-2')).rejects.toMatchObject({ code: 'ENG_MESSAGE_NOT_CORRELATED' });
    await engine.migrate(await engine.deploy([drawn('= "b-" + id').file()]));
    await engine.message('b-2');
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'next' }] });
  });

  it('with the standard’s correlation is found by the key in the message', async () => {
    const process = aProcess()
      .beside(
        `<message id="m" name="= &quot;paid-&quot; + kind"/><correlationProperty id="p" name="order">
          <correlationPropertyRetrievalExpression messageRef="m"><messagePath>order</messagePath></correlationPropertyRetrievalExpression>
        </correlationProperty>`,
      )
      .start()
      .raw('receiveTask', 'r', { attributes: 'messageRef="m"' })
      .end();
    const engine = await running([process], { variables: { kind: 'card', order: 'A1' } });
    await expect(engine.message('paid-card', { variables: { order: 'B2' } })).rejects.toThrow();
    await engine.message('paid-card', { variables: { order: 'A1' } });
    expect((await engine.snapshot()).ended).toBe(true);
  });
});

describe('the name of a signal', () => {
  it('is heard and called under the name that its variables give', async () => {
    const engine = await anEngine();
    const hearing = aProcess('hearing').start().catchOn('c', { signal: 'region-${region}' }).end();
    const calling = aProcess('calling').start().throwOn('t', { signal: '= "region-" + region' }).end();
    await engine.deploy([hearing.file(), calling.file()]);
    const north = await engine.start('hearing', { variables: { region: 'north' } });
    const south = await engine.start('hearing', { variables: { region: 'south' } });
    await engine.start('calling', { variables: { region: 'north' } });
    await engine.runDueJobs();
    expect((await engine.snapshot(north)).ended).toBe(true);
    expect((await engine.snapshot(south)).ended).toBe(false);
  });

  it('is refused where a process begins', async () => {
    const process = aProcess()
      .startOn('s', [{ signal: '= region' }, { message: 'm' }])
      .end();
    expect(await refusal(process)).toMatchObject([{ rule: 'start-name-with-variables', elementId: 's' }]);
  });

  it('that was renamed is awaited by its new name after a migration', async () => {
    const drawn = (signal: string) => aProcess().start().catchOn('c', { signal }).userTask('next').end();
    const engine = await running([drawn('old')]);
    await engine.migrate(await engine.deploy([drawn('new').file()]));
    await engine.signal('old');
    expect(await engine.snapshot()).toMatchObject({ waiting: ['c'] });
    await engine.signal('new');
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'next' }] });
  });

  it('of several triggers must stay in another version', async () => {
    const drawn = (signal: string) =>
      aProcess()
        .start()
        .catchOn('c', [{ signal }, { message: 'm' }])
        .end();
    const engine = await running([drawn('old')]);
    await expect(engine.migrate(await engine.deploy([drawn('new').file()]))).rejects.toMatchObject({
      details: { obstacles: [{ elementId: 'c', code: 'event-changed' }] },
    });
  });
});

describe('a code', () => {
  it.each(['error', 'escalation'] as const)(
    'is thrown under the code that its variables give: an %s',
    async (kind) => {
      const drawn = (code: string) => (kind === 'error' ? { error: code } : { escalation: code });
      const process = aProcess()
        .start()
        .subProcess('sub', (p) => p.start('s').endOn('e', drawn('= "E-" + kind')))
        .end();
      process.boundary('other', 'sub', drawn('E-b')).end('other_end');
      process.boundary('own', 'sub', drawn('E-a')).end('own_end');
      const engine = await running([process], { variables: { kind: 'a' } });
      expect((await engine.snapshot()).endEvents).toContain('own_end');
      expect((await engine.snapshot()).endEvents).not.toContain('other_end');
      await engine.start('process', { variables: {} });
      expect((await engine.snapshot()).incidents).toEqual([{ element: 'e', code: 'ENG_EVENT_WITHOUT_CODE' }]);
    },
  );

  it('of what is caught must be a constant', async () => {
    const process = aProcess()
      .start()
      .subProcess('sub', (p) => p.start('s').end('e'))
      .end();
    process.boundary('b', 'sub', { error: '${code}' }).end('x');
    expect(await refusal(process)).toMatchObject([{ rule: 'caught-code-with-variables', elementId: 'b' }]);
  });
});
