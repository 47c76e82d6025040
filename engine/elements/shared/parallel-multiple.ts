/**
 * A parallel multiple event (BPMN 2.0.2 §10.5.5) happens when each of its triggers has: those that have are disarmed, and
 * what they brought is set at once.
 */
import type { EventDefinition } from '../../definition/model.ts';
import type { JobRow, SubscriptionRow } from '../../execution/state.ts';
import type { Step } from '../../execution/step.ts';
import { rowsWith } from '../../execution/tables.ts';
import { applyOutputs } from '../../execution/variables.ts';
import { knowScopeWakers } from '../../execution/wakers.ts';
import type { Trigger } from '../../execution/work.ts';
import { resultOf } from './trigger-variables.ts';

/** True when another trigger is missing; the step is at the event, with the token that waits, or in its scope. */
export function isStillWaiting(step: Step, event: EventDefinition, trigger: Trigger): boolean {
  if (event.kind !== 'multiple' || !event.parallel) return false;
  const { session, instance, element, scopeId, token } = step;
  if (!token) knowScopeWakers(session, scopeId);
  const fired = 'subscriptionId' in trigger ? trigger.subscriptionId : undefined;
  if (fired && session.state.subscriptions.has(fired))
    session.unit.emit(instance.id, { kind: 'SubscriptionClosed', subscriptionId: fired });
  const isLeft = (row: JobRow | SubscriptionRow): boolean =>
    row.elementId === element.id && row.tokenId === (token?.id ?? null) && row.payload.group === element.id;
  const isWaiting =
    rowsWith(session.state, 'jobs', 'scopeId', scopeId).some(isLeft) ||
    rowsWith(session.state, 'subscriptions', 'scopeId', scopeId).some(isLeft);
  if (isWaiting) applyOutputs(step, resultOf(event, trigger));
  return isWaiting;
}
