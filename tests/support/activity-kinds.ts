/** Every kind of activity under the id `x`, and what drives a process that consists of it until it ends. */
import type { Snapshot, TestEngine, TestEngineOptions } from '#engine/testing';
import type { ProcessBuilder } from './process-builder.ts';

/** Draws `x`; `repetition` is XML of `forEach(…)` or `loop(…)`. */
export type DrawActivity = (process: ProcessBuilder, repetition?: string) => ProcessBuilder;

const inner = (p: ProcessBuilder): ProcessBuilder => p.start('s').userTask('work').end('e');

export const ACTIVITY_KINDS: Readonly<Record<string, DrawActivity>> = {
  'an undefined task': (p, repetition) => p.task('x', { loop: repetition }),
  'a manual task': (p, repetition) => p.manualTask('x', { loop: repetition }),
  'a user task': (p, repetition) => p.userTask('x', { loop: repetition, name: 'work' }),
  'a service task in the step': (p, repetition) => p.action('x', 'now', { loop: repetition }),
  'a service task as a job': (p, repetition) => p.action('x', 'later', { loop: repetition }),
  'a script in FEEL': (p, repetition) => p.scriptTask('x', '= { a: 1 }', 'feel', { loop: repetition }),
  'a script in JavaScript': (p, repetition) =>
    p.scriptTask('x', 'return { a: 1 }', 'javascript', { loop: repetition }),
  'a business rule task': (p, repetition) =>
    p.raw('businessRuleTask', 'x', { loop: repetition, extensions: '<tl:action type="now"/>' }),
  'a send task': (p, repetition) => p.sendTask('x', 'told', { loop: repetition }),
  'a receive task': (p, repetition) => p.receiveTask('x', 'go', undefined, { loop: repetition }),
  'a call activity': (p, repetition) => p.callActivity('x', 'called', { loop: repetition }),
  'a subprocess': (p, repetition) => p.subProcess('x', inner, { loop: repetition }),
  'a transaction': (p, repetition) => p.subProcess('x', inner, { loop: repetition, tag: 'transaction' }),
  'an ad-hoc subprocess': (p, repetition) =>
    p.subProcess('x', (one) => one.userTask('work'), {
      loop: repetition,
      tag: 'adHocSubProcess',
      extensions: '<tl:adHoc activeElements="= [&quot;work&quot;]"/>',
    }),
};

const ok = async () => ({ kind: 'ok', output: {} }) as const;

/** What the service tasks of the table call. */
export const ACTIVITY_HANDLERS: TestEngineOptions['handlers'] = {
  now: { mode: 'transaction', run: ok },
  later: { mode: 'job', run: ok },
};

/** The instance and everything that it called, at any depth. */
export function wholeTree(snapshot: Snapshot): readonly Snapshot[] {
  return [snapshot, ...snapshot.children.flatMap(wholeTree)];
}

/** Does what the instance waits for, tasks named `work` before those named `hold`; the rounds it took, or NaN. */
export async function driven(engine: TestEngine, roundsMax = 12): Promise<number> {
  for (let round = 0; round < roundsMax; round++) {
    await engine.runDueJobs();
    const snapshot = await engine.snapshot();
    if (snapshot.ended) return round;
    const all = wholeTree(snapshot);
    const names = all.flatMap(({ tasks }) => tasks.map((task) => task.name));
    const isReceiving = all.some(
      ({ waiting, subscriptions }) => waiting.includes('x') && subscriptions.message > 0,
    );
    if (names.includes('work')) await engine.complete('work', { nth: 0 });
    else if (isReceiving) await engine.message('go');
    else if (names.includes('hold')) await engine.complete('hold');
  }
  return Number.NaN;
}
