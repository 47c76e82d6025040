/**
 * Taking back what was done with many tasks or instances. Whoever began it, or an administrator, may, as far as he may do
 * such things at this moment; the engine leaves alone what was changed since.
 */
import type { BatchView } from '#engine';
import { type RequestUser, SqlParameters } from '#crm';
import { engineOptions } from '../commands/engine-options.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { visibleBatch } from '../presenters/read-batch.ts';
import { groupsOf } from '../rights/task-access.ts';
import { processSql, taskRightSql } from './task-list.ts';

export async function undoListBatch(
  context: ApiContext,
  user: RequestUser,
  batchId: string,
): Promise<{ batchId: string; total: number }> {
  const { batch } = await visibleBatch(context, user, batchId);
  if (!batch.mayUndo)
    throw new ApiProblem('API_CONFLICT', {
      detail: 'This cannot be taken back, or it was taken back already.',
    });
  const done = await context.engine.operations.doneTargets(batchId);
  const ids = await stillAllowed(context, user, { work: batch.work, ids: done });
  if (ids.length === 0) throw new ApiProblem('API_FORBIDDEN');
  return context.engine.operations.undoBatch({ batchId, ids }, engineOptions(user, undefined));
}

async function stillAllowed(
  context: ApiContext,
  user: RequestUser,
  { work, ids }: { readonly work: BatchView['work']; readonly ids: readonly string[] },
): Promise<string[]> {
  const isTasks = work.kind.endsWith('Tasks');
  const parameters = new SqlParameters();
  // Whoever took a task may give it back: it is his.
  const right = work.kind === 'assignTasks' ? 'reassign' : 'change';
  const allowed = isTasks
    ? taskRightSql(user, groupsOf(context, user), right)
    : processSql(user, 'intervene');
  const { rows } = await context.pool.query<{ id: string }>(
    `select t.id from ${isTasks ? 'engine.user_task' : 'engine.process_instance'} t
     where t.id = any(${parameters.add(ids, 'uuid[]')}) and ${allowed('t', parameters)}`,
    parameters.values,
  );
  return rows.map((row) => row.id);
}
