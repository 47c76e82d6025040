/** Whether what came is what a start event waits for, and which of its definitions occurred by it. */
import type { EventDefinition, StartEvent } from '../definition/model.ts';
import { textWithoutVariables } from '../definition/text-value.ts';
import { EngineFailure, EngineRejection } from '../errors.ts';
import { needRecords } from '../execution/needs.ts';
import type { StartOccurrence } from '../execution/start-collection.ts';
import type { Session } from '../execution/step.ts';
import type { CompiledExpression } from '../expressions/expression.ts';
import { NOW_NAME } from '../expressions/feel.ts';
import { isRecordRef, type RecordRef, type Variables } from '../ports.ts';
import type { StartOrigin } from './decision.ts';
import { partSignatureOf } from './event-signature.ts';
import { matchesRecordEvent, passesFilter } from './record-event.ts';

export type StartOccurrenceAt = Omit<StartOccurrence, 'processKey' | 'correlationKey'>;

/** Of a multiple one, any of its triggers will do. */
export function isWanted(
  session: Session,
  start: StartEvent,
  origin: StartOrigin,
  variables: Variables,
): boolean {
  const isChecked = origin.kind === 'recordEvent' || origin.kind === 'silence' || origin.kind === 'condition';
  if (!isChecked) return true;
  if (origin.kind === 'recordEvent' && !partsOf(start.event).some((one) => one.kind === 'recordEvent'))
    throw new EngineRejection('ENG_START_NOT_POSSIBLE', `Expected '${start.id}' to be a record event.`);
  return occurredParts(session, start, origin, variables).length > 0;
}

/** A parallel multiple start that nobody begins by hand: it waits for the rest of what it is about. */
export function isCollecting({ event }: StartEvent, { kind }: StartOrigin): boolean {
  return event.kind === 'multiple' && event.parallel && kind !== 'command' && kind !== 'collected';
}

/** Null when nothing that it waits for has occurred. */
export function occurrenceAt(
  session: Session,
  start: StartEvent,
  origin: StartOrigin,
  variables: Variables,
): StartOccurrenceAt | null {
  const parts = occurredParts(session, start, origin, variables);
  if (parts.length === 0) return null;
  return {
    elementId: start.id,
    awaited: partsOf(start.event).map(partSignatureOf),
    signatures: parts.map(partSignatureOf),
    isForAll: origin.kind === 'signal' || origin.kind === 'timer' || origin.kind === 'condition',
    variables,
  };
}

export function partsOf(event: EventDefinition): readonly EventDefinition[] {
  return event.kind === 'multiple' ? event.events : [event];
}

function occurredParts(
  session: Session,
  { id, event }: StartEvent,
  origin: StartOrigin,
  variables: Variables,
): readonly EventDefinition[] {
  return partsOf(event).filter((one, index) => {
    switch (origin.kind) {
      case 'command':
      case 'collected':
        return true;
      case 'message':
        return one.kind === 'message' && textWithoutVariables(one.messageName) === origin.name;
      case 'signal':
        return one.kind === 'signal' && textWithoutVariables(one.signalName) === origin.name;
      case 'timer':
        return one.kind === 'timer' && index === (origin.part ?? index);
      case 'condition':
        return one.kind === 'conditional' && isMet(session, id, one.condition, variables);
      case 'recordEvent':
        return one.kind === 'recordEvent' && matchesRecordEvent(session, id, one, origin.event, variables);
      case 'silence': {
        if (one.kind !== 'recordEvent' || one.change !== 'silent') return false;
        return passesFilter(session, { id, event: one, recordId: origin.recordId }, variables);
      }
    }
  });
}

function isMet(session: Session, id: string, condition: CompiledExpression, variables: Variables): boolean {
  const refs = Object.entries(variables).filter(
    (entry): entry is [string, RecordRef & Variables] =>
      isRecordRef(entry[1]) && condition.mentions(entry[0]),
  );
  const context: Record<string, unknown> = { ...variables, [NOW_NAME]: session.environment.now };
  const records =
    refs.length > 0
      ? needRecords(
          session,
          refs.map(([, ref]) => ref),
        )
      : [];
  refs.forEach(
    ([name, ref], index) => (context[name] = { ...records[index], $record: ref.$record, id: ref.id }),
  );
  try {
    return condition.evaluate(context) === true;
  } catch (failure) {
    if (!(failure instanceof EngineFailure)) throw failure;
    throw new EngineRejection(
      'ENG_START_NOT_POSSIBLE',
      `The condition of '${id}' failed: ${failure.message}`,
    );
  }
}
