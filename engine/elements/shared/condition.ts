/** Conditions of gateways and repeated activities. */
import { EngineFailure } from '../../errors.ts';
import type { Step } from '../../execution/step.ts';
import { evaluate } from '../../execution/variables.ts';
import type { CompiledExpression } from '../../expressions/expression.ts';
import type { Variables } from '../../ports.ts';

/** Null counts as not true. @throws EngineFailure when it is anything else but true or false. */
export function holds(step: Step, condition: CompiledExpression, variables: Variables): boolean {
  const value = evaluate(step, condition, variables);
  if (value === null || typeof value === 'boolean') return value === true;
  const message = `Expected the condition '${condition.source}' to be true or false, but it is ${JSON.stringify(value)}.`;
  throw new EngineFailure('ENG_CONDITION_NOT_BOOLEAN', message, { elementId: step.element.id });
}
