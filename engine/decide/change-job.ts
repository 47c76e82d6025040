/** A timer is moved, or a failed job gets more tries; from outside, by a person who may. */
import { EngineRejection } from '../errors.ts';
import { instantFrom } from '../expressions/time.ts';
import type { Decider } from './decider.ts';

/** Result: null. Rows of an ended instance are gone, and so is the job then. */
export const changeJob: Decider<'changeJob'> = (session, { jobId, dueAt, retriesLeft }) => {
  const job = session.state.jobs.get(jobId);
  if (!job || job.instanceId === null) {
    throw new EngineRejection('ENG_JOB_NOT_FOUND', `There is no job '${jobId}' that waits.`);
  }
  const due = dueAt === undefined ? job.dueAt : instantFrom(dueAt);
  if (due === null) {
    throw new EngineRejection('ENG_DATE_INVALID', `Expected an instant in ISO 8601, but got '${dueAt}'.`, {
      field: 'dueAt',
    });
  }
  const tries = retriesLeft ?? job.retriesLeft;
  if (due === job.dueAt && tries === job.retriesLeft) return null;
  const { reason } = session.environment;
  session.unit.emit(job.instanceId, {
    kind: 'JobChanged',
    jobId,
    state: job.state === 'failed' && tries > 0 ? 'ready' : job.state,
    dueAt: due,
    retriesLeft: tries,
    ...(reason === null ? {} : { reason }),
  });
  for (const incident of [...session.state.incidents.values()]) {
    if (incident.jobId !== jobId || tries === 0) continue;
    session.unit.emit(incident.instanceId, { kind: 'IncidentResolved', incidentId: incident.id });
  }
  return null;
};
