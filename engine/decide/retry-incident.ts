/** The cause of an incident was mended: what failed is done again. */
import { EngineRejection } from '../errors.ts';
import { settle } from '../execution/scopes.ts';
import type { IncidentRow, JobRow } from '../execution/state.ts';
import { stepAt, type Session } from '../execution/step.ts';
import { JOIN_STUCK } from '../execution/stuck-joins.ts';
import { workFromJson } from '../execution/work.ts';
import type { Decider } from './decider.ts';

export const retryIncident: Decider<'retryIncident'> = (session, { incidentId }) => {
  const incident = session.state.incidents.get(incidentId);
  if (!incident) {
    throw new EngineRejection('ENG_INCIDENT_NOT_FOUND', `There is no open incident '${incidentId}'.`);
  }
  const { reason } = session.environment;
  session.unit.emit(incident.instanceId, {
    kind: 'IncidentResolved',
    ...{ incidentId, elementId: incident.elementId, how: 'retried', reason },
  });
  const job = incident.jobId === null ? undefined : session.state.jobs.get(incident.jobId);
  if (job) renewJob(session, job);
  else if (incident.code === JOIN_STUCK) lookAgain(session, incident);
  else session.agenda.push(workFromJson(incident.resume));
  return null;
};

/** The diagram around the join may have changed; if not, it is an incident again. */
function lookAgain(session: Session, { tokenId, elementId }: IncidentRow): void {
  const token = tokenId === null ? undefined : session.state.tokens.get(tokenId);
  if (!token) return;
  const step = stepAt(session, token.scopeId, elementId);
  session.behaviourOf(step.element).reconsider?.(step);
  settle(session, token.scopeId);
}

/** A fresh job with the same effect key, so that whoever receives the effect can recognise it. */
function renewJob(session: Session, job: JobRow): void {
  const { now, ids } = session.environment;
  const instanceId = job.instanceId!;
  session.unit.emit(instanceId, { kind: 'JobCancelled', jobId: job.id });
  const fresh: JobRow = { ...job, id: ids.next(), dueAt: now, retriesLeft: 1, state: 'ready' };
  session.unit.emit(instanceId, { kind: 'JobCreated', job: fresh });
}
