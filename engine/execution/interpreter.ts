/**
 * Moves tokens until every one waits: take work, guard it by the lifecycle table, let the behaviour act, settle
 * the scope. A step that fails is taken back alone and becomes an incident; a loop without a wait state is
 * stopped; when the transaction takes too long, the rest is put off into `continue` jobs.
 */
import { BpmnError, EngineFailure } from '../errors.ts';
import { addDuration } from '../expressions/time.ts';
import type { JobRow, TokenRow } from './state.ts';
import { led } from './alternatives.ts';
import { HeldBack, heldBy } from './held-back.ts';
import { failedValues } from './incident-values.ts';
import { reviewConditions } from './conditions.ts';
import { notify } from './listeners.ts';
import { catcherOf, handOver } from './propagate.ts';
import { settle } from './scopes.ts';
import { definitionOf, elementIn, elementOf, type Session, type Step } from './step.ts';
import { tellProcess } from './process-listeners.ts';
import { takesPartners } from './quantities.ts';
import { assertWithinLimits, noteEvents } from './limits.ts';
import { activate, park } from './tokens.ts';
import { enterLocals, holdLocals } from './variables.ts';
import { closeWakers, createJob, type JobRequest } from './wakers.ts';
import { workToJson, type Work } from './work.ts';
import { mayPerform } from './lifecycle.ts';

export function drain(session: Session): void {
  const { agenda, counter, environment } = session;
  const { stepsBetweenYields } = environment.limits;
  const before = session.unit.nextSeq();
  if (session.changes.length > 0) reviewConditions(session);
  for (let work = agenda.next(); work; work = agenda.next()) {
    counter.steps += 1;
    if (isSuspended(session, work)) {
      putOff(session, work, 'suspended');
      continue;
    }
    if (counter.steps % stepsBetweenYields === 0 && environment.mayYield()) {
      putOff(session, work);
      continue;
    }
    perform(session, work);
    if (session.changes.length > 0) reviewConditions(session);
    settle(session, work.scopeId, work.elementId);
  }
  noteEvents(session, before, session.unit.nextSeq());
}

function perform(session: Session, work: Work): void {
  const step = stepFor(session, work);
  if (!step) return;
  const mark = session.unit.mark();
  const agendaMark = session.agenda.mark();
  try {
    assertWithinLimits(session, work);
    if (endsStep(step, work)) continueLater(session, step, work);
    else act(step, work);
  } catch (failure) {
    const isHeldBack = failure instanceof HeldBack;
    if (!isHeldBack && !(failure instanceof EngineFailure)) throw failure;
    session.unit.rollback(mark);
    session.agenda.rollback(agendaMark);
    const again = stepFor(session, work, step.tokenId)!;
    if (isHeldBack) return void putOffAt(again, work, { handler: heldBy(failure.processKey) });
    if (failure instanceof BpmnError && isCaught(again, failure)) return;
    if (!triesAgain(again, work, failure)) raiseIncident(again, work, failure);
  }
}

function act(step: Step, work: Work): void {
  const behaviour = step.session.behaviourOf(step.element);
  // What a repeated activity is given and told belongs to each of its iterations.
  const isRepeated = step.element.loop !== null;
  if (work.kind === 'enter') {
    if (!takesPartners(step)) return park(step);
    if (!isRepeated) {
      enterLocals(step);
      notify(step, 'start');
    }
    behaviour.enter(step);
  } else if (work.kind === 'trigger' && work.trigger.kind === 'process') tellProcess(step, work.trigger);
  else if (work.kind === 'trigger') behaviour.trigger(led(step), work.trigger);
  else {
    holdLocals(step, work.completion.locals);
    behaviour.complete(step, work.completion);
    const { outcome, result } = work.completion;
    if (!isRepeated) notify(step, 'end', result);
    if (outcome !== null) step.session.outcomes.set(work.scopeId, outcome);
  }
}

/** Whether the diagram ends the step here; work that holds a place already has been put off before. */
function endsStep(step: Step, work: Work): boolean {
  const { before, after } = step.element.continuation;
  if (work.kind === 'enter') return before && work.tokenId === null;
  return work.kind === 'complete' && after && !work.continued;
}

/** The activity is over before it goes on, so nothing may wake it any more. */
function continueLater(session: Session, step: Step, work: Work): void {
  if (work.kind === 'complete') {
    if (step.token) closeWakers(session, step.token);
    putOff(session, { ...work, continued: true });
  } else putOff(session, work);
}

/** An activity threw the error: its own boundary events catch first. Taken away, it was there all the same. */
function isCaught(step: Step, { errorCode: code, errorMessage: message }: BpmnError): boolean {
  const { session, scopeId } = step;
  const mark = session.unit.mark();
  const thrown = { kind: 'error', code, message, variables: {} } as const;
  const catcher = catcherOf(session, { scopeId, token: holdPlace(step) }, thrown);
  if (catcher) handOver(session, catcher, thrown);
  else session.unit.rollback(mark);
  return catcher !== null;
}

/** Null when the work was overtaken by an interruption. */
function stepFor(session: Session, work: Work, reservedId?: string): Step | null {
  const { state, environment } = session;
  const scope = state.scopes.get(work.scopeId);
  const token = work.tokenId === null ? null : (state.tokens.get(work.tokenId) ?? null);
  if (!scope || !mayPerform(work, token)) return null;
  const instance = state.instances.get(scope.instanceId)!;
  return {
    session,
    element: elementIn(session, scope.id, work.elementId),
    definition: definitionOf(session, instance.definitionId),
    instance,
    scopeId: work.scopeId,
    token,
    tokenId: token?.id ?? reservedId ?? environment.ids.next(),
    flowId: work.kind === 'enter' ? work.flowId : null,
  };
}

/** The job of an element that says how often it is tried waits for its next time, while it has one. */
function triesAgain(step: Step, work: Work, { message }: EngineFailure): boolean {
  const { session, element, instance } = step;
  const { job } = session.fired;
  const isOfJob = job?.elementId === work.elementId && job.scopeId === work.scopeId;
  if (!job || !isOfJob || !element.retryCycle || job.retriesLeft < 2) return false;
  const { backoff } = element.retryCycle;
  const pause = backoff[Math.min(job.attempt, backoff.length - 1)]!;
  const { id: jobId } = putOffAt(step, work, {
    ...{ retries: job.retriesLeft, attempt: job.attempt, priority: job.priority },
  });
  const dueAt = addDuration(session.environment.now, pause);
  session.unit.emit(instance.id, {
    kind: 'JobFailed',
    ...{ jobId, retriesLeft: job.retriesLeft - 1, dueAt, message },
  });
  return true;
}

/** The work is kept with the token that stands at its element; nothing else of it remains. */
function raiseIncident(step: Step, work: Work, failure: EngineFailure): void {
  const { values, left } = failedValues(step, work);
  const token = holdPlace(step);
  step.session.unit.emit(step.instance.id, {
    kind: 'IncidentRaised',
    ...(Object.keys(values).length > 0 && { values }),
    ...(Object.keys(left).length > 0 && { left }),
    incident: {
      id: step.session.environment.ids.next(),
      rootId: token.rootId,
      instanceId: token.instanceId,
      tokenId: token.id,
      jobId: null,
      elementId: work.elementId,
      code: failure.code,
      message: failure.message,
      createdAt: step.session.environment.now,
      resume: workToJson({ ...work, tokenId: token.id }),
    },
  });
}

/** Nothing moves in a tree at rest; what reached it is kept. */
function isSuspended({ state }: Session, { scopeId }: Work): boolean {
  const scope = state.scopes.get(scopeId);
  return scope !== undefined && state.instances.get(scope.rootId)?.suspended === true;
}

function putOff(session: Session, work: Work, state: 'ready' | 'suspended' = 'ready'): void {
  const step = stepFor(session, work);
  if (step) putOffAt(step, work, { state });
}

function putOffAt(
  step: Step,
  work: Work,
  request: Pick<JobRequest, 'handler' | 'state' | 'retries' | 'attempt' | 'priority'>,
): JobRow {
  const { session } = step;
  // The waking of a scope's own waker has no token that could hold a place.
  const isOfScope = work.kind === 'trigger' && work.tokenId === null;
  const { rootId, id: instanceId } = step.instance;
  const { scopeId, elementId } = work;
  const owner = isOfScope ? { id: null, rootId, instanceId, scopeId, elementId } : holdPlace(step);
  const group = work.kind === 'trigger' ? groupOf(step) : null;
  return createJob(
    step,
    owner,
    {
      kind: 'continue',
      ...request,
      dueAt: session.environment.now,
      payload: {
        work: workToJson({ ...work, tokenId: owner.id }),
        steps: session.counter.steps,
        ...(group !== null && { group }),
      },
    },
    elementId,
  );
}

/** What is put off of a wait with several alternatives counts as one of them. */
function groupOf({ session, element, token, instance }: Step): string | null {
  if ('event' in element && element.event.kind === 'multiple') return element.id;
  if (!token || token.elementId === element.id) return null;
  const holder = elementOf(session, instance.id, token.elementId);
  return holder.type === 'eventBasedGateway' ? holder.id : null;
}

function holdPlace(step: Step): TokenRow {
  return step.token ?? activate(step);
}
