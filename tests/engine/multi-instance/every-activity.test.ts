/** Every kind of activity runs for each item at once, one after the other, and in a loop. */
import { describe, expect, it } from 'vitest';
import type { TestEngine } from '#engine/testing';
import { aProcess, forEach, loop, type ProcessBuilder } from '../../support/process-builder.ts';
import { anEngine } from '../../support/engine.ts';

const WAYS: Readonly<Record<string, string>> = {
  'in parallel': forEach('= [1, 2, 3]'),
  'one after the other': forEach('= [1, 2, 3]', { sequential: true }),
  'in a loop': loop('= true', { maximum: 3 }),
};

type Draw = (process: ProcessBuilder, repetition: string) => ProcessBuilder;
const inner = (p: ProcessBuilder): ProcessBuilder => p.start('s').userTask('work').end('e');

const KINDS: Readonly<Record<string, Draw>> = {
  'an undefined task': (p, repetition) => p.task('x', { loop: repetition }),
  'a manual task': (p, repetition) => p.manualTask('x', { loop: repetition }),
  'a user task': (p, repetition) => p.userTask('x', { loop: repetition, name: 'work' }),
  'a service task in the step': (p, repetition) => p.action('x', 'now', { loop: repetition }),
  'a service task as a job': (p, repetition) => p.action('x', 'later', { loop: repetition }),
  'a script in FEEL': (p, repetition) => p.scriptTask('x', '= { a: 1 }', 'feel', { loop: repetition }),
  'a script in JavaScript': (p, repetition) =>
    p.scriptTask('x', 'return { a: 1 }', 'javascript', { loop: repetition }),
  'a send task': (p, repetition) => p.sendTask('x', 'told', { loop: repetition }),
  'a receive task': (p, repetition) => p.receiveTask('x', 'go', undefined, { loop: repetition }),
  'a call activity': (p, repetition) => p.callActivity('x', 'called', { loop: repetition }),
  'a subprocess': (p, repetition) => p.subProcess('x', inner, { loop: repetition }),
  'a transaction': (p, repetition) => p.subProcess('x', inner, { loop: repetition }),
  'an ad-hoc subprocess': (p, repetition) =>
    p.subProcess('x', (one) => one.from('').userTask('work'), {
      loop: repetition,
      extensions: '<tl:adHoc activeElements="= [&quot;work&quot;]"/>',
    }),
};

/** The builder draws embedded subprocesses only. */
const TAGS: Readonly<Record<string, string>> = {
  'a transaction': 'transaction',
  'an ad-hoc subprocess': 'adHocSubProcess',
};

const CASES = Object.entries(KINDS).flatMap(([kind, draw]) =>
  Object.entries(WAYS).map(([way, repetition]) => ({ kind, way, draw, repetition })),
);

async function driven(engine: TestEngine): Promise<number> {
  for (let round = 0; round < 12; round++) {
    const { ended, tasks, children, subscriptions } = await engine.snapshot();
    if (ended) return round;
    if ([tasks, ...children.map((child) => child.tasks)].flat().length > 0) {
      await engine.complete('work', { nth: 0 });
    } else if (subscriptions.message > 0) await engine.message('go');
    await engine.runDueJobs();
  }
  return Number.NaN;
}

describe('repeated activities', () => {
  it.each(CASES)('$kind runs three times $way', async ({ kind, draw, repetition }) => {
    const ok = async () => ({ kind: 'ok', output: {} }) as const;
    const engine = await anEngine({
      handlers: { now: { mode: 'transaction', run: ok }, later: { mode: 'job', run: ok } },
    });
    const { name, content } = draw(aProcess().start(), repetition).end().file();
    const tag = TAGS[kind];
    const text = tag
      ? content
          .replaceAll('<subProcess', `<${tag}`)
          .replaceAll('</subProcess', `</${tag}`)
          .replace(/<sequenceFlow id="_work"[^>]*><\/sequenceFlow>/, '')
      : content;
    const called = aProcess('called').start().userTask('work').end().file();
    await engine.deploy([{ name, content: text }, called]);
    await engine.start('process');
    expect(await driven(engine)).not.toBeNaN();
    expect((await engine.snapshot()).visited.x).toBe(3);
  });
});
