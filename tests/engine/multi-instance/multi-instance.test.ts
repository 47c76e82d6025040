import { describe, expect, it } from 'vitest';
import type { TestEngine } from '#engine/testing';
import { aProcess, forEach, io, times, type ProcessBuilder } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

const PEOPLE = { people: ['ann', 'bob', 'cid'] };

async function tasksOf(engine: TestEngine): Promise<readonly string[]> {
  return (await engine.snapshot()).tasks.map((task) => task.name);
}

const approvals = (settings: Parameters<typeof forEach>[1] = {}, draw?: (p: ProcessBuilder) => void) => {
  const process = aProcess()
    .start()
    .userTask('approve', { loop: forEach('= people', { item: 'person', ...settings }), name: 'approve' })
    .userTask('after')
    .end();
  draw?.(process);
  return process;
};

describe('multi-instance', () => {
  it('runs its diagram: one task each, results in the order of the items', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('multi_instance', { variables: PEOPLE });
    expect(await tasksOf(engine)).toEqual(['approve', 'approve', 'approve']);
    await engine.complete('approve', { nth: 1, variables: { answer: 'no' } });
    await engine.complete('approve', { nth: 0, variables: { answer: 'yes' } });
    expect(await engine.snapshot()).toMatchObject({ ended: false });
    await engine.complete('approve', { variables: { answer: 'perhaps' } });
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      variables: { answers: ['ann: yes', 'bob: no', 'cid: perhaps'] },
      visited: { approve: 3 },
    });
  });

  it('gives each iteration its item and number', async () => {
    const process = aProcess()
      .start()
      .scriptTask('greet', '= { greeting: person + string(loopCounter) }', 'feel', {
        loop: forEach('= people', { item: 'person', results: 'all', result: '= greeting' }),
      })
      .end();
    const engine = await running([process], { variables: PEOPLE });
    const { variables, ended } = await engine.snapshot();
    expect(ended).toBe(true);
    expect(variables.all).toEqual(['ann1', 'bob2', 'cid3']);
    expect(variables).not.toHaveProperty('person');
    expect(variables).not.toHaveProperty('loopCounter');
    expect(variables).not.toHaveProperty('greeting');
  });

  it('takes an item out of the list as it was at the beginning', async () => {
    const engine = await running([approvals({ sequential: true, results: 'seen', result: '= person' })], {
      variables: PEOPLE,
    });
    await engine.setVariables({ people: [] });
    for (let index = 0; index < 3; index++) await engine.complete('approve');
    expect((await engine.snapshot()).variables.seen).toEqual(['ann', 'bob', 'cid']);
  });

  it('passes at once over an empty list, and gives an empty list of results', async () => {
    const engine = await running([approvals({ results: 'answers', result: '= x' })], {
      variables: { people: [] },
    });
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'after' }],
      variables: { answers: [] },
    });
  });

  it.each([['= "ann"'], ['= missing']])(
    'stops with an incident when the collection is %s',
    async (collection) => {
      const process = aProcess()
        .start()
        .userTask('t', { loop: forEach(collection) })
        .end();
      const engine = await running([process]);
      expect((await engine.snapshot()).incidents).toEqual([
        { element: 't', code: 'ENG_COLLECTION_NOT_LIST' },
      ]);
      await engine.setVariables({ missing: [1] });
    },
  );

  it('goes on when the collection has been mended', async () => {
    const engine = await running([approvals()], { variables: { people: null } });
    await engine.setVariables({ people: ['ann'] });
    await engine.resolveIncident('approve');
    expect(await engine.snapshot()).toMatchObject({ incidents: [], tasks: [{ element: 'approve' }] });
    await engine.complete('approve');
    expect(await tasksOf(engine)).toEqual(['after']);
  });

  it('runs as often as the cardinality says', async () => {
    const process = aProcess()
      .start()
      .userTask('t', { loop: times('= count + 1') })
      .userTask('after')
      .end();
    const engine = await running([process], { variables: { count: 1 } });
    expect(await tasksOf(engine)).toEqual(['t', 't']);
    await engine.complete('t', { nth: 0 });
    await engine.complete('t');
    expect(await tasksOf(engine)).toEqual(['after']);
  });

  it('stops with an incident when the cardinality is no number', async () => {
    const process = aProcess()
      .start()
      .userTask('t', { loop: times('= "many"') })
      .end();
    const engine = await running([process]);
    expect((await engine.snapshot()).incidents).toEqual([
      { element: 't', code: 'ENG_CARDINALITY_NOT_NUMBER' },
    ]);
  });
});

describe('sequential multi-instance', () => {
  it('runs one after the other', async () => {
    const engine = await running([approvals({ sequential: true })], { variables: PEOPLE });
    for (let index = 0; index < 3; index++) {
      expect(await tasksOf(engine)).toEqual(['approve']);
      await engine.complete('approve');
    }
    expect(await tasksOf(engine)).toEqual(['after']);
  });

  it('counts one active instance', async () => {
    const engine = await running([approvals({ sequential: true, until: '= nrOfActiveInstances > 1' })], {
      variables: PEOPLE,
    });
    await engine.complete('approve');
    expect(await tasksOf(engine)).toEqual(['approve']);
  });
});

describe('completion condition', () => {
  it('takes the others away', async () => {
    const half = '= nrOfCompletedInstances / nrOfInstances >= 0.5';
    const engine = await running([approvals({ until: half, results: 'answers', result: '= answer' })], {
      variables: PEOPLE,
    });
    await engine.complete('approve', { nth: 2, variables: { answer: 3 } });
    expect(await tasksOf(engine)).toEqual(['approve', 'approve']);
    await engine.complete('approve', { nth: 0, variables: { answer: 1 } });
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'after' }],
      variables: { answers: [1, null, 3] },
    });
  });

  it('sees what the iteration gave, its item and the counters', async () => {
    const until = '= person = "bob" and rejected and nrOfActiveInstances = 2 and nrOfTerminatedInstances = 0';
    const engine = await running([approvals({ until })], { variables: PEOPLE });
    await engine.complete('approve', { nth: 1, variables: { rejected: true } });
    expect(await tasksOf(engine)).toEqual(['after']);
  });

  it('stops a sequence', async () => {
    const engine = await running([approvals({ sequential: true, until: '= loopCounter = 2' })], {
      variables: PEOPLE,
    });
    await engine.complete('approve');
    await engine.complete('approve');
    expect(await tasksOf(engine)).toEqual(['after']);
  });

  it('that fails is an incident which holds the end of the iteration', async () => {
    const engine = await running([approvals({ until: '= verdict' })], {
      variables: { ...PEOPLE, verdict: 'x' },
    });
    await engine.complete('approve', { nth: 0 });
    expect((await engine.snapshot()).incidents).toEqual([
      { element: 'approve', code: 'ENG_CONDITION_NOT_BOOLEAN' },
    ]);
    await engine.setVariables({ verdict: true });
    await engine.resolveIncident('approve');
    expect(await engine.snapshot()).toMatchObject({ incidents: [], tasks: [{ element: 'after' }] });
  });
});

describe('every kind of activity', () => {
  const twice = forEach('= [1, 2]');

  it('undefined and manual tasks', async () => {
    const process = aProcess().start().task('t', { loop: twice }).manualTask('m', { loop: twice }).end();
    expect(await (await running([process])).snapshot()).toMatchObject({
      ended: true,
      visited: { t: 2, m: 2 },
    });
  });

  it('service tasks in the step and as jobs, with inputs and outputs of their own', async () => {
    const mapped = io({ n: '= item * 10' }, { got: '= n' });
    const loop = forEach('= [1, 2]', { results: 'all', result: '= got' });
    const echo = async (input: Record<string, unknown>) =>
      ({ kind: 'ok', output: { n: (input.n as number | undefined) ?? 0 } }) as const;
    const process = aProcess()
      .start()
      .action('a', 'now', { io: mapped, loop })
      .action('b', 'later', { loop: twice });
    const engine = await running([process.end()], {
      handlers: { now: { mode: 'transaction', run: echo }, later: { mode: 'job', run: echo } },
    });
    expect((await engine.snapshot()).variables.all).toEqual([10, 20]);
    await engine.runDueJobs();
    expect(await engine.snapshot()).toMatchObject({ ended: true, visited: { a: 2, b: 2 } });
  });

  it('a script in the sandbox', async () => {
    const loop = forEach('= [1, 2]', { results: 'all', result: '= doubled' });
    const process = aProcess()
      .start()
      .scriptTask('s', 'return { doubled: item * 2 }', 'javascript', { loop })
      .end();
    const engine = await running([process]);
    expect((await engine.snapshot()).variables.all).toEqual([2, 4]);
  });

  it('receive tasks, each with its key', async () => {
    const process = aProcess()
      .start()
      .receiveTask('r', 'answer', '= item', { loop: forEach('= ["x", "y"]') })
      .end();
    const engine = await running([process]);
    await engine.message('answer', { correlation: 'y' });
    expect(await engine.snapshot()).toMatchObject({ ended: false, subscriptions: { message: 1 } });
    await engine.message('answer', { correlation: 'x' });
    expect(await engine.snapshot()).toMatchObject({ ended: true });
  });

  it('send tasks', async () => {
    const receiver = aProcess('receiver').startMessage('start', 'hello').end();
    const engine = await running([
      aProcess('sender').start().sendTask('s', 'hello', { loop: twice }).end(),
      receiver,
    ]);
    await engine.runDueJobs();
    expect(await engine.snapshot()).toMatchObject({ ended: true });
    expect(await engine.started()).toHaveLength(2);
  });

  it('subprocesses, whose variables do not mix', async () => {
    const inner = (p: ProcessBuilder) =>
      p.start('s').userTask('ask').scriptTask('rate', '= { score: given + item }', 'feel').end('e');
    const loop = forEach('= [10, 20]', { results: 'scores', result: '= score' });
    const process = aProcess()
      .start()
      .subProcess('sub', inner, { loop, extensions: io({ given: '= null' }) })
      .end();
    const engine = await running([process]);
    await engine.complete('ask', { nth: 1, variables: { given: 2 } });
    await engine.complete('ask', { variables: { given: 1 } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { scores: [11, 22] } });
  });

  it('call activities', async () => {
    const called = aProcess('called').start().userTask('inside').end();
    const process = aProcess('caller')
      .start()
      .callActivity('call', 'called', {
        loop: forEach('= [1, 2]', { results: 'all', result: '= answer' }),
      });
    const engine = await running([process.end(), called]);
    const tasks = (await engine.snapshot()).children.flatMap((child) => child.tasks);
    expect(tasks).toHaveLength(2);
    await engine.complete('inside', { nth: 1, variables: { answer: 'b' } });
    await engine.complete('inside', { variables: { answer: 'a' } });
    const { variables, ended } = await engine.snapshot();
    expect({ ended, all: variables.all }).toEqual({ ended: true, all: ['a', 'b'] });
    expect(variables).not.toHaveProperty('nrOfInstances');
    expect(variables).not.toHaveProperty('loopCounter');
  });

  it('inside each other', async () => {
    const inner = (p: ProcessBuilder) =>
      p
        .start('s')
        .scriptTask('t', '= { cell: row * 10 + column }', 'feel', {
          loop: forEach('= [1, 2]', { item: 'column', results: 'cells', result: '= cell' }),
        })
        .end('e');
    const process = aProcess()
      .start()
      .subProcess('rows', inner, {
        loop: forEach('= [1, 2]', { item: 'row', results: 'table', result: '= cells' }),
      })
      .end();
    const engine = await running([process]);
    expect((await engine.snapshot()).variables.table).toEqual([
      [11, 12],
      [21, 22],
    ]);
  });
});

describe('the activity as a whole', () => {
  it('has its boundary events once, and goes with all iterations when one interrupts', async () => {
    const late = (p: ProcessBuilder) => p.boundary('late', 'approve', { duration: 'PT1H' }).end('gave_up');
    const engine = await running([approvals({}, late)], { variables: PEOPLE });
    expect((await engine.snapshot()).timers).toHaveLength(1);
    await engine.complete('approve', { nth: 0 });
    await engine.advance('PT1H');
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      endEvents: ['gave_up'],
      tasks: [],
      timers: [],
    });
  });

  it('stays beside a non-interrupting boundary event', async () => {
    const remind = (p: ProcessBuilder) =>
      p.boundary('tick', 'approve', { duration: 'PT1H' }, false).userTask('remind').end('reminded');
    const engine = await running([approvals({}, remind)], { variables: PEOPLE });
    await engine.advance('PT1H');
    expect((await engine.snapshot()).tasks).toHaveLength(4);
  });

  it('is cancelled with everything inside', async () => {
    const called = aProcess('called').start().userTask('inside').end();
    const process = aProcess('caller')
      .start()
      .callActivity('call', 'called', { loop: forEach('= [1, 2]') })
      .end();
    const engine = await running([process, called]);
    await engine.cancel();
    const { ended, children } = await engine.snapshot();
    expect(ended).toBe(true);
    expect(children.map((child) => [child.ended, child.tasks])).toEqual([
      [true, []],
      [true, []],
    ]);
  });

  it('a terminate end event ends its own iteration only', async () => {
    const inner = (p: ProcessBuilder) => p.start('s').userTask('ask').terminate();
    const process = aProcess()
      .start()
      .subProcess('sub', inner, { loop: forEach('= [1, 2]') })
      .userTask('after')
      .end();
    const engine = await running([process]);
    await engine.complete('ask', { nth: 0 });
    expect(await tasksOf(engine)).toEqual(['ask']);
    await engine.complete('ask');
    expect(await tasksOf(engine)).toEqual(['after']);
  });

  it('an incident inside holds one iteration', async () => {
    const process = aProcess()
      .start()
      .scriptTask('s', '= { x: if item = 2 and not(ready) then error("no") else item }', 'feel', {
        loop: forEach('= [1, 2]'),
      });
    const engine = await running([process.exclusive('g').flow({ condition: '= x = 9' }).end('e1')], {
      stubs: { s: { kind: 'fail', times: 1 } },
      variables: { ready: false },
    });
    expect((await engine.snapshot()).incidents).toHaveLength(1);
    await engine.resolveIncident('s');
    expect((await engine.snapshot()).visited.s).toBe(2);
  });

  it('takes the way of the result that was given last', async () => {
    const outcomes = `<tl:outcomes><tl:outcome code="yes"/><tl:outcome code="no"/></tl:outcomes>`;
    const process = aProcess()
      .start()
      .userTask('vote', { loop: forEach('= people', { until: '= result = "no"' }), extensions: outcomes })
      .flow({ outcome: 'yes' })
      .end('accepted')
      .from('vote')
      .flow({ outcome: 'no' })
      .end('rejected');
    const engine = await running([process], { variables: PEOPLE });
    await engine.complete('vote', { nth: 0, outcome: 'yes' });
    await engine.complete('vote', { nth: 0, outcome: 'no' });
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['rejected'] });
  });

  it('is awaited by an inclusive join', async () => {
    const process = aProcess().start().parallel('f').userTask('a').inclusive('j').userTask('after').end();
    process
      .from('f')
      .userTask('b', { loop: forEach('= [1, 2]') })
      .to('j');
    const engine = await running([process]);
    await engine.complete('a');
    await engine.complete('b', { nth: 0 });
    expect((await engine.snapshot()).parked).toEqual(['j']);
    await engine.complete('b');
    expect(await tasksOf(engine)).toEqual(['after']);
  });
});

describe('many items', () => {
  it('begin in chunks, and end as one', async () => {
    const process = aProcess()
      .start()
      .task('t', { loop: times('25', { results: 'all', result: '= loopCounter' }) })
      .userTask('after')
      .end();
    const engine = await running([process], { limits: { itemsPerStep: 10 } });
    expect((await engine.snapshot()).visited.t).toBe(10);
    expect(await engine.runDueJobs()).toBe(2);
    const { variables, tasks, visited } = await engine.snapshot();
    expect(tasks).toMatchObject([{ element: 'after' }]);
    expect(visited.t).toBe(25);
    expect(variables.all).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  it('one after the other in chunks as well', async () => {
    const items = Array.from({ length: 230 }, (_, index) => index);
    const process = aProcess()
      .start()
      .task('t', { loop: forEach('= items', { sequential: true, results: 'all', result: '= item' }) })
      .end();
    const engine = await running([process], { limits: { itemsPerStep: 50 }, variables: { items } });
    await engine.runDueJobs();
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { all: items } });
  });

  it('are no endless loop', async () => {
    const process = aProcess()
      .start()
      .task('t', { loop: times('450') })
      .end();
    const engine = await running([process], { limits: { stepsMax: 500, itemsPerStep: 500 } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, incidents: [] });
  });

  it('that wait go with the chunk that has not begun', async () => {
    const process = aProcess()
      .start()
      .userTask('t', { loop: times('25', { until: '= stop' }) })
      .userTask('after')
      .end();
    const engine = await running([process], { limits: { itemsPerStep: 10 }, variables: { stop: true } });
    await engine.complete('t', { nth: 3 });
    expect(await tasksOf(engine)).toEqual(['after']);
    expect(await engine.runDueJobs()).toBe(0);
  });
});

describe('migration', () => {
  it('keeps running iterations', async () => {
    const engine = await running([approvals()], { variables: PEOPLE });
    await engine.complete('approve', { nth: 0 });
    await engine.migrate(
      await engine.deploy([approvals({}, (p) => p.from('after').userTask('more').end('e2')).file()]),
    );
    await engine.complete('approve', { nth: 0 });
    await engine.complete('approve');
    expect(await tasksOf(engine)).toEqual(['after']);
  });

  it('arms a new boundary event once', async () => {
    const engine = await running([approvals()], { variables: PEOPLE });
    const late = (p: ProcessBuilder) => p.boundary('late', 'approve', { duration: 'PT1H' }).end('gave_up');
    await engine.migrate(await engine.deploy([approvals({}, late).file()]));
    expect((await engine.snapshot()).timers).toHaveLength(1);
    await engine.advance('PT1H');
    expect(await engine.snapshot()).toMatchObject({ ended: true, tasks: [] });
  });

  it('refuses to change how it is repeated', async () => {
    const engine = await running([approvals()], { variables: PEOPLE });
    const once = aProcess().start().userTask('approve').userTask('after').end();
    for (const other of [approvals({ sequential: true }), once]) {
      await expect(engine.migrate(await engine.deploy([other.file()]))).rejects.toMatchObject({
        details: {
          obstacles: expect.arrayContaining([expect.objectContaining({ code: 'repetition-changed' })]),
        },
      });
    }
  });
});
