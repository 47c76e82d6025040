/** Duplicates found, decided and merged; the CRM says what may be seen and done. */
import type { RouteDefinition, routes } from '#contract';
import type { CrmTransaction, RequestUser } from '#crm';
import { beginMerges } from '../bulk/begin-batch.ts';
import type { RecordBatchRunner } from '../bulk/record-batches.ts';
import { inCrmTransaction } from '../commands/in-crm-transaction.ts';
import { mergesInOrder, previewMergeMany } from '../bulk/merge-many.ts';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers, RouteRequest } from '../middleware/mount-routes.ts';

const SEARCH_MS = 3_000;

type Merges = Parameters<typeof beginMerges>[2]['merges'];

export function duplicateHandlers(
  context: ApiContext,
  runner: RecordBatchRunner,
): RouteHandlers<typeof routes.duplicates> {
  const { crm } = context;
  /** Begins the merges once per key; they go on in the background. */
  const begin = async <R extends RouteDefinition>(
    request: RouteRequest<R>,
    entity: string,
    plan: (asker: { user: RequestUser; transaction: CrmTransaction }) => Promise<Merges>,
  ) => {
    const { user } = request;
    const work = async (transaction: CrmTransaction) =>
      beginMerges(context, user, { entity, merges: await plan({ user, transaction }), transaction });
    const batch = await recordWrite(context, request, ({ transaction }) =>
      transaction ? work(transaction) : inCrmTransaction(context, work),
    );
    runner.wake();
    return batch;
  };
  return {
    checkDuplicates: ({ user, body }) => crm.duplicates.check({ user }, body),
    duplicatePairs: ({ user, query }) => crm.duplicatePairs.list({ user }, query),
    duplicateCounts: async ({ user }) => ({ items: await crm.duplicatePairs.counts({ user }) }),
    searchDuplicates: async ({ user, body }) => {
      await crm.duplicatePairs.search({ user }, body);
      // A small company is looked through while the caller waits; what remains is the schedule's.
      await crm.duplicates.scan({ onlyAsked: true, signal: AbortSignal.timeout(SEARCH_MS) });
      return { items: await crm.duplicatePairs.counts({ user }) };
    },
    decideDuplicate: (request) =>
      recordWrite(context, request, async (caller) => {
        await crm.duplicatePairs.decide(caller, { ...request.body, note: request.body.note ?? null });
        return { ok: true as const };
      }),
    mergeSafe: (request) =>
      begin(request, request.body.entity, (asker) => crm.duplicatePairs.safeMerges(asker, request.body)),
    mergeMany: (request) => {
      const { entity, survivorId, loserIds, choices } = request.body;
      return begin(request, entity, async (asker) => {
        const merges = mergesInOrder(survivorId, loserIds, choices);
        // What would be refused is refused before anything begins.
        for (const { loserId } of merges) await crm.merges.preview(asker, { entity, survivorId, loserId });
        return merges;
      });
    },
    previewMergeMany: ({ user, query }) => previewMergeMany(context, user, query),
    previewMerge: ({ user, query }) => crm.merges.preview({ user }, query),
    mergeRecords: (request) =>
      recordWrite(context, request, (caller) => crm.merges.merge(caller, request.body)),
    undoMerge: (request) =>
      recordWrite(context, request, (caller) => crm.merges.undo(caller, request.params)),
    merges: async ({ user, query }) => ({ items: await crm.merges.list({ user }, query) }),
  };
}
