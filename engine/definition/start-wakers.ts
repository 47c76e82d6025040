/**
 * What wakes a process that does not run yet: subscriptions of message and record-event starts, jobs of timer
 * starts. They belong to the latest version only; deploying the next one replaces them.
 */
import type { JobRow, SubscriptionRow } from '../execution/state.ts';
import { firstDue, nextDue, withCatchUp, type TimerPayload } from '../expressions/timer.ts';
import type { Ids } from '../ports.ts';
import { EngineFailure } from '../errors.ts';
import type { EventDefinition, ProcessModel } from './model.ts';
import { constantName, textWithoutVariables } from './text-value.ts';

/** How often the start is tried while it breaks off; refused starts are not tried again by themselves. */
export const START_RETRIES = 3;

export interface StartWakers {
  readonly subscriptions: readonly SubscriptionRow[];
  readonly jobs: readonly JobRow[];
}

/** @throws EngineFailure when the text of a start timer does not evaluate, or a name depends on variables. */
export function startWakers(
  definition: { readonly id: string; readonly model: ProcessModel },
  now: string,
  ids: Ids,
): StartWakers {
  const subscriptions: SubscriptionRow[] = [];
  const jobs: JobRow[] = [];
  for (const { elementId, event } of definition.model.root.instantiators) {
    const subscription = subscriptionOf(elementId, event, definition.id, ids);
    if (subscription) subscriptions.push(subscription);
  }
  for (const start of definition.model.root.startEvents) {
    // Each trigger of a multiple start event starts by itself, or, when it is a parallel one, is kept for the others.
    const events = start.event.kind === 'multiple' ? start.event.events : [start.event];
    for (const [part, event] of events.entries()) {
      const subscription = subscriptionOf(start.id, event, definition.id, ids);
      if (subscription) subscriptions.push(subscription);
      const job = timerOf(start.id, event, definition.id, now, ids);
      if (job) jobs.push(events.length > 1 ? { ...job, payload: { ...job.payload, part } } : job);
    }
  }
  return { subscriptions, jobs };
}

/** The job that a fired `timer-start` job becomes; null when it fired for the last time. */
export function nextStartTimer(job: JobRow): JobRow | null {
  const next = nextDue(job.payload as TimerPayload, job.dueAt);
  return next && { ...job, dueAt: next.dueAt, payload: next.payload, retriesLeft: START_RETRIES, attempt: 0 };
}

function subscriptionOf(
  elementId: string,
  event: EventDefinition,
  definitionId: string,
  ids: Ids,
): SubscriptionRow | null {
  const awaited = awaitedBy(elementId, event);
  if (!awaited) return null;
  return {
    id: ids.next(),
    rootId: null,
    instanceId: null,
    scopeId: null,
    tokenId: null,
    definitionId,
    elementId,
    ...awaited,
    correlationKey: null,
    payload: {},
  };
}

function awaitedBy(elementId: string, event: EventDefinition): Pick<SubscriptionRow, 'kind' | 'name'> | null {
  switch (event.kind) {
    case 'message':
      return { kind: 'message', name: constantName(event.messageName) };
    case 'signal':
      return { kind: 'signal', name: constantName(event.signalName) };
    case 'conditional':
      return { kind: 'conditional', name: elementId };
    case 'recordEvent':
      return { kind: 'record', name: event.subscriptionName };
    default:
      return null;
  }
}

function timerOf(
  elementId: string,
  event: EventDefinition,
  definitionId: string,
  now: string,
  ids: Ids,
): JobRow | null {
  if (event.kind !== 'timer') return null;
  if (event.calendar) {
    const message = 'A start timer goes by the clock; working time needs an instance.';
    throw new EngineFailure('ENG_TIMER_INVALID', message);
  }
  const due = firstDue(event.form, textWithoutVariables(event.value), now, event.timeZone);
  const { dueAt, payload } = withCatchUp(due, event);
  return {
    id: ids.next(),
    rootId: null,
    instanceId: null,
    scopeId: null,
    tokenId: null,
    definitionId,
    elementId,
    kind: 'timer-start',
    handler: null,
    dueAt,
    priority: 0,
    retriesLeft: START_RETRIES,
    attempt: 0,
    state: 'ready',
    payload,
    effectKey: null,
  };
}
