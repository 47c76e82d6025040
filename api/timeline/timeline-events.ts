/** Which history events a record's timeline tells, and in which words. Pure; ids follow from the event alone. */
import { v5 as uuidFrom } from 'uuid';
import type { CrmActor, ProcessTimelineEvent } from '#crm';
import type { DefinitionView, HistoryEvent, UserTaskRow } from '#engine';
import { elementName } from '../presenters/definition-names.ts';
import type { InstanceRecords } from '../presenters/names.ts';

export interface TimelineFacts {
  readonly definition: DefinitionView | null;
  readonly records: InstanceRecords;
  task(id: string): UserTaskRow | null;
}

/** Namespace of the ids made here; any constant. */
const NAMESPACE = '6b1f0c1e-8a55-4c39-9d1a-0d6f5e1b7a21';

/** Null for what no timeline tells, and for instances that work on no record. */
export function timelineEvent(event: HistoryEvent, facts: TimelineFacts): ProcessTimelineEvent | null {
  const told = tellingOf(event, facts);
  const record = subjectOf(facts);
  if (!told || !record) return null;
  const { definition } = facts;
  return {
    id: uuidFrom(`${event.rootId}:${event.seq}`, NAMESPACE),
    occurredAt: new Date(event.at),
    actor: actorOf(event),
    verb: told.verb,
    record: { entity: record.entity, id: record.recordId },
    instance: {
      id: event.instanceId,
      processName: definition?.name ?? '',
      elementId: told.elementId,
      elementName: elementName(definition, told.elementId, 'en'),
    },
    text: told.text,
  };
}

interface Telling {
  readonly verb: string;
  readonly elementId: string | null;
  readonly text: string | null;
}

function tellingOf(event: HistoryEvent, facts: TimelineFacts): Telling | null {
  const ofTask = (verb: string, taskId: string, text: string | null): Telling => ({
    verb,
    elementId: facts.task(taskId)?.elementId ?? null,
    text: text ?? facts.task(taskId)?.name ?? null,
  });
  switch (event.kind) {
    case 'InstanceStarted':
      return { verb: 'process_started', elementId: null, text: null };
    case 'InstanceEnded':
      return { verb: 'process_ended', elementId: null, text: event.reason };
    case 'UserTaskCreated':
      return { verb: 'task_created', elementId: event.task.elementId, text: event.task.name };
    case 'UserTaskRescheduled':
      return ofTask('task_rescheduled', event.taskId, outcomeLabel(event, facts));
    case 'UserTaskCompleted':
      return ofTask('task_done', event.taskId, outcomeLabel(event, facts));
    case 'IncidentRaised':
      return { verb: 'incident', elementId: event.incident.elementId, text: event.incident.message };
    default:
      return null;
  }
}

function outcomeLabel(
  event: Extract<HistoryEvent, { kind: 'UserTaskCompleted' | 'UserTaskRescheduled' }>,
  { definition, task }: TimelineFacts,
): string | null {
  const elementId = task(event.taskId)?.elementId;
  const element = definition?.elements.find((candidate) => candidate.id === elementId);
  return element?.outcomes.find((outcome) => outcome.code === event.outcome)?.label ?? event.outcome;
}

/** What the process is about; its other records show it by roll-up, so that it is not told thrice. */
export function subjectOf({
  definition,
  records,
}: Pick<TimelineFacts, 'definition' | 'records'>): InstanceRecords[number] | null {
  const variable = definition?.subject?.variable;
  return records.find((record) => record.variable === variable) ?? records[0] ?? null;
}

/** People sign with their name; everything else was the process itself. */
function actorOf(event: HistoryEvent): CrmActor {
  if (event.actor.kind === 'user') return { kind: 'user', id: event.actor.id };
  return { kind: 'process', id: event.instanceId };
}
