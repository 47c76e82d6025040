/** One row of a task list. */
import type { TaskItem } from '#contract';
import type { DefinitionView, UserTaskRow } from '#engine';
import { elementName } from './definition-names.ts';
import type { InstanceLinks, Names } from './names.ts';

export interface TaskItemFacts {
  readonly task: UserTaskRow;
  readonly definition: DefinitionView | null;
  readonly links: InstanceLinks;
  readonly names: Names;
  readonly rights: TaskItem['rights'];
  readonly now: Date;
  readonly locale: string;
}

export function taskItem({ task, definition, links, names, rights, now, locale }: TaskItemFacts): TaskItem {
  return {
    id: task.id,
    kind: task.kind,
    name: elementName(definition, task.elementId, locale) ?? task.name,
    state: task.state,
    processKey: task.processKey,
    processName: definition?.name ?? task.processKey,
    instanceId: task.instanceId,
    elementId: task.elementId,
    subject: links.subject,
    customer: links.customer,
    assignee: names.person(task.assignee),
    substituteFor: names.person(task.substituteFor),
    candidateGroups: task.candidateGroups.map((group) => names.group(group)),
    createdAt: task.createdAt,
    availableAt: task.availableAt,
    dueAt: task.dueAt,
    overdue: isOverdue(task, now),
    priority: task.priority,
    attempt: task.attempt,
    outcome: task.outcome,
    completedAt: task.completedAt,
    rights,
  };
}

export function isOverdue(task: Pick<UserTaskRow, 'state' | 'dueAt'>, now: Date): boolean {
  const open = task.state === 'planned' || task.state === 'ready';
  return open && task.dueAt !== null && new Date(task.dueAt) < now;
}
