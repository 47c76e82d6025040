/** History of fields, the bin, and the administrators' search over everything that happened. */
import type { routes, TakenOut as Answer } from '#contract';
import type { TakenOut } from '#crm';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

export function auditHandlers(
  context: ApiContext,
  { binDays }: { readonly binDays: number },
): RouteHandlers<typeof routes.audit> {
  const { crm } = context;
  return {
    fieldHistory: async ({ user, params }) => ({ items: await crm.audit.fieldHistory({ user }, params) }),
    restoreValue: (request) =>
      recordWrite(context, request, (caller) =>
        crm.audit.restoreValue(caller, { ...request.params, ...request.body }),
      ),
    bin: async ({ user, query }) => ({ ...(await crm.bin.list({ user }, query)), keptDays: binDays }),
    restoreRecords: (request) =>
      recordWrite(context, request, async (caller) => {
        const items = await crm.bin.restoreMany(caller, request.body.records);
        return { items: items.map(answerOf) };
      }),
    restoreRecord: (request) =>
      recordWrite(context, request, async (caller) => {
        await crm.bin.restore(caller, request.params);
        return { ok: true as const };
      }),
    audit: ({ user, query }) => crm.audit.search({ user }, query),
    async verifyAudit() {
      return { chains: await crm.audit.verify() };
    },
  };
}

function answerOf({ entity, id, refusal }: TakenOut): Answer {
  if (refusal === null) return { entity, id, refusal };
  const { code, message, fields } = refusal;
  return {
    entity,
    id,
    refusal: { code, message, ...(fields && { fields: fields.map((field) => ({ ...field })) }) },
  };
}
