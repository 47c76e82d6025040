/**
 * A multiple throw or end event (BPMN 2.0.2 §10.5.3, §10.5.4): everything that it says happens. Signals go at once, then
 * the token waits until all messages are delivered, and what looks outwards, and may end the thrower, comes last.
 */
import type {
  ErrorDefinition,
  EscalationDefinition,
  MessageDefinition,
  MultipleDefinition,
} from '../../definition/model.ts';
import type { Step } from '../../execution/step.ts';
import { rowsWith } from '../../execution/tables.ts';
import { throwOutwards } from './error-throw.ts';
import { throwMessages } from './message-throw.ts';
import { throwSignal } from './signal-throw.ts';

/** `finish` is called when nothing is on its way any more. */
export function throwAll(step: Step, { events }: MultipleDefinition, finish: () => void): void {
  for (const event of events) if (event.kind === 'signal') throwSignal(step, event);
  const messages = events.filter((event): event is MessageDefinition => event.kind === 'message');
  if (messages.length === 0) finish();
  else throwMessages(step, messages);
}

/** One message was delivered; the others may be on their way. */
export function isAllThrown({ session, token }: Step): boolean {
  return !token || rowsWith(session.state, 'jobs', 'tokenId', token.id).length === 0;
}

/** Errors and escalations, in the order of the diagram; true when the thrower was ended by whoever caught one. */
export function throwTheRest(step: Step, { events }: MultipleDefinition): boolean {
  return throwOutwards(step, events.filter(isCaughtOutside));
}

function isCaughtOutside(
  event: MultipleDefinition['events'][number],
): event is ErrorDefinition | EscalationDefinition {
  return event.kind === 'error' || event.kind === 'escalation';
}
