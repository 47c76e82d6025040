/** What failed is left out: the activity counts as done, with the values that a person gives in its place. */
import { EngineRejection } from '../errors.ts';
import { noteTold } from '../execution/process-listeners.ts';
import { settle } from '../execution/scopes.ts';
import type { IncidentRow, TokenRow } from '../execution/state.ts';
import { elementIn, stepOf, type Session } from '../execution/step.ts';
import { setVariables } from '../execution/variables.ts';
import type { Variables } from '../ports.ts';
import { complete } from '../execution/tokens.ts';
import { closeWakers } from '../execution/wakers.ts';
import { workFromJson, type Trigger } from '../execution/work.ts';
import { assertVariables } from './assertions.ts';
import type { Decider } from './decider.ts';

/** Result: null. The values go through the output mapping like any result. */
export const skipIncident: Decider<'skipIncident'> = (session, { incidentId, variables }) => {
  const incident = openIncident(session, incidentId);
  assertVariables(session, variables);
  const token = incident.tokenId === null ? undefined : session.state.tokens.get(incident.tokenId);
  if (!token || token.elementId !== incident.elementId) throw cannotSkip(incident.elementId);
  if (token.state === 'parked' && !isJoin(session, token)) throw cannotSkip(incident.elementId);
  const { reason } = session.environment;
  session.unit.emit(incident.instanceId, {
    kind: 'IncidentResolved',
    ...{ incidentId, elementId: incident.elementId, how: 'skipped', reason },
  });
  if (token.state === 'parked') return goOn(session, token, variables);
  if (isListening(incident)) return leaveListenerOut(session, token, incident, variables);
  endTasks(session, token.id);
  closeWakers(session, token);
  complete(stepOf(session, token), { result: variables, outcome: null, isGiven: true });
  return null;
};

function isJoin(session: Session, token: TokenRow): boolean {
  return session.behaviourOf(elementIn(session, token.scopeId, token.elementId)).isJoin === true;
}

type Listening = IncidentRow & { readonly resume: { readonly trigger: Trigger & { kind: 'process' } } };

/** What failed was told to the process as a whole; the token only holds its place. */
function isListening(incident: IncidentRow): incident is Listening {
  const work = incident.jobId === null && incident.resume !== null ? workFromJson(incident.resume) : null;
  return work?.kind === 'trigger' && work.trigger.kind === 'process';
}

function leaveListenerOut(session: Session, token: TokenRow, { resume }: Listening, values: Variables): null {
  const { scopeId, elementId } = token;
  setVariables(session, scopeId, elementId, values);
  noteTold(stepOf(session, token), resume.trigger);
  settle(session, scopeId, elementId);
  return null;
}

/** A join that waits in vain goes on with what has arrived. */
function goOn(session: Session, { scopeId, elementId }: TokenRow, values: Variables): null {
  setVariables(session, scopeId, elementId, values);
  session.agenda.push({
    kind: 'trigger',
    ...{ scopeId, elementId, tokenId: null },
    trigger: { kind: 'settled' },
  });
  return null;
}

/** @throws EngineRejection ENG_INCIDENT_NOT_FOUND */
export function openIncident({ state }: Session, incidentId: string): IncidentRow {
  const incident = state.incidents.get(incidentId);
  if (incident) return incident;
  throw new EngineRejection('ENG_INCIDENT_NOT_FOUND', `There is no open incident '${incidentId}'.`);
}

function endTasks({ state, unit }: Session, tokenId: string): void {
  for (const task of [...state.userTasks.values()]) {
    const isOpen = task.state === 'planned' || task.state === 'ready';
    if (task.tokenId === tokenId && isOpen) {
      unit.emit(task.instanceId, { kind: 'UserTaskCancelled', taskId: task.id });
    }
  }
}

function cannotSkip(elementId: string): EngineRejection {
  const message = `What failed at '${elementId}' is not an activity of its own that could be left out. Retry it instead.`;
  return new EngineRejection('ENG_INCIDENT_NOT_SKIPPABLE', message, { elementId });
}
