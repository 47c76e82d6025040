/**
 * Call activity (BPMN 2.0.2 §10.3.6): the latest version of the called process as an instance of its own in the
 * same tree, so that one lock and one version guard both. Without mappings all variables go in, and all come out.
 * An input named `businessKey` is the called instance's business key; otherwise it inherits the caller's.
 */
import type { CallActivity } from '../../definition/model.ts';
import { EngineFailure } from '../../errors.ts';
import { needLatestDefinition } from '../../execution/needs.ts';
import { noneStartOf, startInstance } from '../../execution/scopes.ts';
import type { InstanceRow } from '../../execution/state.ts';
import type { Step } from '../../execution/step.ts';
import { wait } from '../../execution/tokens.ts';
import { evaluateMappings, visibleVariables } from '../../execution/variables.ts';
import type { Variables } from '../../ports.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, neverTriggered, nothingToUndo } from '../shared/defaults.ts';

export const callActivity: Behaviour<CallActivity> = {
  enter(step) {
    const { session, element, instance } = step;
    const { calledElement } = element;
    const definition = needLatestDefinition(session.supplies, calledElement);
    if (!definition) {
      throw new EngineFailure('ENG_CALLED_PROCESS_MISSING', `There is no process '${calledElement}'.`);
    }
    refuseTooDeep(step);
    const start = noneStartOf(definition.model.root, `The called process '${calledElement}'`);
    const { businessKey = instance.businessKey, ...variables } = inputsOf(step);
    const token = wait(step);
    startInstance(session, definition, {
      id: token.id,
      parentToken: token,
      start,
      businessKey: businessKey === null ? null : String(businessKey),
      initiator: instance.initiator,
      variables,
    });
  },
  trigger: neverTriggered,
  complete: completeActivity,
  terminate: nothingToUndo,
};

function inputsOf(step: Step): Variables {
  const { inputs } = step.element;
  if (inputs.length > 0) return evaluateMappings(step, inputs);
  const { businessKey: _caller, ...variables } = visibleVariables(step.session, step.scopeId);
  return variables;
}

/** A process that calls itself without end would fill the database before anyone sees it. */
function refuseTooDeep(step: Step): void {
  const { callDepthMax } = step.session.environment.limits;
  let depth = 1;
  let instance: InstanceRow | undefined = step.instance;
  while (instance?.parentInstanceId) {
    depth += 1;
    instance = step.session.state.instances.get(instance.parentInstanceId);
  }
  if (depth < callDepthMax) return;
  throw new EngineFailure('ENG_CALL_TOO_DEEP', `Expected at most ${callDepthMax} calls inside each other.`);
}
