/**
 * Throwing compensation (BPMN 2.0.2 §10.5.6, §10.7): of one activity or of all that completed in the scope. The token
 * waits until all is undone, unless the diagram says that it need not.
 */
import type { CompensationDefinition } from '../../definition/model.ts';
import { compensate, leaveTransaction } from '../../execution/compensation.ts';
import { elementOf, type Session, type Step } from '../../execution/step.ts';
import { stepOf } from '../../execution/step.ts';
import { complete, emptyScope, leave, wait } from '../../execution/tokens.ts';
import { knowSubtree } from '../../execution/wakers.ts';
import { NO_RESULT } from '../../execution/work.ts';

export function throwCompensation(
  step: Step,
  { activityId, waitForCompletion }: CompensationDefinition,
): void {
  if (!waitForCompletion) {
    compensate(step, { activityId, tokenId: null });
    return complete(step, NO_RESULT);
  }
  const token = wait(step);
  const outcome = compensate(step, { activityId, tokenId: token.id });
  if (outcome !== 'underWay') complete(stepOf(step.session, token), NO_RESULT);
}

/**
 * Cancel end event (BPMN 2.0.2 §10.3.5.2, §13.5.3): everything in the transaction is taken away, what completed in it is
 * undone, and it is left by its cancel boundary event.
 */
export function cancelTransaction(step: Step): void {
  const { session } = step;
  const scopeId = transactionAround(step);
  leave(step, []);
  knowSubtree(session, scopeId);
  emptyScope(session, scopeId);
  session.endStatus.set(scopeId, 'terminated');
  const outcome = compensate(
    { ...step, scopeId, token: null },
    { activityId: null, tokenId: null, cancels: scopeId },
  );
  if (outcome === 'nothing') leaveTransaction(session, scopeId);
}

/** The scope has the id of the token that waits for it. */
function transactionAround({ session, scopeId, element }: Step): string {
  for (let at: string | null = scopeId; at !== null; at = session.state.scopes.get(at)!.parentId) {
    if (isTransaction(session, at)) return at;
  }
  throw new Error(
    `Expected deployment to refuse the cancel end event '${element.id}' outside a transaction.`,
  );
}

function isTransaction(session: Session, scopeId: string): boolean {
  const { kind, elementId, instanceId } = session.state.scopes.get(scopeId)!;
  if (kind !== 'subProcess') return false;
  const element = elementOf(session, instanceId, elementId!);
  return 'variant' in element && element.variant === 'transaction';
}
