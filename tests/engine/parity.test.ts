/** The same commands give the same history on both stores: what the memory store hands out is what PostgreSQL does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestEngine } from '#engine/testing';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { anEngine } from '../support/engine.ts';
import { aProcess, forEach, io, type ProcessBuilder } from '../support/process-builder.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

interface Scenario {
  readonly processes: readonly ProcessBuilder[];
  run(engine: TestEngine): Promise<void>;
}

const inside = (p: ProcessBuilder) => p.start('s').userTask('inside').end('e');

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'a decision': {
    processes: [
      aProcess('decision')
        .start()
        .userTask('t')
        .exclusive('x')
        .flow({ condition: '= ok' })
        .end('yes')
        .from('x')
        .flow({ isDefault: true })
        .end('no'),
    ],
    run: (engine) => engine.complete('t', { variables: { ok: true } }),
  },
  'a fork and join': {
    processes: [
      aProcess('forked')
        .start()
        .parallel('f')
        .userTask('a')
        .parallel('j')
        .end()
        .from('f')
        .userTask('b')
        .to('j'),
    ],
    async run(engine) {
      await engine.complete('a');
      await engine.complete('b');
    },
  },
  'a subprocess with outputs': {
    processes: [
      aProcess('embedded')
        .start()
        .subProcess('sub', inside, { extensions: io({ x: '= 1' }, { y: '= x + 1' }) })
        .end('z'),
    ],
    run: (engine) => engine.complete('inside'),
  },
  'an interrupted subprocess': {
    processes: [
      aProcess('interrupted')
        .start()
        .subProcess('sub', inside)
        .end('z')
        .boundary('b', 'sub', { message: 'stop' })
        .end('stopped'),
    ],
    run: (engine) => engine.message('stop'),
  },
  'a repeated subprocess': {
    processes: [
      aProcess('repeated')
        .start()
        .subProcess('sub', inside, { loop: forEach('= [1, 2, 3]', { results: 'all', result: '= answer' }) })
        .end('z'),
    ],
    async run(engine) {
      await engine.complete('inside', { nth: 2, variables: { answer: 'c' } });
      await engine.complete('inside', { nth: 0, variables: { answer: 'a' } });
      await engine.complete('inside', { variables: { answer: 'b' } });
    },
  },
  'a sequence over pages': {
    processes: [
      aProcess('paged')
        .start()
        .task('t', {
          loop: forEach('= for i in 1..250 return i', { sequential: true, results: 'all', result: '= item' }),
        })
        .userTask('u', { loop: forEach('= all', { until: '= nrOfCompletedInstances = 2' }) })
        .end('z'),
    ],
    async run(engine) {
      await engine.runDueJobs();
      await engine.runDueJobs();
      await engine.complete('u', { nth: 4 });
      await engine.complete('u', { nth: 7 });
    },
  },
  'an inclusive join': {
    processes: [
      aProcess('inclusive')
        .start()
        .parallel('f')
        .userTask('a')
        .inclusive('j')
        .end()
        .from('f')
        .userTask('b')
        .to('j'),
    ],
    async run(engine) {
      await engine.complete('a');
      await engine.complete('b');
    },
  },
  'an event-based gateway': {
    processes: [
      aProcess('choice')
        .start()
        .eventBased('g')
        .catchMessage('m', 'chosen')
        .end('z')
        .from('g')
        .catchTimer('late', { duration: 'P1D' })
        .end('y'),
    ],
    run: (engine) => engine.message('chosen'),
  },
  'a call activity': {
    processes: [
      aProcess('caller').start().callActivity('call', 'callee').end(),
      aProcess('callee').start().userTask('inside').end(),
    ],
    run: (engine) => engine.complete('inside', { variables: { answer: 42 } }),
  },
  'an interrupted call activity': {
    processes: [
      aProcess('caller2')
        .start()
        .callActivity('call', 'callee2')
        .end()
        .boundary('b', 'call', { duration: 'PT1H' })
        .end('late'),
      aProcess('callee2').start().userTask('inside').end(),
    ],
    run: (engine) => engine.trigger('b'),
  },
  'an incident and its retry': {
    processes: [
      aProcess('failing')
        .start()
        .exclusive('x')
        .flow({ condition: '= ok' })
        .end('yes')
        .from('x')
        .flow({ condition: '= not(ok)' })
        .end('no'),
    ],
    async run(engine) {
      await engine.setVariables({ ok: false });
      await engine.resolveIncident('x');
    },
  },
  'event subprocesses': {
    processes: [
      aProcess('listening')
        .start()
        .subProcess('sub', (p) =>
          inside(p).eventSubProcess('quiet', (q) => q.startOn('q', { message: 'psst' }, false).end('qe')),
        )
        .end('z')
        .eventSubProcess('loud', (q) => q.startOn('l', { message: 'hey' }).userTask('react').end('le')),
    ],
    async run(engine) {
      await engine.message('psst');
      await engine.message('hey');
      await engine.complete('react');
    },
  },
  'an error across a call': {
    processes: [
      aProcess('caller4')
        .start()
        .callActivity('call', 'callee4')
        .end('z')
        .boundary('caught', 'call', { error: 'E1' })
        .end('handled'),
      aProcess('callee4')
        .start()
        .subProcess('sub', (p) => p.start('s').userTask('inside').endOn('failed', { error: 'E1' }))
        .end('z'),
    ],
    run: (engine) => engine.complete('inside'),
  },
  'conditions in several scopes': {
    processes: [
      aProcess('judging')
        .start()
        .parallel('f')
        .subProcess('sub', (p) => p.start('s').catchOn('c', { condition: '= n > 1' }).end('e'))
        .end('z')
        .from('f')
        .userTask('count')
        .end('counted')
        .eventSubProcess('esp', (q) => q.startOn('l', { condition: '= n > 2' }, false).end('le')),
    ],
    async run(engine) {
      await engine.setVariables({ n: 2 });
      await engine.complete('count', { variables: { n: 3 } });
    },
  },
  'an escalation past a called process': {
    processes: [
      aProcess('caller5')
        .start()
        .callActivity('call', 'callee5')
        .end('z')
        .boundary('caught', 'call', { escalation: 'high' }, false)
        .end('noted'),
      aProcess('callee5').start().userTask('inside').throwOn('raised', { escalation: 'high' }).end(),
    ],
    run: (engine) => engine.complete('inside'),
  },
  'all of several triggers': {
    processes: [
      aProcess('both')
        .start()
        .userTask('work')
        .end()
        .boundary('all', 'work', [{ message: 'a' }, { duration: 'PT1H' }], true, {
          attributes: 'parallelMultiple="true"',
        })
        .end('done'),
    ],
    async run(engine) {
      await engine.message('a');
      await engine.trigger('all');
    },
  },
  'a cancelled tree': {
    processes: [
      aProcess('caller3').start().callActivity('call', 'callee3').end(),
      aProcess('callee3').start().subProcess('sub', inside).end('z'),
    ],
    run: (engine) => engine.cancel(),
  },
};

describe('both stores agree', () => {
  it.each(Object.keys(SCENARIOS))('on %s', async (name) => {
    const { processes, run } = SCENARIOS[name]!;
    const stories: string[][] = [];
    for (const store of ['memory', 'postgres'] as const) {
      const engine = await anEngine({ store, databaseUrl: database.url });
      await engine.deploy(processes.map((process) => process.file()));
      await engine.start(/id="([^"]+)" isExecutable/.exec(processes[0]!.xml())![1]!);
      await run(engine);
      stories.push(withoutTimes(await engine.story()));
    }
    expect(stories[1]).toEqual(stories[0]);
  });
});

function withoutTimes(story: readonly string[]): string[] {
  return story.map((line) => line.replace(/\d{4}-\d\d-\d\dT\S+/, '<time>'));
}
