/**
 * A multiple throw or end event (BPMN 2.0.2 §10.5.3, §10.5.4): everything that it says happens. Signals and escalations
 * go at once, then the token waits until all messages are delivered, and what ends the thrower comes last.
 */
import type { MessageDefinition, MultipleDefinition } from '../../definition/model.ts';
import type { Step } from '../../execution/step.ts';
import { rowsWith } from '../../execution/tables.ts';
import { throwEscalation } from './error-throw.ts';
import { throwMessages } from './message-throw.ts';
import { throwSignal } from './signal-throw.ts';

/** `finish` is called when nothing is on its way any more. */
export function throwAll(step: Step, { events }: MultipleDefinition, finish: () => void): void {
  for (const event of events) if (event.kind === 'signal') throwSignal(step, event);
  for (const event of events) {
    if (event.kind === 'escalation' && throwEscalation(step, event)) return;
  }
  const messages = events.filter((event): event is MessageDefinition => event.kind === 'message');
  if (messages.length === 0) finish();
  else throwMessages(step, messages);
}

/** One message was delivered; the others may be on their way. */
export function isAllThrown({ session, token }: Step): boolean {
  return !token || rowsWith(session.state, 'jobs', 'tokenId', token.id).length === 0;
}
