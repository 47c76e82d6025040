/**
 * One thing done with many tasks. Rights are checked for each task before the batch is made: what may not be done is
 * told at once and is no part of it. What the engine refuses later (somebody was faster, four eyes) is the batch's.
 */
import type { Refusal, TaskBatchWork } from '#contract';
import type { BatchWork, UserTaskRow } from '#engine';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { quickOutcomes } from '../presenters/task-item.ts';
import { groupsOf, taskRights, type TaskRights } from '../rights/task-access.ts';
import { assertActivePerson } from './assert-active-person.ts';
import { engineOptions } from './engine-options.ts';

interface Request {
  readonly user: RequestUser;
  readonly taskIds: readonly string[];
  readonly work: TaskBatchWork;
  readonly reason?: string | undefined;
}

const RIGHT = {
  claim: 'claim',
  assign: 'reassign',
  change: 'change',
  complete: 'complete',
} as const satisfies Record<TaskBatchWork['kind'], keyof TaskRights>;

export async function startTaskBatch(
  context: ApiContext,
  { user, taskIds, work, reason }: Request,
): Promise<{ batchId: string | null; total: number; refused: Refusal[] }> {
  if (work.kind === 'assign') await assertActivePerson(context, work.userId);
  const refused: Refusal[] = [];
  const allowed: string[] = [];
  for (const id of new Set(taskIds)) {
    const task = await context.engine.views.userTask(id);
    const refusal = await refusalOf(context, user, { task, work });
    if (refusal === null) allowed.push(id);
    else refused.push({ id, ...refusal });
  }
  if (allowed.length === 0) return { batchId: null, total: 0, refused };
  const started = await context.engine.operations.startBatch(
    { work: batchWork(user, work), targets: { ids: allowed } },
    engineOptions(user, undefined, reason),
  );
  return { ...started, refused };
}

/** A task that is not to be seen is told like one that is gone. */
async function refusalOf(
  context: ApiContext,
  user: RequestUser,
  { task, work }: { readonly task: UserTaskRow | null; readonly work: TaskBatchWork },
): Promise<Omit<Refusal, 'id'> | null> {
  const rights = task && taskRights(task, user, groupsOf(context, user));
  if (!task || !rights?.see)
    return {
      ...{ name: null, instanceId: null, code: 'ENG_USER_TASK_NOT_FOUND' },
      message: 'There is no such task.',
    };
  const refuse = (code: string, message: string) => ({
    ...{ name: task.name, instanceId: task.instanceId },
    ...{ code, message },
  });
  if (task.completedAt !== null) return refuse('ENG_USER_TASK_NOT_OPEN', 'The task is done.');
  if (!rights[RIGHT[work.kind]])
    return refuse('API_FORBIDDEN', 'You have no right to do this with the task.');
  if (work.kind !== 'complete') return null;
  const quick = quickOutcomes(task, await context.definitions.find(task.definitionId));
  return quick.some(({ code }) => code === work.outcome)
    ? null
    : refuse(
        'ENG_OUTCOME_UNKNOWN',
        'This result needs the page of the task: there is a form, or the task has no such result.',
      );
}

export function batchWork(user: RequestUser, work: TaskBatchWork): BatchWork {
  switch (work.kind) {
    case 'claim':
      return { kind: 'claimTasks', userId: user.id };
    case 'assign':
      return { kind: 'assignTasks', userId: work.userId };
    case 'change': {
      const { kind: _kind, ...change } = work;
      return { kind: 'changeTasks', ...change };
    }
    case 'complete':
      return { kind: 'completeTasks', outcome: work.outcome === '' ? null : work.outcome };
  }
}
