/**
 * What the triggers of a parallel multiple event have brought so far (BPMN 2.0.2 §10.5.5): kept with the scope until all
 * have come, because the event happens then, and its outputs are mapped once. Goes with the token that it hangs on.
 */
import type { Element, EventDefinition } from '../definition/model.ts';
import type { Variables } from '../ports.ts';
import type { TokenRow } from './state.ts';
import { elementIn, type Session, type Step } from './step.ts';

/** With what came before; what comes later is in front. */
export function withCollected(step: Step, brought: Variables): Variables {
  const { memo } = step.session.state.scopes.get(step.scopeId)!;
  return { ...(memo[keyOf(step)] as Variables | null | undefined), ...brought };
}

/** `null`: all have come, or the wait begins anew. */
export function keepCollected(step: Step, value: Variables | null): void {
  const { session, instance, scopeId } = step;
  const elementId = keyOf(step);
  if (value === null && session.state.scopes.get(scopeId)!.memo[elementId] == null) return;
  session.unit.emit(instance.id, { kind: 'ElementMemoSet', scopeId, elementId, value });
}

/** The token is about to go: nothing more comes for its element or the events on its border. */
export function forgetCollected(session: Session, token: TokenRow): void {
  if (isEmpty(session.state.scopes.get(token.scopeId)?.memo)) return;
  const element = elementIn(session, token.scopeId, token.elementId);
  forgetCollectedAt(session, token, [element, ...element.boundaries].filter(isCollecting));
}

/** Of events that hang on the token and wait no more. */
export function forgetCollectedAt(
  session: Session,
  { id, scopeId, instanceId }: TokenRow,
  elements: readonly Element[],
): void {
  const memo = session.state.scopes.get(scopeId)?.memo ?? {};
  for (const key of elements.map((element) => `${id} ${element.id}`)) {
    if (memo[key] == null) continue;
    session.unit.emit(instanceId, { kind: 'ElementMemoSet', scopeId, elementId: key, value: null });
  }
}

/** Most scopes remember nothing, and are asked for each token that leaves. */
function isEmpty(memo: Variables | undefined): boolean {
  for (const _name in memo) return false;
  return true;
}

function isCollecting(element: Element): boolean {
  if (!('event' in element)) return false;
  const event: EventDefinition = element.event;
  return event.kind === 'multiple' && event.parallel;
}

/** A start event of an event subprocess hangs on no token, and waits once in its scope. */
function keyOf({ token, element }: Step): string {
  return token ? `${token.id} ${element.id}` : element.id;
}
