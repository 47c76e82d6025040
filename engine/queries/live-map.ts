/**
 * What the live map draws: the past from the instance's own events, the present from its tokens, tasks and incidents.
 * Reads the events of one root by primary key, as the history view does.
 */
import type { EngineViews, LiveMapView } from '../engine.ts';
import { apply } from '../execution/apply.ts';
import { emptyState } from '../execution/tables.ts';
import type { State } from '../execution/tables.ts';
import { eventFromRow } from '../history/history-row.ts';
import type { HistoryEvent } from '../history/events.ts';
import type { HistoryRow } from '../history/history-row.ts';
import type { Database } from '../store/postgres/connection.ts';
import { isUuid } from '../store/postgres/encode.ts';
import { HISTORY_COLUMNS } from './history.ts';

type ElementState = LiveMapView['elements'][number];
type MutableElement = { -readonly [K in keyof ElementState]: ElementState[K] };

export function liveMapView({ pool }: Database): EngineViews['liveMap'] {
  return async (instanceId) => {
    if (!isUuid(instanceId)) return null;
    const { rows } = await pool.query<HistoryRow & { version: number; currentDefinitionId: string }>(
      `select r.version, i.definition_id as "currentDefinitionId", ${HISTORY_COLUMNS}
       from engine.process_instance i
         join engine.process_instance r on r.id = i.root_instance_id
         join engine.history_event h on h.root_instance_id = i.root_instance_id
       where i.id = $1 order by h.seq`,
      [instanceId],
    );
    const [first] = rows;
    if (!first) return null;
    const { elements, flows } = drawn(rows.map(eventFromRow), instanceId);
    return { instanceId, definitionId: first.currentDefinitionId, revision: first.version, elements, flows };
  };
}

/** Folds the events as every reader of history does, noting on the way what was entered, left and passed. */
function drawn(events: readonly HistoryEvent[], instanceId: string): Pick<LiveMapView, 'elements' | 'flows'> {
  const state = emptyState();
  const elements = new Map<string, MutableElement>();
  const flows = new Map<string, number>();
  const enter = (elementId: string, at: string): MutableElement => {
    const element = elements.get(elementId) ?? newElement(elementId, at);
    elements.set(elementId, element);
    element.timesEntered += 1;
    return element;
  };
  for (const event of events) {
    if (event.kind === 'InstanceStarted' && event.instance.parentTokenId !== null) {
      const caller = state.tokens.get(event.instance.parentTokenId);
      const element = caller?.instanceId === instanceId ? elements.get(caller.elementId) : undefined;
      if (element) element.childInstanceIds = [...element.childInstanceIds, event.instanceId];
    }
    if (event.instanceId === instanceId && !isInBody(event, state)) note(event, enter, elements);
    if (event.instanceId === instanceId && 'flows' in event) {
      for (const flow of event.flows) flows.set(flow, (flows.get(flow) ?? 0) + 1);
    }
    apply(state, event);
    state.journal.length = 0;
  }
  markPresent(state, instanceId, elements);
  return {
    elements: [...elements.values()],
    flows: [...flows].map(([flowId, times]) => ({ flowId, times })),
  };
}

/** A token in the body of a repeated activity holds work; it is no visit of the element. */
function isInBody(event: HistoryEvent, state: State): boolean {
  const scopeId = 'token' in event ? event.token.scopeId : 'scopeId' in event ? event.scopeId : null;
  const isOfToken =
    event.kind === 'ElementActivated' ||
    event.kind === 'ElementCompleted' ||
    event.kind === 'ElementTerminated';
  return isOfToken && state.scopes.get(scopeId ?? '')?.kind === 'body';
}

function newElement(elementId: string, at: string): MutableElement {
  return {
    elementId,
    state: 'done',
    timesEntered: 0,
    since: at,
    until: null,
    assignee: null,
    candidateGroups: [],
    dueAt: null,
    childInstanceIds: [],
  };
}

function note(
  event: HistoryEvent,
  enter: (elementId: string, at: string) => MutableElement,
  elements: ReadonlyMap<string, MutableElement>,
): void {
  switch (event.kind) {
    case 'ElementPassed': {
      const element = enter(event.elementId, event.at);
      Object.assign(element, { state: 'done', since: event.at, until: event.at });
      return;
    }
    case 'ScopeOpened': {
      // A repeated activity is entered as often as it has iterations.
      const element = event.scopeKind === 'body' ? elements.get(event.elementId) : undefined;
      if (element) element.timesEntered -= 1;
      return;
    }
    case 'ElementActivated':
    case 'TokenParked':
      Object.assign(enter(event.token.elementId, event.at), {
        state: 'waiting',
        since: event.at,
        until: null,
      });
      return;
    case 'ElementCompleted':
    case 'JoinFired': {
      const element = elements.get(event.elementId);
      if (element) Object.assign(element, { state: 'done', until: event.at });
      return;
    }
    case 'ElementTerminated': {
      const element = elements.get(event.elementId);
      if (element) Object.assign(element, { state: 'cancelled', until: event.at });
      return;
    }
    default:
  }
}

function markPresent(state: State, instanceId: string, elements: ReadonlyMap<string, MutableElement>): void {
  for (const token of state.tokens.values()) {
    const element = token.instanceId === instanceId ? elements.get(token.elementId) : undefined;
    if (!element) continue;
    element.state = token.state === 'parked' ? 'waiting' : 'running';
    element.until = null;
  }
  for (const task of state.userTasks.values()) {
    const element = task.instanceId === instanceId ? elements.get(task.elementId) : undefined;
    if (!element || (task.state !== 'planned' && task.state !== 'ready')) continue;
    const { assignee, candidateGroups, dueAt } = task;
    Object.assign(element, {
      state: task.state === 'planned' ? 'waiting' : 'running',
      assignee,
      candidateGroups,
      dueAt,
    });
  }
  for (const job of state.jobs.values()) {
    const element = job.instanceId === instanceId && job.elementId ? elements.get(job.elementId) : undefined;
    if (!element || element.state !== 'running' || job.kind !== 'timer') continue;
    // A listener's timer: the task is worked on all the while.
    if (job.payload.listener !== undefined) continue;
    Object.assign(element, { state: 'waiting', dueAt: job.dueAt });
  }
  for (const subscription of state.subscriptions.values()) {
    const element = subscription.instanceId === instanceId ? elements.get(subscription.elementId) : undefined;
    if (element?.state === 'running') element.state = 'waiting';
  }
  for (const incident of state.incidents.values()) {
    const element = incident.instanceId === instanceId ? elements.get(incident.elementId) : undefined;
    if (element) element.state = 'failed';
  }
}
