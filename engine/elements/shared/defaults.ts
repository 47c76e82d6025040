/** What most behaviours do in the same way. */
import type { Step } from '../../execution/step.ts';
import { complete, leave } from '../../execution/tokens.ts';
import { applyOutputs } from '../../execution/variables.ts';
import { NO_RESULT, type Completion, type Trigger } from '../../execution/work.ts';
import { flowsOfActivity } from './flows.ts';

/** The token does not stay. */
export function passThrough(step: Step): void {
  complete(step, NO_RESULT);
}

export function completeActivity(step: Step, { result }: Completion): void {
  applyOutputs(step, result);
  leave(step, flowsOfActivity(step));
}

/** For elements that never wait. */
export function neverTriggered(step: Step, trigger: Trigger): void {
  throw new Error(`Expected '${step.element.id}' not to be triggered, but it got '${trigger.kind}'.`);
}

/** For elements that made nothing besides wakers and scopes. */
export function nothingToUndo(): void {}
