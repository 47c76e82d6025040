/**
 * Script task (BPMN 2.0.2 §10.3.3): FEEL here and now, JavaScript in the sandbox. A result that is a context or
 * object gives variables by name; any other value is the variable `result`.
 */
import type { ScriptTask } from '../../definition/model.ts';
import { needScript } from '../../execution/needs.ts';
import type { Step } from '../../execution/step.ts';
import { complete } from '../../execution/tokens.ts';
import { evaluate, evaluateMappings, visibleVariables } from '../../execution/variables.ts';
import type { Json, Variables } from '../../ports.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, neverTriggered, nothingToUndo } from '../shared/defaults.ts';

export const scriptTask: Behaviour<ScriptTask> = {
  enter(step) {
    complete(step, { result: run(step), outcome: null });
  },
  trigger: neverTriggered,
  complete: completeActivity,
  terminate: nothingToUndo,
};

function run(step: Step<ScriptTask>): Variables {
  const { expression, source, inputs } = step.element;
  const local = evaluateMappings(step, inputs);
  if (expression) return variablesFrom(evaluate(step, expression, local));
  const variables = { ...visibleVariables(step.session, step.scopeId), ...local };
  return needScript(step.session.supplies, step.tokenId, { source, variables });
}

function variablesFrom(value: Json): Variables {
  const isContext = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isContext ? { ...(value as Variables) } : { result: value };
}
