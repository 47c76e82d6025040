/** Duplicates found, decided and merged; the CRM says what may be seen and done. */
import type { routes } from '#contract';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

export function duplicateHandlers(context: ApiContext): RouteHandlers<typeof routes.duplicates> {
  const { crm } = context;
  return {
    checkDuplicates: ({ user, body }) => crm.duplicates.check({ user }, body),
    previewMerge: ({ user, query }) => crm.merges.preview({ user }, query),
    mergeRecords: (request) =>
      recordWrite(context, request, (caller) => crm.merges.merge(caller, request.body)),
    undoMerge: (request) =>
      recordWrite(context, request, (caller) => crm.merges.undo(caller, request.params)),
    merges: async ({ user, query }) => ({ items: await crm.merges.list({ user }, query) }),
  };
}
