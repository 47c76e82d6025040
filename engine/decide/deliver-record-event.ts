/** A record changed, and an instance waits for something of the kind: whether it waits for this is decided here. */
import type { EventDefinition, RecordDefinition } from '../definition/model.ts';
import { elementOf } from '../execution/step.ts';
import { visibleVariables } from '../execution/variables.ts';
import type { SubscriptionRow } from '../execution/state.ts';
import type { Element } from '../definition/model.ts';
import type { Decider } from './decider.ts';
import { matchesRecordEvent } from './record-event.ts';

/** Result: `{ instanceId }`, null when it waits for something else. */
export const deliverRecordEvent: Decider<'recordEvent'> = (session, { subscriptionId, event: change }) => {
  const row = session.state.subscriptions.get(subscriptionId);
  if (!row?.scopeId || !row.instanceId) return { instanceId: null };
  const { scopeId, elementId, tokenId, instanceId } = row;
  const event = recordEventAt(elementOf(session, instanceId, elementId), row);
  const variables = visibleVariables(session, scopeId);
  if (!event || !matchesRecordEvent(session, elementId, event, change, variables))
    return { instanceId: null };
  const record = { $record: change.entity, id: change.recordId };
  session.agenda.push({
    kind: 'trigger',
    ...{ scopeId, elementId, tokenId },
    trigger: { kind: 'record', variables: { [event.variable]: record }, subscriptionId },
  });
  return { instanceId };
};

/** What the subscription waits for; null when it is no record event. */
export function recordEventAt(element: Element, { payload }: SubscriptionRow): RecordDefinition | null {
  if (!('event' in element)) return null;
  const event: EventDefinition = element.event;
  const part = event.kind === 'multiple' ? event.events[Number(payload.part)] : event;
  return part?.kind === 'recordEvent' ? part : null;
}
