/**
 * What wakes a process that does not run yet: subscriptions of message and record-event starts, jobs of timer
 * starts. They belong to the latest version only; deploying the next one replaces them.
 */
import type { JobRow, SubscriptionRow } from '../execution/state.ts';
import { firstDue, nextDue, type TimerPayload } from '../expressions/timer.ts';
import type { Ids } from '../ports.ts';
import type { ProcessModel, StartEvent, TextValue } from './model.ts';

/** How often the start is tried while it breaks off; refused starts are not tried again by themselves. */
export const START_RETRIES = 3;

export interface StartWakers {
  readonly subscriptions: readonly SubscriptionRow[];
  readonly jobs: readonly JobRow[];
}

/** @throws EngineFailure when the text of a start timer does not evaluate. */
export function startWakers(
  definition: { readonly id: string; readonly model: ProcessModel },
  now: string,
  ids: Ids,
): StartWakers {
  const subscriptions: SubscriptionRow[] = [];
  const jobs: JobRow[] = [];
  for (const start of definition.model.root.startEvents) {
    const subscription = subscriptionOf(start, definition.id, ids);
    if (subscription) subscriptions.push(subscription);
    const job = timerOf(start, definition.id, now, ids);
    if (job) jobs.push(job);
  }
  return { subscriptions, jobs };
}

/** The job that a fired `timer-start` job becomes; null when it fired for the last time. */
export function nextStartTimer(job: JobRow): JobRow | null {
  const next = nextDue(job.payload as TimerPayload, job.dueAt);
  return next && { ...job, dueAt: next.dueAt, payload: next.payload, retriesLeft: START_RETRIES, attempt: 0 };
}

function subscriptionOf(start: StartEvent, definitionId: string, ids: Ids): SubscriptionRow | null {
  const { event } = start;
  if (event.kind !== 'message' && event.kind !== 'recordEvent') return null;
  return {
    id: ids.next(),
    rootId: null,
    instanceId: null,
    scopeId: null,
    tokenId: null,
    definitionId,
    elementId: start.id,
    kind: event.kind === 'message' ? 'message' : 'record',
    name: event.kind === 'message' ? event.messageName : event.subscriptionName,
    correlationKey: null,
    payload: {},
  };
}

function timerOf(start: StartEvent, definitionId: string, now: string, ids: Ids): JobRow | null {
  if (start.event.kind !== 'timer') return null;
  const { dueAt, payload } = firstDue(start.event.form, constantText(start.event.value), now);
  return {
    id: ids.next(),
    rootId: null,
    instanceId: null,
    scopeId: null,
    tokenId: null,
    definitionId,
    elementId: start.id,
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

/** A start timer has no variables yet. */
function constantText(value: TextValue): string {
  return value.kind === 'feel' ? String(value.expression.evaluate({})) : value.template.render({});
}
