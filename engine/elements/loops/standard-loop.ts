/**
 * Standard loop (BPMN 2.0.2 §10.3.7, §13.3.6): the activity runs again while its condition holds, tested before or after
 * each time, and not more often than the maximum. `loopCounter` says how often it has run.
 */
import type { StandardLoop } from '../../definition/model.ts';
import { countersOf } from '../../execution/loop-counters.ts';
import { openBody, openIteration, rememberCounters } from '../../execution/iterations.ts';
import type { Step } from '../../execution/step.ts';
import { complete, wait } from '../../execution/tokens.ts';
import { NO_RESULT } from '../../execution/work.ts';
import { goOnLater, isChunkFull } from './chunk.ts';
import { holds } from '../shared/condition.ts';
import type { Repetition } from './repetition.ts';

export const standardLoop: Repetition<StandardLoop> = {
  begin(step, { condition, testBefore, maximum }) {
    const isSkipped = testBefore && condition !== null && !holds(step, condition, { loopCounter: 0 });
    if (isSkipped || maximum === 0) return complete(step, NO_RESULT);
    const token = wait(step);
    const body = openBody(step, token.id, null);
    startNext({ ...step, scopeId: body.id, token: null });
  },

  goOn: startNext,

  takeUp(step, { condition, maximum }, { variables }) {
    const { completed } = countersOf(step.session.state.scopes.get(step.scopeId)!);
    if (maximum !== null && completed >= maximum) return false;
    if (condition && !holds(step, condition, { ...variables, loopCounter: completed })) return false;
    if (isChunkFull(step, completed)) goOnLater(step);
    else startNext(step);
    return false;
  },
};

function startNext(step: Step): void {
  const { session, scopeId } = step;
  const body = session.state.scopes.get(scopeId)!;
  const counters = countersOf(body);
  rememberCounters(session, body, { ...counters, started: counters.started + 1 });
  openIteration(session, body, counters.started, {});
}
