/** One action over many records, begun here and worked on in the background. */
import type { routes } from '#contract';
import { beginBatch, cancelBatch, readBatch, undoBatch } from '../bulk/begin-batch.ts';
import { inCrmTransaction } from '../commands/in-crm-transaction.ts';
import type { RecordBatchRunner } from '../bulk/record-batches.ts';
import { idempotently } from '../commands/idempotently.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

export function recordBatchHandlers(
  context: ApiContext,
  runner: RecordBatchRunner,
): RouteHandlers<typeof routes.recordBatches> {
  return {
    async startRecordBatch({ user, params, body, idempotencyKey: key }) {
      const once = { userId: user.id, key, request: { ...params, ...body } };
      const begin = (transaction: Parameters<typeof beginBatch>[2]['transaction']) =>
        beginBatch(context, user, { ...params, ...body, transaction });
      const batch = await idempotently(context, once, (transaction) =>
        transaction ? begin(transaction) : inCrmTransaction(context, begin),
      );
      runner.wake();
      return batch;
    },
    getRecordBatch: ({ user, params }) => readBatch(context, user, params.id),
    async cancelRecordBatch({ user, params }) {
      await cancelBatch(context, user, params.id);
      return { ok: true };
    },
    async undoRecordBatch({ user, params, idempotencyKey: key }) {
      const once = { userId: user.id, key, request: { undo: params.id } };
      const begin = (transaction: Parameters<typeof beginBatch>[2]['transaction']) =>
        undoBatch(context, user, { id: params.id, transaction });
      const batch = await idempotently(context, once, (transaction) =>
        transaction ? begin(transaction) : inCrmTransaction(context, begin),
      );
      runner.wake();
      return batch;
    },
  };
}
