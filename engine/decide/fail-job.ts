/** A job that could not be brought about: it waits for its next try, or becomes an incident that holds it. */
import { addDuration } from '../expressions/time.ts';
import type { JobRow } from '../execution/state.ts';
import type { Session } from '../execution/step.ts';
import type { Decider } from './decider.ts';

/** Before the 2nd, 3rd … attempt; the last one repeats. */
export const BACKOFF_DEFAULT = ['PT10S', 'PT1M', 'PT5M', 'PT30M', 'PT2H'];

/** Asks for nothing but the job: what broke may well be the definition. */
export const failJob: Decider<'failJob'> = (session, { jobId, message }) => {
  const job = session.state.jobs.get(jobId);
  if (!job || job.instanceId === null || job.state === 'failed') return null;
  const retriesLeft = Math.max(0, job.retriesLeft - 1);
  if (retriesLeft > 0) tryAgain(session, job, { retriesLeft, backoff: backoffOf(session, job), message });
  else giveUp(session, job, 'ENG_JOB_FAILED', message);
  return null;
};

/** As the element says it, as far as that is known. */
export function backoffOf({ environment }: Session, { definitionId, elementId }: JobRow): readonly string[] {
  const definition = definitionId === null ? null : environment.definition(definitionId);
  const element = definition?.model.elements.get(elementId ?? '');
  const configured = element?.type === 'serviceTask' ? element.action.backoff : [];
  return configured.length > 0 ? configured : (element?.retryCycle?.backoff ?? BACKOFF_DEFAULT);
}

export function tryAgain(
  session: Session,
  job: JobRow,
  how: { readonly retriesLeft: number; readonly backoff: readonly string[]; readonly message: string },
): void {
  const { retriesLeft, backoff, message } = how;
  const pause = backoff[Math.min(job.attempt, backoff.length - 1)]!;
  const dueAt = addDuration(session.environment.now, pause);
  session.unit.emit(job.instanceId!, { kind: 'JobFailed', jobId: job.id, retriesLeft, dueAt, message });
}

/** The job stays as it is, for the retry; the incident tells people. */
export function giveUp(session: Session, job: JobRow, code: string, message: string): void {
  const { now, ids } = session.environment;
  const instanceId = job.instanceId!;
  session.unit.emit(instanceId, {
    kind: 'JobFailed',
    jobId: job.id,
    retriesLeft: 0,
    dueAt: job.dueAt,
    message,
  });
  session.unit.emit(instanceId, {
    kind: 'IncidentRaised',
    incident: {
      id: ids.next(),
      rootId: job.rootId!,
      instanceId,
      tokenId: job.tokenId,
      jobId: job.id,
      elementId: job.elementId!,
      code,
      message,
      createdAt: now,
      resume: null,
    },
  });
}
