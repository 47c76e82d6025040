/** Iterations run in chunks: after so many in one step the rest goes on in a step of its own. */
import { activate } from '../../execution/tokens.ts';
import { createJob } from '../../execution/wakers.ts';
import type { Step } from '../../execution/step.ts';
import { workToJson } from '../../execution/work.ts';

/** Steps that one iteration adds to what a command may take before it counts as endless. */
const STEPS_PER_ITERATION = 200;

/** The next chunk waits as a job; the step is in the body. */
export function goOnLater(step: Step): void {
  const { session, element, scopeId } = step;
  const tokenId = session.environment.ids.next();
  const token = activate({ ...step, token: null, tokenId });
  createJob(step, token, {
    kind: 'continue',
    dueAt: session.environment.now,
    payload: {
      work: workToJson({
        kind: 'trigger',
        ...{ scopeId, elementId: element.id, tokenId },
        trigger: { kind: 'chunk' },
      }),
      steps: Math.max(0, session.counter.steps),
    },
  });
}

/** Iterations one after the other go on in a step of their own now and then, although each could begin at once. */
export function isChunkFull({ session }: Step, started: number): boolean {
  return started % session.environment.limits.itemsPerStep === 0;
}

/** A counted repetition ends by itself, so its steps are no sign of an endless loop. */
export function allowSteps({ session }: Step): void {
  session.counter.steps -= STEPS_PER_ITERATION;
}
