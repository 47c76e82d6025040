/** Which flows an element sends tokens over (BPMN 2.0.2 §13.3.1, §13.4.2). */
import type { Flow } from '../../definition/model.ts';
import { EngineFailure } from '../../errors.ts';
import type { Step } from '../../execution/step.ts';
import { evaluate } from '../../execution/variables.ts';
import type { Variables } from '../../ports.ts';

/** Null counts as not true, as FEEL's logic has it; anything else but a boolean is a failure of the model. */
export function isTrue(step: Step, flow: Flow, extra: Variables = {}): boolean {
  if (!flow.condition) return true;
  const value = evaluate(step, flow.condition, extra);
  if (value === null || typeof value === 'boolean') return value === true;
  const message = `Expected the condition of flow '${flow.id}' to be true or false, but it is '${JSON.stringify(value)}'.`;
  throw new EngineFailure('ENG_CONDITION_NOT_BOOLEAN', message, { flowId: flow.id });
}

/** Every flow without a condition and every flow whose condition holds; the default flow when there is none. */
export function flowsOfActivity(
  step: Step,
  candidates: readonly Flow[] = step.element.outgoing,
): readonly Flow[] {
  const [only] = candidates;
  if (only && candidates.length === 1 && !only.isDefault && !only.condition) return candidates;
  const taken = candidates.filter((flow) => !flow.isDefault && isTrue(step, flow));
  if (taken.length > 0) return taken;
  const fallback = candidates.find((flow) => flow.isDefault);
  if (fallback) return [fallback];
  if (step.element.outgoing.length === 0) return [];
  throw noFlow(step);
}

export function noFlow(step: Step): EngineFailure {
  const { id, name } = step.element;
  const message = `No outgoing flow of '${name ?? id}' can be taken: no condition is true and there is no default flow.`;
  return new EngineFailure('ENG_NO_FLOW', message, { elementId: id });
}
