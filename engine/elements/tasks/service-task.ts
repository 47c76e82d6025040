/**
 * Service task, and send task with an action (BPMN 2.0.2 §10.3.3). A handler that works on our own database runs
 * in the step and commits with it; one that reaches outside is a job, at least once, with an effect key that is
 * the same on every retry. Work of an external worker waits under its topic until one fetches it.
 */
import type { ServiceTask } from '../../definition/model.ts';
import { BpmnError, EngineFailure } from '../../errors.ts';
import type { Step } from '../../execution/step.ts';
import { complete, wait } from '../../execution/tokens.ts';
import { evaluateText, inputsOf, variablesAt } from '../../execution/variables.ts';
import { createJob } from '../../execution/wakers.ts';
import type { Variables } from '../../ports.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, neverTriggered, nothingToUndo } from '../shared/defaults.ts';
import { runEffect } from '../shared/effect.ts';

export const serviceTask: Behaviour<ServiceTask> = {
  enter(step) {
    const { type, worker } = step.element.action;
    const mode = step.session.environment.handlerMode(type) ?? (worker ? 'external' : null);
    if (!mode) throw new EngineFailure('ENG_HANDLER_MISSING', `There is no action '${type}'.`);
    const input = inputOf(step);
    if (mode !== 'transaction') createServiceJob(step, input, mode === 'job' ? 'service' : 'external');
    else {
      const output = runEffect(step, { handler: type, input, effectKey: step.tokenId });
      complete(step, { result: output, outcome: null });
    }
  },
  trigger(step, trigger) {
    if (trigger.kind !== 'service') return neverTriggered(step, trigger);
    const { result } = trigger;
    if (result.kind === 'bpmnError') throw new BpmnError(result.code, result.message);
    complete(step, { result: result.output, outcome: null });
  },
  complete: completeActivity,
  terminate: nothingToUndo,
};

/** Handlers of Camunda's diagrams see all variables, as they do there; ours get what the diagram gives them. */
function inputOf(step: Step<ServiceTask>): Variables {
  const { seesVariables, headers } = step.element.action;
  const input = seesVariables ? variablesAt(step) : inputsOf(step);
  return headers ? { ...input, headers: { ...headers } } : input;
}

/** Undefined: as for every job of the element. */
function retriesOf(step: Step<ServiceTask>): number | undefined {
  const { action, retries: given } = step.element;
  if (!given) return action.retries === null ? undefined : Math.max(1, action.retries);
  const value = evaluateText(step, given);
  const retries = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof retries === 'number' && Number.isSafeInteger(retries) && retries >= 0)
    return Math.max(1, retries);
  const message = `Expected the number of tries to be a whole number, but it is ${JSON.stringify(value)}.`;
  throw new EngineFailure('ENG_RETRIES_INVALID', message);
}

function createServiceJob(step: Step<ServiceTask>, input: Variables, kind: 'service' | 'external'): void {
  const { action } = step.element;
  createJob(step, wait(step), {
    kind,
    dueAt: step.session.environment.now,
    handler: action.type,
    payload: input,
    retries: retriesOf(step),
    effectKey: step.tokenId,
  });
}
