/**
 * Who may see an instance: who may watch its process, and who takes part in it as initiator or as executor of one of
 * its tasks, also for an absent colleague. Taking part shows the card; changing anything needs the right to intervene.
 * To everybody else the instance does not exist.
 */
import type { InstanceView, UserTaskRow } from '#engine';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { assertProcessRight, hasProcessRight } from './process-rights.ts';

export function canWatchInstance(user: RequestUser, instance: InstanceView): boolean {
  return hasProcessRight(user, 'watch', instance.processKey) || isParticipant(user, instance);
}

/** @throws ApiProblem API_NOT_FOUND */
export async function watchedInstance(
  context: ApiContext,
  user: RequestUser,
  instanceId: string,
): Promise<InstanceView> {
  const instance = await context.engine.views.instance(instanceId);
  if (!instance || !canWatchInstance(user, instance)) throw new ApiProblem('API_NOT_FOUND');
  return instance;
}

/** @throws ApiProblem API_NOT_FOUND to those who may not see it, API_FORBIDDEN to those who may only see it */
export async function changeableInstance(
  context: ApiContext,
  user: RequestUser,
  request: { readonly instanceId: string; readonly right: 'intervene' | 'migrate' },
): Promise<InstanceView> {
  const instance = await watchedInstance(context, user, request.instanceId);
  assertProcessRight(user, request.right, instance.processKey);
  return instance;
}

function isParticipant(user: RequestUser, instance: InstanceView): boolean {
  return instance.initiator === user.id || instance.userTasks.some((task) => isExecutor(user, task));
}

function isExecutor(user: RequestUser, task: UserTaskRow): boolean {
  const executors = [task.assignee, task.substituteFor, task.completedBy];
  return executors.includes(user.id) || user.standsInFor.some((person) => person.id === task.assignee);
}
