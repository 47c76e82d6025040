/**
 * History events as facts for a reader. The web makes the sentence; here are names and values, never ids where a
 * name is meant. Events that only move bookkeeping (jobs done, subscriptions, parked tokens) are left out.
 */
import type { HistoryItem, RecordLink } from '#contract';
import { isRecordRef, type DefinitionView, type HistoryEvent, type RecordRef, type Variables } from '#engine';
import { elementName } from './definition-names.ts';

export interface HistoryNames {
  readonly locale: string;
  definition(id: string): DefinitionView | null;
  person(id: string | null): string | null;
  /** `position:<id>` or `department:<id>` in words. */
  group(code: string): string;
  task(id: string): { readonly name: string; readonly elementId: string } | null;
  /** Null for a record that the reader may not see. */
  record(ref: RecordRef): RecordLink | null;
  /** What the variables held before this event; undefined where that is not known or not for the reader. */
  before(event: HistoryEvent): Variables | undefined;
  /** Whether he may read the values of variables. */
  readonly mayReadValues: boolean;
}

const HIDDEN: ReadonlySet<HistoryEvent['kind']> = new Set([
  'TokenParked',
  'JobFinished',
  'JobCancelled',
  'SubscriptionOpened',
  'SubscriptionClosed',
] as const);

export function isReadable(event: HistoryEvent): boolean {
  if (event.kind === 'JobCreated') return event.job.kind === 'timer';
  return !HIDDEN.has(event.kind);
}

export function historyItem(event: HistoryEvent, names: HistoryNames): HistoryItem {
  const elementId = elementOf(event, names);
  return {
    seq: event.seq,
    at: event.at,
    kind: event.kind,
    elementId,
    elementName: elementName(names.definition(event.definitionId), elementId, names.locale),
    actor: {
      kind: event.actor.kind,
      id: event.actor.id,
      name: event.actor.kind === 'user' ? names.person(event.actor.id) : null,
    },
    facts: factsOf(event, names),
  };
}

/** Ids of people that an item will name, so that they are read in one query. */
export function peopleOf(event: HistoryEvent): readonly (string | null)[] {
  const actor = event.actor.kind === 'user' ? event.actor.id : null;
  switch (event.kind) {
    case 'UserTaskCreated':
      return [actor, event.task.assignee, event.task.substituteFor];
    case 'UserTaskAssigned':
      return [actor, event.assignee, event.substituteFor];
    case 'UserTaskChanged':
      return event.change.owner ? [actor, event.change.owner] : [actor];
    case 'UserTaskCompleted':
      return [actor, event.by];
    case 'InstanceStarted':
      return [actor, event.instance.initiator];
    default:
      return [actor];
  }
}

function elementOf(event: HistoryEvent, names: HistoryNames): string | null {
  switch (event.kind) {
    case 'ElementActivated':
      return event.token.elementId;
    case 'TokenParked':
      return event.token.elementId;
    case 'UserTaskCreated':
      return event.task.elementId;
    case 'JobCreated':
      return event.job.elementId;
    case 'IncidentRaised':
      return event.incident.elementId;
    case 'SubscriptionOpened':
      return event.subscription.elementId;
    case 'UserTaskActivated':
    case 'UserTaskAssigned':
    case 'UserTaskChanged':
    case 'UserTaskRescheduled':
    case 'UserTaskCompleted':
    case 'UserTaskCancelled':
      return names.task(event.taskId)?.elementId ?? null;
    default:
      return 'elementId' in event ? (event.elementId ?? null) : null;
  }
}

function factsOf(event: HistoryEvent, names: HistoryNames): Record<string, unknown> {
  switch (event.kind) {
    case 'InstanceStarted':
      return { businessKey: event.instance.businessKey, values: valuesOf(event, event.variables, names) };
    case 'InstanceEnded':
      return { status: event.status, reason: event.reason };
    case 'ElementPassed':
    case 'ElementCompleted':
    case 'JoinFired':
      return { flows: event.flows };
    case 'VariablesSet':
      return { values: valuesOf(event, event.values, names), reason: event.reason ?? null };
    case 'UserTaskCreated':
      return {
        task: event.task.name,
        ...executorFacts(event.task, names),
        availableAt: event.task.availableAt,
        dueAt: event.task.dueAt,
      };
    case 'UserTaskAssigned':
      return {
        task: names.task(event.taskId)?.name ?? null,
        ...executorFacts(event, names),
        reason: event.reason ?? null,
      };
    case 'UserTaskRescheduled':
      return {
        task: names.task(event.taskId)?.name ?? null,
        availableAt: event.availableAt,
        dueAt: event.dueAt,
        attempt: event.attempt,
        outcome: event.outcome,
        outcomeLabel: outcomeLabel(event, names),
      };
    case 'UserTaskCompleted':
      return {
        task: names.task(event.taskId)?.name ?? null,
        outcome: event.outcome,
        outcomeLabel: outcomeLabel(event, names),
        by: names.person(event.by),
      };
    case 'UserTaskChanged':
      return {
        task: names.task(event.taskId)?.name ?? null,
        ...event.change,
        owner: event.change.owner ? names.person(event.change.owner) : null,
        reason: event.reason ?? null,
      };
    case 'InstanceSuspended':
    case 'InstanceResumed':
      return { reason: event.reason };
    case 'IncidentResolved':
      return { how: event.how ?? null, reason: event.reason ?? null };
    case 'UserTaskActivated':
    case 'UserTaskCancelled':
      return { task: names.task(event.taskId)?.name ?? null };
    case 'JobCreated':
      return { dueAt: event.job.dueAt };
    case 'JobFailed':
      return { message: event.message, retriesLeft: event.retriesLeft, dueAt: event.dueAt };
    case 'IncidentRaised':
      return {
        ...{ code: event.incident.code, message: event.incident.message },
        values: valuesOf(event, event.values ?? {}, names),
      };
    case 'InstanceMigrated':
      return {
        fromVersion: names.definition(event.fromDefinitionId)?.version ?? null,
        toVersion: names.definition(event.toDefinitionId)?.version ?? null,
        reason: event.reason,
      };
    case 'ScopeClosed':
      return { status: event.status };
    case 'DecisionEvaluated':
      return decisionFacts(event, names);
    case 'LimitNear':
      return { limit: event.limit, max: event.max, variable: event.name };
    case 'Noted':
      return { text: event.text, ...(isObject(event.facts) ? event.facts : { detail: event.facts }) };
    default:
      return {};
  }
}

/** Which rules hit; what went in and came out only for those who may read values. */
function decisionFacts(
  event: Extract<HistoryEvent, { kind: 'DecisionEvaluated' }>,
  names: HistoryNames,
): Record<string, unknown> {
  const made = event.trace.at(-1);
  const values = names.mayReadValues
    ? { inputs: made?.inputs ?? [], output: made?.output ?? null, required: event.trace.slice(0, -1) }
    : {};
  return {
    decision: event.decisionName,
    version: event.version,
    rules: (made?.rules ?? []).map((rule) => rule.position),
    ...values,
  };
}

/** What the diagram calls the result, in the reader's language. */
function outcomeLabel(
  event: Extract<HistoryEvent, { kind: 'UserTaskCompleted' | 'UserTaskRescheduled' }>,
  names: HistoryNames,
): string | null {
  const elementId = names.task(event.taskId)?.elementId;
  const element = names.definition(event.definitionId)?.elements.find((one) => one.id === elementId);
  const outcome = element?.outcomes.find((one) => one.code === event.outcome);
  return outcome ? (outcome.labels[names.locale] ?? outcome.label) : null;
}

function executorFacts(
  task: {
    readonly assignee: string | null;
    readonly substituteFor: string | null;
    readonly candidateGroups: readonly string[];
  },
  names: HistoryNames,
): Record<string, unknown> {
  return {
    assignee: names.person(task.assignee),
    substituteFor: names.person(task.substituteFor),
    groups: task.candidateGroups.map((group) => names.group(group)),
  };
}

interface ShownValue {
  readonly value: unknown;
  readonly record: RecordLink | null;
}

function valuesOf(
  event: HistoryEvent,
  variables: Variables,
  names: HistoryNames,
): readonly (ShownValue & { readonly name: string; readonly from?: ShownValue })[] {
  if (!names.mayReadValues) return [];
  const before = names.before(event);
  const shown = (value: unknown): ShownValue => ({
    value,
    record: isRecordRef(value) ? names.record(value) : null,
  });
  return Object.entries(variables).map(([name, value]) => ({
    name,
    ...shown(value),
    ...(before && Object.hasOwn(before, name) ? { from: shown(before[name]) } : {}),
  }));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
