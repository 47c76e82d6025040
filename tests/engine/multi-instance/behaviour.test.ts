import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { running } from '../../support/engine.ts';

const ROOTS = `<escalation id="esc" escalationCode="progress"/><error id="err" errorCode="enough"/>
<escalationEventDefinition id="def_esc" escalationRef="esc"/><errorEventDefinition id="def_err" errorRef="err"/>
<signal id="sig" name="one more"/><signalEventDefinition id="def_sig" signalRef="sig"/>
<message id="msg" name="one done"/><messageEventDefinition id="def_msg" messageRef="msg"/>`;

const repeated = (behaviour: string, content = '') =>
  `<multiInstanceLoopCharacteristics ${behaviour}><loopCardinality xsi:type="tFormalExpression">3</loopCardinality>${content}</multiInstanceLoopCharacteristics>`;

type Caught = Parameters<ReturnType<typeof aProcess>['boundary']>[2];

/** Three tasks, and a boundary event beside or instead of them. */
function process(behaviour: string, boundary: Caught, interrupting = false, content = '') {
  return aProcess()
    .beside(ROOTS)
    .start()
    .userTask('t', { loop: repeated(behaviour, content) })
    .userTask('after')
    .end()
    .boundary('caught', 't', boundary, interrupting)
    .userTask('told')
    .end('e2');
}

const ESCALATION = { escalation: 'progress' };

describe('behavior of a multi-instance activity', () => {
  it('none: throws with each that completes, and goes on to its end', async () => {
    const drawn = process('behavior="None" noneBehaviorEventRef="def_esc"', ESCALATION);
    const engine = await running([drawn]);
    for (let index = 0; index < 3; index++) await engine.complete('t', { nth: 0 });
    const tasks = (await engine.snapshot()).tasks.map((task) => task.element).sort();
    expect(tasks).toEqual(['after', 'told', 'told', 'told']);
  });

  it('one: throws with the first alone', async () => {
    const drawn = process('behavior="One" oneBehaviorEventRef="def_esc"', ESCALATION);
    const engine = await running([drawn]);
    for (let index = 0; index < 3; index++) await engine.complete('t', { nth: 0 });
    expect((await engine.snapshot()).visited.told).toBe(1);
  });

  it('an interrupting boundary event ends the others', async () => {
    const drawn = process('behavior="One" oneBehaviorEventRef="def_err"', { error: 'enough' }, true);
    const engine = await running([drawn]);
    await engine.complete('t', { nth: 1 });
    expect((await engine.snapshot()).tasks.map((task) => task.element)).toEqual(['told']);
  });

  it('complex: throws what its conditions say', async () => {
    const content = `<complexBehaviorDefinition id="c"><condition xsi:type="tFormalExpression">= nrOfCompletedInstances = 2</condition>
      <event id="ev"><escalationEventDefinition id="c_esc" escalationRef="esc"/></event></complexBehaviorDefinition>`;
    const drawn = process('behavior="Complex"', ESCALATION, false, content);
    const engine = await running([drawn]);
    await engine.complete('t', { nth: 0 });
    expect((await engine.snapshot()).visited.told).toBeUndefined();
    await engine.complete('t', { nth: 0 });
    await engine.complete('t', { nth: 0 });
    expect((await engine.snapshot()).visited.told).toBe(1);
  });

  it('a signal reaches its own boundary event with the counters', async () => {
    const drawn = process('behavior="None" noneBehaviorEventRef="def_sig"', { signal: 'one more' });
    const engine = await running([drawn]);
    await engine.complete('t', { nth: 0 });
    await engine.runDueJobs();
    const { visited, variables } = await engine.snapshot();
    expect(visited.told).toBe(1);
    expect(variables).toMatchObject({ nrOfInstances: 3, nrOfCompletedInstances: 1 });
  });

  it('a message is sent from beside the instances', async () => {
    const drawn = process('behavior="One" oneBehaviorEventRef="def_msg"', ESCALATION);
    const receiver = aProcess('receiver').startMessage('start', 'one done').end();
    const engine = await running([drawn, receiver]);
    for (let index = 0; index < 3; index++) await engine.complete('t', { nth: 0 });
    expect((await engine.snapshot()).tasks).toEqual([]);
    await engine.runDueJobs();
    expect(await engine.started()).toHaveLength(1);
  });

  it('an error that nobody catches is an incident at the end of the instance', async () => {
    const drawn = process('behavior="One" oneBehaviorEventRef="def_err"', ESCALATION);
    const engine = await running([drawn]);
    await engine.complete('t', { nth: 0 });
    expect((await engine.snapshot()).incidents).toMatchObject([
      { element: 't', code: 'ENG_ERROR_NOT_CAUGHT' },
    ]);
  });
});
