/**
 * What failed counts as an error of the diagram: whoever would catch that error at the place of the failure catches it
 * now (BPMN 2.0.2 §10.5.6). Refused when nobody does, so that nothing is lost.
 */
import { EngineRejection } from '../errors.ts';
import { catcherOf, handOver, type Thrown } from '../execution/propagate.ts';
import { activeInstance, assertNotSuspended } from './assertions.ts';
import type { Decider } from './decider.ts';
import { openIncident } from './skip-incident.ts';

/** Result: null. */
export const catchIncident: Decider<'catchIncident'> = (session, { incidentId, errorCode }) => {
  const incident = openIncident(session, incidentId);
  assertNotSuspended(session, activeInstance(session, incident.instanceId));
  const token = incident.tokenId === null ? undefined : session.state.tokens.get(incident.tokenId);
  const thrown: Thrown = { kind: 'error', code: errorCode, message: incident.message, variables: {} };
  const catcher = token && catcherOf(session, { scopeId: token.scopeId, token }, thrown);
  if (!catcher) {
    const message = `The error '${errorCode}' is caught by nobody at '${incident.elementId}'. Retry the step, or leave it out.`;
    throw new EngineRejection('ENG_ERROR_NOT_CAUGHT', message, { elementId: incident.elementId, errorCode });
  }
  const { reason } = session.environment;
  session.unit.emit(incident.instanceId, {
    kind: 'IncidentResolved',
    ...{ incidentId, elementId: incident.elementId, how: 'caught', reason },
  });
  handOver(session, catcher, thrown);
  return null;
};
