/**
 * Waiting for what happens to records. A created record is anybody's; a change, an entered stage or silence is that of
 * the record which the event's variable holds, or, where it holds none, of any record of the kind. Silence needs no
 * subscription: a timer is due when the record will have been left alone for so long, and looks then at when it was
 * touched last (decide/silence.ts); so a change of a record costs nothing here.
 */
import type { RecordDefinition } from '../definition/model.ts';
import { EngineFailure } from '../errors.ts';
import { addDuration, instantFrom } from '../expressions/time.ts';
import { isRecordRef, type RecordRef, type Variables } from '../ports.ts';
import { needRecords } from './needs.ts';
import type { Session, Step } from './step.ts';
import { visibleVariables } from './variables.ts';
import { createJob, open, type Place } from './wakers.ts';

export function armRecordEvent(step: Step, event: RecordDefinition, place: Place): void {
  const bound = boundRecord(step, event);
  const { part } = place;
  if (event.change === 'silent') return armSilence(step, event, place, bound);
  const correlationKey = event.change === 'created' ? null : (bound?.id ?? null);
  const awaited = { kind: 'record', name: event.subscriptionName, correlationKey } as const;
  open(step, place, awaited, part === undefined ? {} : { part });
}

function boundRecord(step: Step, { variable, entity }: RecordDefinition): RecordRef | null {
  const value = visibleVariables(step.session, step.scopeId)[variable];
  return isRecordRef(value) && value.$record === entity ? value : null;
}

function armSilence(step: Step, event: RecordDefinition, place: Place, bound: RecordRef | null): void {
  if (!bound) {
    const message = `Expected the variable '${event.variable}' to hold the ${event.entity} that is watched.`;
    throw new EngineFailure('ENG_RECORD_MISSING', message);
  }
  const { now } = step.session.environment;
  const due = silentSince(step.session, bound, event.after!);
  const record = { $record: bound.$record, id: bound.id };
  createJob(
    step,
    place.owner,
    {
      kind: 'timer',
      dueAt: due !== null && due > now ? due : due === null ? addDuration(now, event.after!) : now,
      payload: {
        cycle: null,
        remaining: 0,
        silence: { record, after: event.after!, variable: event.variable },
      },
      ...(place.group && { group: place.group }),
    },
    place.elementId,
  );
}

/** When the record will have been silent for that long; null when nobody knows when it was touched. */
export function silentSince(session: Session, record: RecordRef, after: string): string | null {
  const touchedAt = touchedAtOf(needRecords(session, [record])[0] ?? null);
  return touchedAt && addDuration(touchedAt, after);
}

/** The record's own fields say when it was touched last. */
export function touchedAtOf(record: Variables | null): string | null {
  const value = record?.lastActivityAt ?? record?.updatedAt ?? record?.updated_at ?? null;
  return typeof value === 'string' ? instantFrom(value) : null;
}
