/**
 * A repeated activity seen from outside, and the work of its repetition (BPMN 2.0.2 §10.3.7, §13.3.6, §13.3.7): multi-
 * instance and standard loop differ in what runs next, all else is the same. In the activity's own scope its token
 * enters and leaves; in the body the ends of iterations and the next chunks are dealt with.
 */
import type { Element, LoopSettings } from '../../definition/model.ts';
import { emptyScope, leave } from '../../execution/tokens.ts';
import { forgetLocals, setVariables } from '../../execution/variables.ts';
import { knowSubtree } from '../../execution/wakers.ts';
import { countersOf } from '../../execution/loop-counters.ts';
import { rememberCounters } from '../../execution/iterations.ts';
import type { Step } from '../../execution/step.ts';
import type { Behaviour } from '../behaviour.ts';
import { neverTriggered, nothingToUndo } from '../shared/defaults.ts';
import { flowsOfActivity } from '../shared/flows.ts';
import { outcomeFlows } from '../tasks/user-task/outcome-flows.ts';
import { multiInstance } from './multi-instance.ts';
import type { IterationEnd, Repetition } from './repetition.ts';
import { standardLoop } from './standard-loop.ts';

export const repeatedActivity: Behaviour<Element> = {
  enter(step) {
    const loop = step.element.loop!;
    repetitionOf(loop).begin(step, loop);
  },
  trigger(step, trigger) {
    const loop = step.element.loop!;
    // A message that the repetition threw has been delivered.
    if (trigger.kind === 'delivered') release(step);
    else if (trigger.kind === 'chunk') {
      release(step);
      repetitionOf(loop).goOn({ ...step, token: null }, loop);
    } else if (trigger.kind === 'iteration') {
      release(step);
      noteEnd(step, trigger);
      const without = step.token ? { ...step, token: null } : step;
      if (repetitionOf(loop).takeUp(without, loop, trigger)) stopOthers(step);
    } else neverTriggered(step, trigger);
  },
  complete(step, { result, outcome }) {
    if (Object.keys(result).length > 0) setVariables(step.session, step.scopeId, step.element.id, result);
    leave(step, outcomeFlows(step, outcome) ?? flowsOfActivity(step));
  },
  terminate: nothingToUndo,
};

function repetitionOf(loop: LoopSettings): Repetition<LoopSettings> {
  return (loop.kind === 'standard' ? standardLoop : multiInstance) as unknown as Repetition<LoopSettings>;
}

/** The token that held the work in the body goes. */
function release({ session, token }: Step): void {
  if (!token) return;
  forgetLocals(session, token);
  const { id: tokenId, elementId, scopeId, instanceId } = token;
  session.unit.emit(instanceId, { kind: 'ElementCompleted', tokenId, elementId, scopeId, flows: [] });
}

/** How many have ended is counted by the end of their scope; only what was the outcome remains to be kept. */
function noteEnd({ session, scopeId }: Step, { outcome }: IterationEnd): void {
  const body = session.state.scopes.get(scopeId)!;
  const counters = countersOf(body);
  const isKept = outcome === null || outcome === counters.outcome;
  if (counters.countsEnds && isKept) return;
  const completed = counters.countsEnds ? counters.completed : counters.completed + 1;
  rememberCounters(session, body, { ...counters, completed, outcome: outcome ?? counters.outcome });
}

function stopOthers({ session, scopeId }: Step): void {
  if (session.state.scopes.get(scopeId)!.live > 0) knowSubtree(session, scopeId);
  emptyScope(session, scopeId);
}
