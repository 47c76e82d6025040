/** Whether two versions of an event wait for the same, so that its waker may stay as it is. */
import type { EventDefinition, TextValue } from '../definition/model.ts';

/** A timer keeps its due time whatever it says now. */
export function isSameEvent(before: EventDefinition, after: EventDefinition): boolean {
  return signatureOf(before) === signatureOf(after);
}

/** One of several definitions of an event: several timers differ by what they say. */
export function partSignatureOf(event: EventDefinition): string {
  if (event.kind !== 'timer') return signatureOf(event);
  return `timer ${event.form} ${sourceOf(event.value)}`;
}

/** What it waits for, as one text. */
export function signatureOf(event: EventDefinition): string {
  switch (event.kind) {
    case 'message':
      return `message ${sourceOf(event.messageName)}`;
    case 'signal':
      return `signal ${sourceOf(event.signalName)}`;
    case 'conditional':
      return `conditional ${event.condition.source}`;
    case 'recordEvent': {
      const { subscriptionName, field, to, filter, variable } = event;
      return `recordEvent ${JSON.stringify([subscriptionName, field, to, filter?.source ?? null, variable])}`;
    }
    case 'multiple':
      return `multiple ${event.parallel} ${event.events.map(signatureOf).join(' | ')}`;
    default:
      return event.kind;
  }
}

function sourceOf(value: TextValue): string {
  return value.kind === 'feel' ? `= ${value.expression.source}` : value.template.source;
}
