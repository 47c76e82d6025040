/**
 * A parallel multiple event (BPMN 2.0.2 §10.5.5) happens when each of its triggers has: those that have are disarmed, and
 * what they brought is kept until then.
 */
import type { EventDefinition } from '../../definition/model.ts';
import { keepCollected, withCollected } from '../../execution/collected-parts.ts';
import type { JobRow, SubscriptionRow } from '../../execution/state.ts';
import type { Step } from '../../execution/step.ts';
import { rowsWith } from '../../execution/tables.ts';
import { knowScopeWakers } from '../../execution/wakers.ts';
import type { Trigger } from '../../execution/work.ts';
import type { Variables } from '../../ports.ts';
import { resultOf } from './trigger-variables.ts';

/**
 * What the event brings; null while another trigger is missing. The step is at the event, with the token that waits, or in
 * its scope.
 */
export function happened(step: Step, event: EventDefinition, trigger: Trigger): Variables | null {
  const result = resultOf(event, trigger);
  if (event.kind !== 'multiple' || !event.parallel) return result;
  const brought = withCollected(step, result);
  const isWaiting = waitsForMore(step, trigger);
  keepCollected(step, isWaiting ? brought : null);
  return isWaiting ? null : brought;
}

function waitsForMore(step: Step, trigger: Trigger): boolean {
  const { session, instance, element, scopeId, token } = step;
  if (!token) knowScopeWakers(session, scopeId);
  const fired = 'subscriptionId' in trigger ? trigger.subscriptionId : undefined;
  if (fired && session.state.subscriptions.has(fired))
    session.unit.emit(instance.id, { kind: 'SubscriptionClosed', subscriptionId: fired });
  const isLeft = (row: JobRow | SubscriptionRow): boolean =>
    row.elementId === element.id && row.tokenId === (token?.id ?? null) && row.payload.group === element.id;
  return (
    rowsWith(session.state, 'jobs', 'scopeId', scopeId).some(isLeft) ||
    rowsWith(session.state, 'subscriptions', 'scopeId', scopeId).some(isLeft)
  );
}
