/** What came of an effect outside the database. */
import type { ServiceTask } from '../definition/model.ts';
import { addDuration } from '../expressions/time.ts';
import type { JobRow } from '../execution/state.ts';
import { elementOf, type Session } from '../execution/step.ts';
import type { Decider } from './decider.ts';

/** Before the 2nd, 3rd … attempt; the last one repeats. */
const BACKOFF_DEFAULT = ['PT10S', 'PT1M', 'PT5M', 'PT30M', 'PT2H'];

/** An error that the handler names for the diagram is not caught in this version: it ends in an incident. */
export const completeServiceJob: Decider<'completeServiceJob'> = (session, { jobId, result }) => {
  const job = session.state.jobs.get(jobId);
  if (!job || job.state === 'failed') return null;
  if (result.kind === 'bpmnError') {
    const message = `The error '${result.code}' is not caught by anyone${result.message ? `: ${result.message}` : ''}.`;
    giveUp(session, job, 'ENG_ERROR_NOT_CAUGHT', message);
    return null;
  }
  const { instanceId, scopeId, elementId, tokenId } = job;
  session.unit.emit(instanceId!, { kind: 'JobFinished', jobId });
  session.agenda.push({
    kind: 'trigger',
    scopeId: scopeId!,
    elementId: elementId!,
    tokenId: tokenId!,
    trigger: { kind: 'service', result },
  });
  return null;
};

export const failServiceJob: Decider<'failServiceJob'> = (session, command) => {
  const job = session.state.jobs.get(command.jobId);
  if (!job || job.state === 'failed') return null;
  const retriesLeft = Math.max(0, command.retriesLeft ?? job.retriesLeft - 1);
  if (retriesLeft === 0) {
    giveUp(session, job, 'ENG_HANDLER_FAILED', command.message);
    return null;
  }
  const dueAt = addDuration(session.environment.now, backoffOf(session, job));
  const { id: jobId } = job;
  session.unit.emit(job.instanceId!, {
    kind: 'JobFailed',
    jobId,
    retriesLeft,
    dueAt,
    message: command.message,
  });
  return null;
};

/** The job stays as it is, for the retry; the incident tells people. */
function giveUp(session: Session, job: JobRow, code: string, message: string): void {
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

function backoffOf(session: Session, job: JobRow): string {
  const element = elementOf(session, job.instanceId!, job.elementId!) as Partial<ServiceTask>;
  const configured = element.action?.backoff ?? [];
  const steps = configured.length > 0 ? configured : BACKOFF_DEFAULT;
  return steps[Math.min(job.attempt, steps.length - 1)]!;
}
