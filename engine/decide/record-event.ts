/** Whether a record change is the one that is waited for: the named field, its new value, and the filter over the record. */
import type { RecordDefinition } from '../definition/model.ts';
import type { RecordEvent } from '../engine.ts';
import { EngineFailure, EngineRejection } from '../errors.ts';
import { needRecords } from '../execution/needs.ts';
import type { Session } from '../execution/step.ts';
import { NOW_NAME } from '../expressions/feel.ts';
import type { Variables } from '../ports.ts';

export function matchesRecordEvent(
  session: Session,
  id: string,
  event: RecordDefinition,
  change: RecordEvent,
  variables: Variables,
): boolean {
  if (event.entity !== change.entity) return false;
  const wanted = event.change === 'created' ? 'created' : 'changed';
  if (wanted !== change.change) return false;
  if (event.change !== 'created' && event.field !== null) {
    const field = change.fields[event.field];
    if (!field) return false;
    if (event.to !== null && String(field.to) !== event.to) return false;
  }
  return passesFilter(session, { id, event, recordId: change.recordId }, variables);
}

export function passesFilter(
  session: Session,
  {
    id,
    event,
    recordId,
  }: { readonly id: string; readonly event: RecordDefinition; readonly recordId: string },
  variables: Variables,
): boolean {
  if (!event.filter) return true;
  const [record] = needRecords(session, [{ $record: event.entity, id: recordId }]);
  if (!record) return false;
  const named = { ...record, $record: event.entity, id: recordId };
  const context = { ...variables, [event.entity]: named, [event.variable]: named };
  try {
    return event.filter.evaluate({ ...context, [NOW_NAME]: session.environment.now }) === true;
  } catch (error) {
    // No instance exists yet that could hold an incident; the caller logs it and goes on with the next process.
    if (!(error instanceof EngineFailure)) throw error;
    throw new EngineRejection('ENG_START_NOT_POSSIBLE', `The filter of '${id}' failed: ${error.message}`);
  }
}
