import { describe, expect, it } from 'vitest';
import type { TaskHandler } from '#engine';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

describe('service task', () => {
  it('runs a transaction handler in the step, with mapped input and output', async () => {
    const inputs: unknown[] = [];
    const create: TaskHandler = {
      mode: 'transaction',
      run: async (input) => (inputs.push(input), { kind: 'ok', output: { id: 'r1', more: true } }),
    };
    const engine = await anEngine({ handlers: { 'test.create': create } });
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('service_task', { variables: { customer: 'Ivan' } });
    expect(inputs).toEqual([{ subject: 'About Ivan' }]);
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      variables: { customer: 'Ivan', recordId: 'r1' },
    });
  });

  it('retries a job with the same effect key and ends in an incident that can be retried', async () => {
    const keys: string[] = [];
    let fails = true;
    const create: TaskHandler = {
      mode: 'job',
      async run(_input, { effectKey }) {
        keys.push(effectKey);
        if (fails) throw new Error('503');
        return { kind: 'ok', output: { id: 'r1' } };
      },
    };
    const engine = await anEngine({ handlers: { 'test.create': create } });
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('service_task');
    await engine.advance('PT10M');
    expect(await engine.snapshot()).toMatchObject({
      incidents: [{ element: 'create', code: 'ENG_HANDLER_FAILED' }],
    });
    fails = false;
    await engine.resolveIncident('create');
    await engine.runDueJobs();
    expect((await engine.snapshot()).ended).toBe(true);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  it('becomes an incident when the transaction handler fails, and leaves nothing behind', async () => {
    const engine = await running([aProcess().start().serviceTask('act').end()], {
      stubs: { act: { kind: 'fail', times: 1 } },
    });
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'act', code: 'ENG_HANDLER_FAILED' }]);
    await engine.resolveIncident('act');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('becomes an incident on an error that nobody catches', async () => {
    const engine = await running([aProcess().start().serviceTask('act').end()], {
      stubs: { act: { kind: 'bpmnError', code: 'E1' } },
    });
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'act', code: 'ENG_ERROR_NOT_CAUGHT' }]);
  });

  it('waits for the test where the test says so', async () => {
    const engine = await running([aProcess().start().serviceTask('act').end()], { waitAt: ['act'] });
    expect((await engine.snapshot()).waiting).toEqual(['act']);
    await engine.completeJob('act', { variables: { done: true } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { done: true } });
  });

  it('is refused at deployment when there is no such action', async () => {
    const engine = await anEngine();
    await expect(engine.deploy([fixtureOf(import.meta.url)])).rejects.toMatchObject({
      code: 'ENG_DEPLOYMENT_REFUSED',
      details: { problems: [{ elementId: 'create', rule: 'unknown-action' }] },
    });
  });
});
