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
