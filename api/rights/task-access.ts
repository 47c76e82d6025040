/**
 * Who may see and do a task. It is shown to its assignee, to whoever stands in, to the candidates of its pool while
 * nobody has taken it, and to those who may watch its process. It is completed by the assignee, the stand-in, or a
 * candidate, who takes it by completing. To everybody else the task does not exist.
 */
import { EngineRejection, type UserTaskRow } from '#engine';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { hasProcessRight } from './process-rights.ts';

export interface TaskRights {
  readonly see: boolean;
  readonly complete: boolean;
  readonly claim: boolean;
  readonly unclaim: boolean;
  readonly reassign: boolean;
  /** Due, follow-up and urgency. */
  readonly change: boolean;
  readonly delegate: boolean;
  /** Give back what was lent. */
  readonly resolve: boolean;
}

export function groupsOf(context: ApiContext, user: RequestUser): string[] {
  return context.crm.organisation.groupsOf(user);
}

export function taskRights(task: UserTaskRow, user: RequestUser, groups: readonly string[]): TaskRights {
  const isOpen = task.state === 'planned' || task.state === 'ready';
  const isMine = task.assignee === user.id || user.standsInFor.some((person) => person.id === task.assignee);
  const isCandidate =
    task.candidateUsers.includes(user.id) || task.candidateGroups.some((group) => groups.includes(group));
  const isFree = task.assignee === null && isCandidate;
  const took = task.completedBy === user.id || task.substituteFor === user.id;
  const intervenes = hasProcessRight(user, 'intervene', task.processKey);
  const watches = hasProcessRight(user, 'watch', task.processKey);
  return {
    see: isMine || isFree || took || watches,
    complete: isOpen && (isMine || isFree),
    claim: isOpen && isFree,
    unclaim: isOpen && isMine && (task.candidateUsers.length > 0 || task.candidateGroups.length > 0),
    reassign: isOpen && intervenes,
    change: isOpen && (isMine || intervenes),
    delegate: isOpen && task.assignee !== null && isMine,
    resolve: isOpen && isMine && task.delegation === 'pending',
  };
}

/** @throws ApiProblem API_NOT_FOUND */
export async function visibleTask(
  context: ApiContext,
  user: RequestUser,
  taskId: string,
): Promise<{ readonly task: UserTaskRow; readonly rights: TaskRights }> {
  const task = await context.engine.views.userTask(taskId);
  const rights = task && taskRights(task, user, groupsOf(context, user));
  if (!task || !rights?.see) throw new ApiProblem('API_NOT_FOUND');
  return { task, rights };
}

/**
 * The task with what the user wants to do with it.
 * @throws ApiProblem API_NOT_FOUND, API_FORBIDDEN; EngineRejection ENG_USER_TASK_NOT_OPEN for whoever could have done it.
 */
export async function taskFor(
  context: ApiContext,
  user: RequestUser,
  request: { readonly taskId: string; readonly right: Exclude<keyof TaskRights, 'see'> },
): Promise<UserTaskRow> {
  const { task, rights } = await visibleTask(context, user, request.taskId);
  const isOpen = task.state === 'planned' || task.state === 'ready';
  // The same request again is the engine's to answer.
  const didIt = !isOpen && task.completedBy === user.id && request.right === 'complete';
  if (rights[request.right] || didIt) return task;
  if (isOpen || !couldChange(context, task, { user, right: request.right }))
    throw new ApiProblem('API_FORBIDDEN');
  throw new EngineRejection(
    'ENG_USER_TASK_NOT_OPEN',
    `Expected user task '${task.id}' to be open, but it is '${task.state}'.`,
    { state: task.state },
  );
}

/** Whoever could change a task while it was open is told that it is over, not that he may not. */
function couldChange(
  context: ApiContext,
  task: UserTaskRow,
  { user, right }: { readonly user: RequestUser; readonly right: keyof TaskRights },
): boolean {
  if (right !== 'reassign' && right !== 'change') return false;
  return taskRights({ ...task, state: 'ready' }, user, groupsOf(context, user))[right];
}
