/**
 * Script task (BPMN 2.0.2 §10.3.3): FEEL here and now, JavaScript in the sandbox. A result that is a context or
 * object gives variables by name; any other value is the variable `result`, unless the diagram names another.
 */
import type { ScriptTask } from '../../definition/model.ts';
import { needScript } from '../../execution/needs.ts';
import type { Step } from '../../execution/step.ts';
import { evaluate, variablesAt } from '../../execution/variables.ts';
import type { Json, Variables } from '../../ports.ts';
import type { Behaviour } from '../behaviour.ts';
import { completeActivity, neverTriggered, nothingToUndo, passThrough } from '../shared/defaults.ts';

export const scriptTask: Behaviour<ScriptTask> = {
  enter: passThrough,
  trigger: neverTriggered,
  // Here and not on entering: what is read and what is written belong together, or two tokens would count as one.
  complete(step, completion) {
    const result = completion.isGiven ? completion.result : run(step);
    completeActivity(step, { ...completion, result });
  },
  terminate: nothingToUndo,
};

function run(step: Step<ScriptTask>): Variables {
  const { expression, source, result } = step.element;
  if (expression) return resultFrom(step, evaluate(step, expression));
  const variable = result.kind === 'variable' ? { resultVariable: result.name } : {};
  const request = { source, variables: variablesAt(step), ...variable };
  return needScript(step.session.supplies, step.tokenId, request);
}

function resultFrom(step: Step<ScriptTask>, value: Json): Variables {
  const { result } = step.element;
  switch (result.kind) {
    case 'none':
      return {};
    case 'variable':
      return { [result.name]: value };
    case 'variables':
      return variablesFrom(value);
  }
}

function variablesFrom(value: Json): Variables {
  const isContext = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isContext ? { ...(value as Variables) } : { result: value };
}
