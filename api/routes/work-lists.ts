/** Lists of tasks and instances, their bulk actions, and the board of a process by step. */
import type { routes } from '#contract';
import type { CrmTransaction } from '#crm';
import { idempotently } from '../commands/idempotently.ts';
import { inCrmTransaction } from '../commands/in-crm-transaction.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { commentOnWork } from '../work-lists/comment-on-work.ts';
import { readStepBoard, readStepCards } from '../work-lists/read-step-board.ts';
import { readWorkGroups, readWorkList } from '../work-lists/read-work-list.ts';
import { startInstanceListBatch, startTaskListBatch } from '../work-lists/start-list-batch.ts';
import { workListMeta } from '../work-lists/work-list-meta.ts';
import { parsedFilter, parsedKeys } from './records.ts';

export function workListHandlers(context: ApiContext): RouteHandlers<typeof routes.workLists> {
  return {
    workListMeta: ({ user, params }) => workListMeta(context, user, params.list),
    listWork: ({ user, params, query: { filter, folded, ...query } }) =>
      readWorkList(context, user, {
        ...params,
        ...query,
        filter: parsedFilter(filter),
        folded: parsedKeys(folded),
      }),
    workGroups: ({ user, params, query: { filter, q, by } }) =>
      readWorkGroups(context, user, { ...params, q, by, filter: parsedFilter(filter) }),
    startTaskListBatch: ({ user, body }) => startTaskListBatch(context, user, body),
    startInstanceListBatch: ({ user, body }) => startInstanceListBatch(context, user, body),
    async commentOnWork({ user, params, body, idempotencyKey: key }) {
      const once = { userId: user.id, key, request: { ...params, ...body } };
      const comment = (transaction: CrmTransaction) =>
        commentOnWork(context, user, { ...params, ...body, transaction });
      return idempotently(context, once, (transaction) =>
        transaction ? comment(transaction) : inCrmTransaction(context, comment),
      );
    },
    stepBoard: ({ user, query: { filter, ...query } }) =>
      readStepBoard(context, user, { ...query, filter: parsedFilter(filter) }),
    stepCards: ({ user, query: { filter, ...query } }) =>
      readStepCards(context, user, { ...query, filter: parsedFilter(filter) }),
  };
}
