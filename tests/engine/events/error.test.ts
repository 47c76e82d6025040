/** Errors (BPMN 2.0.2 §10.5.6): from where they are thrown outwards, the very code before what catches all. */
import { describe, expect, it } from 'vitest';
import { anEngine, running } from '../../support/engine.ts';
import { aProcess, io, type ProcessBuilder } from '../../support/process-builder.ts';

const throwing = (code: string) => (p: ProcessBuilder) =>
  p
    .start('s')
    .userTask('inside')
    .endOn('failed', { error: code, inside: '' }, { extensions: io({ amount: '= 7' }) });
const sub = (code = 'E1') => aProcess().start().subProcess('sub', throwing(code)).end('done');

async function thrown(process: ProcessBuilder, ...others: ProcessBuilder[]) {
  const engine = await running([process, ...others]);
  await engine.complete('inside');
  return engine;
}

describe('error', () => {
  it('ends the activity and goes on at its boundary event', async () => {
    const process = sub().boundary('caught', 'sub', { error: 'E1' }).end('handled');
    const engine = await thrown(process);
    const { endEvents, ended, variables } = await engine.snapshot();
    expect({ endEvents, ended, variables }).toEqual({
      endEvents: ['failed', 'handled'],
      ended: true,
      variables: { amount: 7 },
    });
  });

  it('prefers its own code to what catches all, and passes what catches another', async () => {
    const process = sub();
    process.boundary('other', 'sub', { error: 'E2' }).end('e2');
    process.boundary('any', 'sub', { error: null }).end('anything');
    process.boundary('mine', 'sub', { error: 'E1' }).end('e1');
    expect((await (await thrown(process)).snapshot()).endEvents).toEqual(['failed', 'e1']);
  });

  it('takes with it what else runs in the activity', async () => {
    const process = aProcess()
      .start()
      .subProcess('sub', (p) =>
        p
          .start('s')
          .parallel('f')
          .userTask('inside')
          .endOn('failed', { error: 'E1' })
          .from('f')
          .userTask('beside')
          .end('e'),
      )
      .end('done');
    process.boundary('caught', 'sub', { error: null }).userTask('repair').end('handled');
    const engine = await thrown(process);
    expect((await engine.snapshot()).tasks).toMatchObject([{ element: 'repair' }]);
  });

  it('names code and message in variables', async () => {
    const inside =
      '<extensionElements><tl:error codeVariable="code" messageVariable="text"/></extensionElements>';
    const message = '<extensionElements><tl:error message="Not enough for {{ who }}"/></extensionElements>';
    const process = aProcess()
      .start()
      .subProcess('sub', (p) =>
        p.start('s').userTask('inside').endOn('failed', { error: 'E1', inside: message }),
      )
      .end('done');
    process.boundary('caught', 'sub', { error: null, inside }).end('handled');
    const engine = await running([process], { variables: { who: 'Ann' } });
    await engine.complete('inside');
    expect((await engine.snapshot()).variables).toEqual({
      who: 'Ann',
      code: 'E1',
      text: 'Not enough for Ann',
    });
  });

  it('starts an event subprocess of its scope, or else of the scope around', async () => {
    const handler = (p: ProcessBuilder) =>
      p.startOn('caught', { error: 'E1' }).userTask('repair').end('handled');
    const near = aProcess()
      .start()
      .subProcess('sub', (p) => throwing('E1')(p).eventSubProcess('esp', handler))
      .end('done');
    const engine = await thrown(near);
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'repair' }] });
    await engine.complete('repair');
    expect((await engine.snapshot()).endEvents).toEqual(['failed', 'handled', 'done']);

    const far = await thrown(sub().eventSubProcess('esp', handler));
    expect(await far.snapshot()).toMatchObject({ tasks: [{ element: 'repair' }] });
    await far.complete('repair');
    expect((await far.snapshot()).endEvents).toEqual(['failed', 'handled']);
  });

  it('thrown again by an event subprocess goes to the next scope outwards', async () => {
    const process = aProcess()
      .start()
      .subProcess('sub', (p) =>
        throwing('E1')(p).eventSubProcess('esp', (q) =>
          q.startOn('caught', { error: 'E1' }).endOn('again', { error: 'E1' }),
        ),
      )
      .end('done');
    process.boundary('outer', 'sub', { error: 'E1' }).end('handled');
    expect((await (await thrown(process)).snapshot()).endEvents).toEqual(['failed', 'again', 'handled']);
  });

  it('crosses call activities', async () => {
    const caller = aProcess('caller').start().callActivity('call', 'called').end('done');
    caller.boundary('caught', 'call', { error: 'E1' }).end('handled');
    const engine = await thrown(caller, throwing('E1')(aProcess('called')));
    const snapshot = await engine.snapshot();
    expect(snapshot).toMatchObject({ ended: true, endEvents: ['handled'], variables: { amount: 7 } });
    expect(snapshot.children).toMatchObject([{ ended: true, endEvents: ['failed'] }]);
  });

  it('that nobody catches is an incident where it is thrown', async () => {
    const engine = await thrown(sub());
    expect(await engine.snapshot()).toMatchObject({
      ended: false,
      incidents: [{ element: 'failed', code: 'ENG_ERROR_NOT_CAUGHT' }],
    });
  });

  it('of a handler in the step is caught at the activity', async () => {
    const process = aProcess().start().serviceTask('work').end('done');
    process.boundary('caught', 'work', { error: 'E1' }).end('handled');
    const engine = await running([process], { stubs: { work: { kind: 'bpmnError', code: 'E1' } } });
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      endEvents: ['handled'],
      visited: { work: 1 },
    });
  });

  it('of a job is caught at the activity, and outside of it', async () => {
    const process = aProcess().start().serviceTask('work').end('done');
    process.boundary('late', 'work', { duration: 'PT1H' }).end('too_late');
    process.boundary('caught', 'work', { error: 'E1' }).end('handled');
    process.eventSubProcess('esp', (p) => p.startOn('other', { error: 'E2' }).end('handled_outside'));
    const engine = await running([process], { waitAt: ['work'] });
    await engine.failJob('work', { bpmnErrorCode: 'E1' });
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['handled'], timers: [] });
    const second = await running([process], { waitAt: ['work'] });
    await second.failJob('work', { bpmnErrorCode: 'E2' });
    expect(await second.snapshot()).toMatchObject({ ended: true, endEvents: ['handled_outside'] });
  });

  it('of a job that nobody catches keeps the job for its retry', async () => {
    const engine = await running([aProcess().start().serviceTask('work').end()], { waitAt: ['work'] });
    await engine.failJob('work', { bpmnErrorCode: 'E1' });
    expect(await engine.snapshot()).toMatchObject({ incidents: [{ code: 'ENG_ERROR_NOT_CAUGHT' }] });
    await engine.resolveIncident('work');
    await engine.completeJob('work');
    expect(await engine.snapshot()).toMatchObject({ ended: true });
  });

  it('without a code at the throwing end is refused', async () => {
    const engine = await anEngine();
    const process = aProcess().start().endOn('failed', { error: null });
    await expect(engine.deploy([process.file()])).rejects.toMatchObject({
      details: { problems: [expect.objectContaining({ rule: 'missing-error', elementId: 'failed' })] },
    });
  });
});
