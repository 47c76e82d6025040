/** Escalations (BPMN 2.0.2 §10.5.6): like errors outwards, but nobody has to catch them and nothing has to end. */
import { describe, expect, it } from 'vitest';
import { running } from '../../support/engine.ts';
import { aProcess, type ProcessBuilder } from '../../support/process-builder.ts';

const sub = () =>
  aProcess()
    .start()
    .subProcess('sub', (p) =>
      p.start('s').throwOn('raised', { escalation: 'high' }).userTask('inside').end('e'),
    )
    .end('done');

const escalated = async (process: ProcessBuilder) => (await running([process])).snapshot();
const tasksOf = ({ tasks }: { tasks: readonly { element: string }[] }) =>
  tasks.map((task) => task.element).sort();

describe('escalation', () => {
  it('goes on when nobody catches it, with a note', async () => {
    const engine = await running([sub()]);
    expect(tasksOf(await engine.snapshot())).toEqual(['inside']);
    expect((await engine.story()).join('\n')).toMatch(/Noted The escalation 'high' is caught by nobody/);
  });

  it('interrupts at a boundary event', async () => {
    const process = sub().boundary('caught', 'sub', { escalation: 'high' }).userTask('manager').end('e2');
    expect(tasksOf(await escalated(process))).toEqual(['manager']);
  });

  it('goes on beside a boundary event that does not interrupt', async () => {
    const process = sub()
      .boundary('caught', 'sub', { escalation: 'high' }, false)
      .userTask('manager')
      .end('e2');
    expect(tasksOf(await escalated(process))).toEqual(['inside', 'manager']);
  });

  it('of another code is not caught, and one without a code catches all', async () => {
    const other = sub().boundary('caught', 'sub', { escalation: 'low' }).userTask('manager').end('e2');
    expect(tasksOf(await escalated(other))).toEqual(['inside']);
    const all = sub().boundary('caught', 'sub', { escalation: null }).userTask('manager').end('e2');
    expect(tasksOf(await escalated(all))).toEqual(['manager']);
  });

  it.each([
    [true, ['manager']],
    [false, ['inside', 'manager']],
  ])('starts an event subprocess (interrupting: %s)', async (interrupting, tasks) => {
    const process = sub().eventSubProcess('esp', (p) =>
      p.startOn('caught', { escalation: 'high' }, interrupting).userTask('manager').end('e2'),
    );
    expect(tasksOf(await escalated(process))).toEqual(tasks);
  });

  it('is not caught by the event subprocess that it comes out of', async () => {
    const process = sub().eventSubProcess('esp', (p) =>
      p
        .startOn('caught', { escalation: 'high' }, false)
        .throwOn('again', { escalation: 'high' })
        .userTask('manager')
        .end('e2'),
    );
    expect(tasksOf(await escalated(process))).toEqual(['inside', 'manager']);
  });

  it('interrupting its own scope ends the thrower', async () => {
    const process = aProcess()
      .start()
      .throwOn('raised', { escalation: 'high' })
      .userTask('never')
      .end()
      .eventSubProcess('esp', (p) =>
        p.startOn('caught', { escalation: 'high' }).userTask('manager').end('e2'),
      );
    const engine = await running([process]);
    expect(tasksOf(await engine.snapshot())).toEqual(['manager']);
    await engine.complete('manager');
    expect(await engine.snapshot()).toMatchObject({ ended: true, visited: { raised: 1 } });
  });

  it('of an end event ends the scope normally beside what it raised, with its code in a variable', async () => {
    const inside = '<extensionElements><tl:error codeVariable="level"/></extensionElements>';
    const process = aProcess()
      .start()
      .subProcess('sub', (p) => p.start('s').endOn('raised', { escalation: 'high' }))
      .userTask('next')
      .end('done');
    process.boundary('caught', 'sub', { escalation: null, inside }, false).userTask('manager').end('e2');
    const snapshot = await escalated(process);
    expect(tasksOf(snapshot)).toEqual(['manager', 'next']);
    expect(snapshot.variables).toEqual({ level: 'high' });
  });

  it('crosses call activities', async () => {
    const caller = aProcess('caller').start().callActivity('call', 'called').end('done');
    caller.boundary('caught', 'call', { escalation: 'high' }, false).userTask('manager').end('e2');
    const called = aProcess('called')
      .start()
      .throwOn('raised', { escalation: 'high' })
      .userTask('inside')
      .end();
    const snapshot = await (await running([caller, called])).snapshot();
    expect(tasksOf(snapshot)).toEqual(['manager']);
    expect(tasksOf(snapshot.children[0]!)).toEqual(['inside']);
  });
});
