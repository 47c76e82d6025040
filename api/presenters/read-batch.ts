/** Batches with the names of who began them, and of what refused. */
import type { Batch, BatchDetail, Refusal } from '#contract';
import type { BatchItemView, BatchView } from '#engine';
import { instanceOfIncident } from '../adapters/engine-ports/engine-reads.ts';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { Names } from './names.ts';
import { readNames } from './read-names.ts';

export async function readBatches(
  context: ApiContext,
  user: RequestUser,
  limit: number,
): Promise<{ items: Batch[] }> {
  const batches = await context.engine.operations.batches(limit);
  const names = await readNames(context, user, { people: batches.map((batch) => batch.actor.id) });
  return { items: batches.map((batch) => shown(batch, names)) };
}

/** @throws ApiProblem API_NOT_FOUND to everybody but who began it and administrators */
export async function visibleBatch(
  { engine }: ApiContext,
  user: RequestUser,
  batchId: string,
): Promise<{ readonly batch: BatchView; readonly failed: readonly BatchItemView[] }> {
  const found = await engine.operations.batch(batchId);
  const isHis = found?.batch.actor.kind === 'user' && found.batch.actor.id === user.id;
  if (!found || !(user.isAdmin || isHis)) throw new ApiProblem('API_NOT_FOUND');
  return found;
}

/** @throws as `visibleBatch` */
export async function readBatch(
  context: ApiContext,
  user: RequestUser,
  batchId: string,
): Promise<BatchDetail> {
  const found = await visibleBatch(context, user, batchId);
  const names = await readNames(context, user, { people: [found.batch.actor.id] });
  const refused: Refusal[] = await Promise.all(
    found.failed.map(async ({ targetId, code, message }) => ({
      id: targetId,
      ...(await placeOf(context, found.batch, targetId)),
      code,
      message: message ?? '',
    })),
  );
  return { ...shown(found.batch, names), refused, mayUndo: found.batch.mayUndo };
}

async function placeOf(
  { engine, pool }: ApiContext,
  { work }: BatchView,
  targetId: string,
): Promise<Pick<Refusal, 'name' | 'instanceId'>> {
  const { kind } = work.kind === 'undoBatch' ? work.of : work;
  if (kind.endsWith('Tasks')) {
    const task = await engine.views.userTask(targetId);
    return { name: task?.name ?? null, instanceId: task?.instanceId ?? null };
  }
  if (kind.endsWith('Incidents')) return { name: null, instanceId: await instanceOfIncident(pool, targetId) };
  return { name: null, instanceId: targetId };
}

function shown(batch: BatchView, names: Names): Batch {
  const { id, work, actor, reason, createdAt, finishedAt, state, total, done, failed } = batch;
  return {
    ...{ id, kind: work.kind, by: names.person(actor.id), reason, createdAt, finishedAt },
    ...{ state, total, done, failed },
  };
}
