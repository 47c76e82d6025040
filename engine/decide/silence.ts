/**
 * A timer that waits for a record's silence: when it is due, the record is asked when it was touched last. Was it touched
 * meanwhile, the timer is due again that much later; otherwise the event happens.
 */
import { silentSince } from '../execution/record-wakers.ts';
import type { JobRow } from '../execution/state.ts';
import type { Session } from '../execution/step.ts';
import type { Trigger } from '../execution/work.ts';
import type { RecordRef, Variables } from '../ports.ts';

interface Silence {
  readonly record: RecordRef & Variables;
  readonly after: string;
  readonly variable: string;
}

export function silenceOf({ payload }: JobRow): Silence | null {
  return (payload as { silence?: Silence }).silence ?? null;
}

/** Null when the record was touched meanwhile; the timer waits on then. */
export function silenceTrigger(
  session: Session,
  job: JobRow,
  { record, after, variable }: Silence,
): Trigger | null {
  const due = silentSince(session, record, after);
  if (due === null || due <= session.environment.now)
    return { kind: 'record', variables: { [variable]: record } };
  const next = { ...job, id: session.environment.ids.next(), dueAt: due, attempt: 0 };
  session.unit.emit(job.instanceId!, { kind: 'JobCreated', job: next });
  return null;
}
