/**
 * Four eyes: some tasks may not be done by whoever did others, or by the initiator. Asked when the task is given to
 * somebody and again when it is done, because the other task may have been done meanwhile.
 */
import type { Element, UserTask } from '../../../definition/model.ts';
import { needSlice, sliceKey } from '../../../execution/needs.ts';
import type { InstanceRow, UserTaskRow } from '../../../execution/state.ts';
import type { Session, Step } from '../../../execution/step.ts';
import type { Executors } from '../../../ports.ts';

const INITIATOR = 'initiator';

/** A person who is shut out neither gets the task nor sees it among his pool's; without anybody left it is a manager's to give. */
export function allowedExecutors(step: Step<UserTask>, executors: Executors): Executors {
  const shutOut = shutOutOf(step.session, step.instance, step.element);
  if (shutOut.size === 0) return executors;
  const isHis = executors.assignee !== null && shutOut.has(executors.assignee);
  return {
    ...executors,
    assignee: isHis ? null : executors.assignee,
    substituteFor: isHis ? null : executors.substituteFor,
    candidateUsers: executors.candidateUsers.filter((user) => !shutOut.has(user)),
  };
}

/** Who may not do a task of this element in this instance. */
export function shutOutOf(session: Session, instance: InstanceRow, element: Element): ReadonlySet<string> {
  const notBy = (element as Partial<UserTask>).task?.notBy ?? [];
  const people = new Set<string>();
  if (notBy.length === 0) return people;
  if (notBy.includes(INITIATOR) && instance.initiator) people.add(instance.initiator);
  const elementIds = notBy.filter((id) => id !== INITIATOR);
  for (const { completedBy } of doneTasks(session, instance, elementIds)) {
    if (completedBy !== null) people.add(completedBy);
  }
  return people;
}

function doneTasks(
  session: Session,
  instance: InstanceRow,
  elementIds: readonly string[],
): readonly UserTaskRow[] {
  if (elementIds.length === 0) return [];
  const need = { kind: 'userTasksAt', instanceId: instance.id, elementIds } as const;
  const isNew = session.made.has(instance.id) && !session.supplies.has(sliceKey(need));
  if (!isNew) needSlice(session.supplies, need);
  return [...session.state.userTasks.values()].filter(
    (task) =>
      task.instanceId === instance.id && task.state === 'completed' && elementIds.includes(task.elementId),
  );
}
