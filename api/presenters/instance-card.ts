/** The instance card: everything that is known of one running or ended instance, by the reader's rights. */
import type { InstanceCard, InstanceTask, Parameter } from '#contract';
import type { DefinitionView, InstanceView, LiveMapView, UserTaskRow } from '#engine';
import { containersAround, elementName, kindOf, processName } from './definition-names.ts';
import { linksOf, titleOf, type Names } from './names.ts';
import { parameterLabels } from './parameter-labels.ts';
import { progressStrip } from './progress.ts';
import { isOverdue } from './task-item.ts';

export interface InstanceCardFacts {
  readonly instance: InstanceView;
  readonly definition: DefinitionView;
  readonly latest: DefinitionView;
  readonly map: LiveMapView;
  readonly parameters: Parameter[];
  readonly parent: InstanceCard['parent'];
  readonly childNames: ReadonlyMap<string, string>;
  /** Definitions of called instances that failed, by instance. */
  readonly failedBelow: ReadonlyMap<string, DefinitionView>;
  readonly suspended: boolean;
  readonly names: Names;
  readonly rights: InstanceCard['rights'];
  readonly now: Date;
  readonly locale: string;
}

export function instanceCard(facts: InstanceCardFacts): InstanceCard {
  const { instance, definition, latest, names, locale } = facts;
  const links = linksOf(instance.records, definition.subject?.variable ?? null, names);
  const name = processName(definition, instance.processName, locale);
  const labels = parameterLabels(definition, locale);
  const strip = progressStrip(definition, facts.map, { ended: instance.status !== 'active', locale });
  return {
    id: instance.id,
    title: titleOf(instance, { subject: links.subject, processName: name }),
    processKey: instance.processKey,
    processName: name,
    definitionId: instance.definitionId,
    version: instance.definitionVersion,
    latestVersion: latest.version,
    latestDefinitionId: latest.id,
    status: instance.status,
    businessKey: instance.businessKey,
    startedAt: instance.startedAt,
    endedAt: instance.endedAt,
    initiator: names.person(instance.initiator),
    revision: instance.revision,
    ...links,
    records: recordsOf(instance, names),
    parameters: facts.parameters.map((parameter) => ({
      ...parameter,
      label: labels.get(parameter.name) ?? null,
    })),
    tasks: instance.userTasks
      .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
      .map((task) => instanceTask(task, facts)),
    waiting: waitingOf(facts),
    suspended: facts.suspended,
    timers: instance.timers.map(({ jobId, elementId, dueAt }) => ({
      id: jobId,
      elementId,
      elementName: elementName(definition, elementId, locale),
      dueAt,
    })),
    incidents: instance.incidents.map((incident) => incidentOf(incident, facts)),
    limitsNear: instance.limitsNear.map(({ limit, max, elementId, name: variable }) => ({
      ...{ limit, max, variable },
      elementName: elementName(definition, elementId, locale),
    })),
    children: instance.children.map((child) => ({
      id: child.id,
      processName: facts.childNames.get(child.processKey) ?? child.processKey,
      status: child.status,
      elementId: child.parentElementId,
    })),
    parent: facts.parent,
    progress: { done: strip.done, total: strip.total, next: strip.next },
    rights: facts.rights,
  };
}

/** Of a called instance the process is named too: the element is in its diagram. */
function incidentOf(
  { id, instanceId, elementId, code, message, createdAt }: InstanceView['incidents'][number],
  { instance, definition, failedBelow, locale }: InstanceCardFacts,
): InstanceCard['incidents'][number] {
  const isOwn = instanceId === instance.id;
  const around = isOwn ? definition : (failedBelow.get(instanceId) ?? null);
  return {
    ...{ id, instanceId, elementId, code, message, createdAt },
    processName: isOwn ? null : processName(around, around?.name ?? '', locale),
    elementName: elementName(around, elementId, locale),
  };
}

function recordsOf(instance: InstanceView, names: Names): InstanceCard['records'] {
  return instance.records.flatMap(({ variable, entity, recordId }) => {
    const link = names.record({ $record: entity, id: recordId });
    return link ? [{ ...link, variable }] : [];
  });
}

function instanceTask(
  task: UserTaskRow,
  { definition, names, now, locale }: InstanceCardFacts,
): InstanceTask {
  return {
    id: task.id,
    name: elementName(definition, task.elementId, locale) ?? task.name,
    elementId: task.elementId,
    kind: task.kind,
    state: task.state,
    assignee: names.person(task.assignee),
    candidateGroups: task.candidateGroups.map((group) => names.group(group)),
    since: task.createdAt,
    availableAt: task.availableAt,
    dueAt: task.dueAt,
    overdue: isOverdue(task, now),
    outcome: task.outcome,
    completedAt: task.completedAt,
    completedBy: names.person(task.completedBy),
  };
}

/** Waiting places beside tasks and failures: those are listed with their executors and messages. */
function waitingOf(facts: InstanceCardFacts): InstanceCard['waiting'] {
  const { instance, definition, locale } = facts;
  const elements = new Map(definition.elements.map((element) => [element.id, element]));
  const own = instance.waiting.filter((token) => token.instanceId === instance.id);
  const around = containersAround(
    definition,
    own.map((token) => token.elementId),
  );
  const failed = new Set(
    instance.incidents.flatMap(({ instanceId, elementId }) => (instanceId === instance.id ? elementId : [])),
  );
  const repeated = new Set(instance.repetitions.map(({ elementId }) => elementId));
  const nameOfHolder = (key: string | null): string | null => key && (facts.childNames.get(key) ?? key);
  const repetitions = instance.repetitions.map(({ elementId, since, completed, total }) => ({
    elementId,
    name: elementName(definition, elementId, locale),
    since,
    kind: 'repetition' as const,
    dueAt: null,
    progress: { completed, total },
    heldBy: nameOfHolder(own.find((token) => token.elementId === elementId && token.heldBy)?.heldBy ?? null),
  }));
  const waiting = own.flatMap((token): InstanceCard['waiting'] => {
    const element = elements.get(token.elementId);
    if (!element || kindOf(element) === 'userTask' || around.has(element.id)) return [];
    if (failed.has(element.id) || repeated.has(element.id)) return [];
    const timer = instance.timers.find((candidate) => candidate.elementId === token.elementId);
    return [
      {
        elementId: token.elementId,
        name: elementName(definition, token.elementId, locale),
        since: token.since,
        kind: waitingKind(token.state, kindOf(element), timer !== undefined),
        dueAt: timer?.dueAt ?? null,
        progress: null,
        heldBy: nameOfHolder(token.heldBy),
      },
    ];
  });
  return [...repetitions, ...waiting];
}

function waitingKind(
  state: 'waiting' | 'parked',
  kind: string,
  hasTimer: boolean,
): InstanceCard['waiting'][number]['kind'] {
  if (state === 'parked') return 'join';
  switch (kind) {
    case 'serviceTask':
    case 'scriptTask':
      return 'job';
    case 'sendTask':
      return 'job';
    case 'callActivity':
      return 'call';
    case 'receiveTask':
      return 'message';
    case 'intermediateCatchEvent':
      return hasTimer ? 'timer' : 'message';
    default:
      return 'other';
  }
}
