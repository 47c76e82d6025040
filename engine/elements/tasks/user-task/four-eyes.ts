/**
 * Four eyes: some tasks may not be done by whoever did others, by the initiator, or by the owner of a record. Asked when
 * the task is given to somebody and again when it is done, because all of it may have changed meanwhile.
 */
import type { Element, UserTask } from '../../../definition/model.ts';
import { needRecords, needSlice, sliceKey } from '../../../execution/needs.ts';
import type { InstanceRow, UserTaskRow } from '../../../execution/state.ts';
import type { Session, Step } from '../../../execution/step.ts';
import { visibleVariables } from '../../../execution/variables.ts';
import { isRecordRef, type Executors } from '../../../ports.ts';

const INITIATOR = 'initiator';
/** `owner:quote`: whoever the record in the variable `quote` belongs to. */
const OWNER = /^owner:(.+)$/;

interface Guarded {
  readonly instance: InstanceRow;
  readonly scopeId: string;
  readonly element: Element;
}

/** A person who is shut out neither gets the task nor sees it among his pool's; without anybody left it is a manager's to give. */
export function allowedExecutors(step: Step<UserTask>, executors: Executors): Executors {
  const shutOut = shutOutOf(step.session, step);
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
export function shutOutOf(session: Session, guarded: Guarded): ReadonlySet<string> {
  const { instance, element } = guarded;
  const notBy = (element as Partial<UserTask>).task?.notBy ?? [];
  const people = new Set<string>();
  if (notBy.length === 0) return people;
  if (notBy.includes(INITIATOR) && instance.initiator) people.add(instance.initiator);
  for (const owner of ownersOf(session, guarded, notBy)) people.add(owner);
  const elementIds = notBy.filter((id) => id !== INITIATOR && !OWNER.test(id));
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

/** A variable without a record, and a record of nobody, shut out nobody. */
function ownersOf(session: Session, { scopeId }: Guarded, notBy: readonly string[]): readonly string[] {
  const names = notBy.flatMap((word) => OWNER.exec(word)?.[1] ?? []);
  if (names.length === 0) return [];
  if (!session.state.scopes.has(scopeId)) needSlice(session.supplies, { kind: 'scopeChain', scopeId });
  const variables = visibleVariables(session, scopeId);
  const records = names.map((name) => variables[name]).filter((value) => isRecordRef(value));
  return needRecords(session, records).flatMap((record) =>
    typeof record?.owner === 'string' ? [record.owner] : [],
  );
}
