/** One row of a task list. */
import type { TaskItem } from '#contract';
import type { DefinitionView, UserTaskRow } from '#engine';
import type { InstancePath } from '../adapters/engine-ports/engine-reads.ts';
import { elementName, processName } from './definition-names.ts';
import type { InstanceLinks, Names } from './names.ts';
import { outcomesOf } from './outcomes.ts';
import { progressStrip } from './progress.ts';

export interface TaskItemFacts {
  readonly task: UserTaskRow;
  readonly definition: DefinitionView | null;
  /** Where its instance stands. */
  readonly path: InstancePath | null;
  readonly links: InstanceLinks;
  readonly names: Names;
  readonly rights: TaskItem['rights'];
  readonly now: Date;
  readonly locale: string;
}

export function taskItem(facts: TaskItemFacts): TaskItem {
  const { task, definition, links, names, rights, now, locale } = facts;
  const progress = progressOf(facts);
  return {
    id: task.id,
    kind: task.kind,
    name: elementName(definition, task.elementId, locale) ?? task.name,
    state: task.state,
    processKey: task.processKey,
    processName: processName(definition, definition?.name ?? task.processKey, locale),
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
    followUpAt: task.followUpAt,
    owner: names.person(task.owner),
    delegation: task.delegation,
    priority: task.priority,
    attempt: task.attempt,
    outcome: task.outcome,
    completedAt: task.completedAt,
    ...(progress ? { progress } : {}),
    quickOutcomes: quickOutcomes(task, definition),
    rights,
  };
}

/** A task without outcomes of its own has one way out, with an empty code. */
export function quickOutcomes(
  task: UserTaskRow,
  definition: DefinitionView | null,
): TaskItem['quickOutcomes'] {
  const element = definition?.elements.find((one) => one.id === task.elementId);
  const isOpen = task.state === 'planned' || task.state === 'ready';
  if (!element || !isOpen || task.kind === 'call' || element.form !== null) return [];
  const outcomes = outcomesOf(element);
  if (outcomes.length === 0) return [PLAIN_DONE];
  return outcomes.flatMap(({ code, label, effect }) => (effect === 'proceed' ? [{ code, label }] : []));
}

const PLAIN_DONE = { code: '', label: { en: 'Done', ru: 'Готово' } } as const;

/** For a row: only how far, and what comes. */
function progressOf({ definition, path, locale }: TaskItemFacts): TaskItem['progress'] | null {
  if (!definition || !path) return null;
  const { done, total, next } = progressStrip(definition, path, { ended: path.hasEnded, locale });
  return { done, total, next };
}

export function isOverdue(task: Pick<UserTaskRow, 'state' | 'dueAt'>, now: Date): boolean {
  const open = task.state === 'planned' || task.state === 'ready';
  return open && task.dueAt !== null && new Date(task.dueAt) < now;
}
