import type { routes } from '#contract';
import type { Variables } from '#engine';
import { completeTask } from '../commands/complete-task.ts';
import { assertActivePerson } from '../commands/assert-active-person.ts';
import { engineOptions } from '../commands/engine-options.ts';
import { startTaskBatch } from '../commands/start-task-batch.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { readBatch } from '../presenters/read-batch.ts';
import { taskDetail } from '../presenters/task-detail.ts';
import { taskList } from '../presenters/task-lists.ts';
import { taskFor, visibleTask } from '../rights/task-access.ts';
import { splitValues, withRecords } from '../task-forms/write-records.ts';
import { undoListBatch } from '../work-lists/undo-list-batch.ts';
import { calendarHandlers } from './calendar.ts';

/** Tasks of people: lists, the task page, and what one does with a task. */
export function taskHandlers(context: ApiContext): RouteHandlers<typeof routes.tasks> {
  const { engine } = context;
  return {
    listTasks: ({ user, query }) => taskList(context, user, query),
    getTask: async ({ user, params }) => {
      const { task } = await visibleTask(context, user, params.id);
      return taskDetail(context, user, task);
    },
    completeTask: ({ user, params, body, idempotencyKey }) =>
      completeTask(context, { user, taskId: params.id, body, key: idempotencyKey }),
    claimTask: async ({ user, params, idempotencyKey }) => {
      const { task, rights } = await visibleTask(context, user, params.id);
      // Whoever has it already asks for nothing new.
      if (!rights.claim && task.assignee !== user.id) throw new ApiProblem('API_FORBIDDEN');
      await engine.claimUserTask({ taskId: task.id, userId: user.id }, engineOptions(user, idempotencyKey));
      return { ok: true };
    },
    unclaimTask: async ({ user, params, idempotencyKey }) => {
      const task = await taskFor(context, user, { taskId: params.id, right: 'unclaim' });
      await engine.unclaimUserTask({ taskId: task.id }, engineOptions(user, idempotencyKey));
      return { ok: true };
    },
    assignTask: async ({ user, params, body, idempotencyKey }) => {
      const task = await taskFor(context, user, { taskId: params.id, right: 'reassign' });
      await assertActivePerson(context, body.userId);
      const options = engineOptions(user, idempotencyKey, body.reason);
      await engine.assignUserTask({ taskId: task.id, userId: body.userId }, options);
      return { ok: true };
    },
    changeTask: async ({ user, params, body: { reason, ...change }, idempotencyKey }) => {
      const task = await taskFor(context, user, { taskId: params.id, right: 'change' });
      await engine.changeUserTask({ taskId: task.id, change }, engineOptions(user, idempotencyKey, reason));
      return { ok: true };
    },
    delegateTask: async ({ user, params, body, idempotencyKey }) => {
      const task = await taskFor(context, user, { taskId: params.id, right: 'delegate' });
      await assertActivePerson(context, body.userId);
      const options = engineOptions(user, idempotencyKey, body.reason);
      await engine.delegateUserTask({ taskId: task.id, userId: body.userId }, options);
      return { ok: true };
    },
    resolveTask: async ({ user, params, body, idempotencyKey }) => {
      const task = await taskFor(context, user, { taskId: params.id, right: 'resolve' });
      const options = engineOptions(user, idempotencyKey, body.reason);
      const split = await splitValues(context, task, body.values as Variables);
      await withRecords(context, { user, task, ...split }, (transaction) =>
        engine.resolveUserTask({ taskId: task.id, variables: split.variables }, options, transaction),
      );
      return { ok: true };
    },
    startTaskBatch: ({ user, body }) => startTaskBatch(context, { user, ...body }),
    getBatch: ({ user, params }) => readBatch(context, user, params.id),
    undoBatch: ({ user, params }) => undoListBatch(context, user, params.id),
    saveDraft: async ({ user, params, body }) => {
      const task = await taskFor(context, user, { taskId: params.id, right: 'complete' });
      return { savedAt: await context.taskDrafts.save(task.id, user.id, body.values) };
    },
    ...calendarHandlers(context),
  };
}
